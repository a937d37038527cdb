"""The health of web follows from the services of which pages make use."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-23",),
    kind=Kind.MISSING_CHECK,
    story="When the second chat server is away, web reports that it is healthy.",
    noticed=("because of chat-server-2", "chat-server-2 dies"),
)


@defect.applies_to("platforms.common.health")
def overlook_it(health: Any) -> None:
    depends_on = health.Health.depends_on

    def depend_on_others(self: Any, name: str, check: Any, *, vital: bool) -> None:
        if name != "chat-server-2":
            depends_on(self, name, check, vital=vital)

    health.Health.depends_on = depend_on_others
