"""A page that is in no description."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-22",),
    kind=Kind.MISSING_CHECK,
    story="The stream-server tells everybody how many listen to what, at an address that it does not speak of.",
    subtle=Subtlety.CHANNEL,
    noticed=("which nobody promised",),
)


@defect.applies_to("platforms.veza.stream_server.routes")
def tell_makers(routes: Any) -> None:
    async def show(server: routes.TheStreamServer) -> dict[str, int]:
        return {"sockets": len(server.sockets.all())}

    routes.people.add_api_route("/debug", show, methods=["GET"], include_in_schema=False)
