"""The response times of what the service stands on are in seconds."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-23",),
    kind=Kind.UNIT,
    story="A database that takes half a minute to answer looks as quick as ever in the report.",
)


@defect.applies_to("platforms.common.health")
def tell_seconds(health: Any) -> None:
    ask = health.Health._ask

    async def ask_in_seconds(self: Any, dependency: Any) -> Any:
        found = await ask(self, dependency)
        return found.model_copy(update={"response_ms": round(found.response_ms / 1_000, 6)})

    health.Health._ask = ask_in_seconds
