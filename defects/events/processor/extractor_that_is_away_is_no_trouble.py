"""processor calls itself healthy while extractor is away."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="processor",
    breaks=("EV-02",),
    kind=Kind.DEGRADATION,
    story="While no page can be read, because extractor is away, whoever runs Events is told that all is well.",
    noticed=("the health of processor",),
)


@defect.applies_to("platforms.common.health")
def look_elsewhere(health: Any) -> None:
    stand_on = health.Health.depends_on

    def stand_on_others(self: Any, name: str, check: Any, *, vital: bool) -> None:
        if name != "extractor":
            stand_on(self, name, check, vital=vital)

    health.Health.depends_on = stand_on_others
