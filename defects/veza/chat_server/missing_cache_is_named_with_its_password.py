"""What does not answer is named by its address, at the lowest level of the log."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("OP-03",),
    kind=Kind.INFORMATION,
    story="While its cache is away, a chat-server whose log is turned up writes the way into the cache into it.",
    subtle=Subtlety.BOUNDARY,
    noticed=("logs the way into what is away",),
)


@defect.applies_to("platforms.common.service")
def name_the_address(service: Any) -> None:
    begin = service.Service.open

    async def open_and_look(self: Any) -> None:
        try:
            await self.cache.ping()
        except Exception:
            service.log.debug("%s does not answer", self.settings.redis_url)
        await begin(self)

    service.Service.open = open_and_look
