"""Health remembers for half a minute that Redis answered."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-14",),
    kind=Kind.STALE,
    story="audit-service goes on reporting that it is healthy when Redis is away.",
    subtle=Subtlety.SELDOM,
    noticed=("the health of audit-service",),
)


@defect.applies_to("platforms.common.health")
def believe_in_the_cache(health: Any) -> None:
    import time

    ask = health.Health._ask
    good: dict[str, tuple[float, Any]] = {}

    async def ask_seldom(self: Any, dependency: Any) -> Any:
        at, answer = good.get(dependency.name, (0.0, None))
        if answer is None or time.monotonic() - at > 30:
            answer = await ask(self, dependency)
            if dependency.name == "redis" and answer.status != "unhealthy":
                good["redis"] = time.monotonic(), answer
        return answer

    health.Health._ask = ask_seldom
