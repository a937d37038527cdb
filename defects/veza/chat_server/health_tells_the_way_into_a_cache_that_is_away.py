"""The health report names what does not answer by its whole address."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("OP-03",),
    kind=Kind.INFORMATION,
    story="While the cache is away, the health of the chat server, open to everybody, shows the password of the cache.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.common.service")
def name_it_by_its_address(service: Any) -> None:
    make = service.Service.__init__

    def make_talkative(self: Any, name: str, version: str, settings: Any, **more: Any) -> None:
        make(self, name, version, settings, **more)
        report = self.health.report

        async def report_in_full() -> Any:
            told = await report()
            issues = [issue.replace("redis does", f"{settings.redis_url} does") for issue in told.issues]
            return told.model_copy(update={"issues": issues})

        self.health.report = report_in_full

    service.Service.__init__ = make_talkative
