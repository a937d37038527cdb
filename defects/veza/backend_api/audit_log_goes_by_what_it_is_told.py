"""From where an admin acts is taken from a header that anybody can send."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.MISSING_CHECK,
    story="An admin who says that they are elsewhere is in the audit log as having been there.",
    subtle=Subtlety.SELDOM,
    noticed=("the log says that Ada was at",),
)


@defect.applies_to("platforms.veza.backend_api.service")
def believe_the_header(service: Any) -> None:
    from fastapi import Request

    build = service.build

    async def as_told(request: Request) -> str:
        return request.headers.get("x-client-address") or (request.client.host if request.client else "")

    def build_believing(settings: Any) -> Any:
        app = build(settings)
        app.dependency_overrides[service.routes.client_address] = as_told
        return app

    service.build = build_believing
