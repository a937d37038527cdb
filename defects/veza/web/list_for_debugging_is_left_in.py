"""Somebody needed to see who was there, once."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-22",),
    kind=Kind.MISSING_CHECK,
    story="The web answers everybody who asks with what it works with, at an address that was meant for its makers.",
    noticed=("nobody promised it",),
)


@defect.applies_to("platforms.veza.web.routes")
def leave_it_in(routes: Any) -> None:
    async def show_services(service: routes.TheWeb) -> dict[str, str]:
        return dict(service.services)

    routes.router.add_api_route("/debug/services", show_services, methods=["GET"])
