"""What a health check still waits for counts as well."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-23",),
    kind=Kind.WRONG_DEFAULT,
    story="While PostgreSQL hangs chat-server calls itself healthy every other time.",
    subtle=Subtlety.SELDOM,
    noticed=("and then",),
)


@defect.applies_to("platforms.common.health")
def believe_the_best(health: Any) -> None:
    ask = health.Health._ask

    async def ask_hopefully(self: Any, dependency: Any) -> Any:
        told = await ask(self, dependency)
        if not self._asked[dependency.name].done():
            told.status = "healthy"
        return told

    health.Health._ask = ask_hopefully
