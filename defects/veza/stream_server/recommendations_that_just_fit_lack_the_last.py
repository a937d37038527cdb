"""Where there are just as many recommendations as fit, there is one fewer."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-03",),
    kind=Kind.BOUNDARY,
    story="Somebody to whom just as much can be recommended as is asked for misses the last of it.",
    subtle=Subtlety.BOUNDARY,
    noticed=("recommended to Lina, with",),
)


@defect.applies_to("platforms.veza.stream_server.recommendations")
def lack_the_last(recommendations: Any) -> None:
    for_listener = recommendations.for_listener

    async def but_one(server: Any, listener_id: str, limit: int) -> Any:
        found = await for_listener(server, listener_id, limit + 1)
        return found[: limit - 1] if len(found) == limit > 1 else found[:limit]

    recommendations.for_listener = but_one
