"""What the stream server can do without counts as vital."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-23",),
    kind=Kind.DEGRADATION,
    story="When only its cache is away, the stream server, which works, calls itself and all of Veza unhealthy.",
)


@defect.applies_to("platforms.common.health")
def take_the_cache_for_vital(health: Any) -> None:
    depends_on = health.Health.depends_on

    def depends_on_all(self: Any, name: str, check: Any, *, vital: bool) -> None:
        depends_on(self, name, check, vital=vital or name == "redis")

    health.Health.depends_on = depends_on_all
