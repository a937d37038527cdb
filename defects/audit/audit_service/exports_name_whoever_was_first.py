"""Who exported is looked up once."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-08",),
    kind=Kind.STALE,
    story="Every export says that it was made by whoever made the first one.",
    subtle=Subtlety.ROLE,
    noticed=("who exported it",),
)


@defect.applies_to("platforms.audit.audit_service.routes")
def remember_the_first(routes: Any) -> None:
    response, first = routes.Response, dict[str, str]()

    def answer(*given: Any, headers: Any = None, **more: Any) -> Any:
        if headers and "X-Exported-By" in headers:
            headers = {**headers, "X-Exported-By": first.setdefault("who", headers["X-Exported-By"])}
        return response(*given, headers=headers, **more)

    routes.Response = answer
