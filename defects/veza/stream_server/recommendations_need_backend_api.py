"""Before it recommends anything, stream-server looks whether backend-api is there."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-21",),
    kind=Kind.DEGRADATION,
    story="While backend-api is restarted stream-server recommends nothing to anybody, though it does not need it.",
)


@defect.applies_to("platforms.veza.stream_server.recommendations")
def ask_backend_api_first(recommendations: Any) -> None:
    for_listener = recommendations.for_listener

    async def for_listener_with_backend(server: Any, *given: Any) -> Any:
        await server.peers["backend-api"].ping()
        return await for_listener(server, *given)

    recommendations.for_listener = for_listener_with_backend
