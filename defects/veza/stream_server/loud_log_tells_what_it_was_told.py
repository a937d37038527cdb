"""Who looks for a fault wants to know with which settings a service works."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("OP-03",),
    kind=Kind.INFORMATION,
    story="A stream-server whose log is turned up to find a fault writes its keys into the log when it starts.",
    subtle=Subtlety.BOUNDARY,
    noticed=("logs a secret",),
)


@defect.applies_to("platforms.common.service")
def tell_all(service: Any) -> None:
    begin = service.Service.open

    async def open_and_tell(self: Any) -> None:
        service.log.debug("%s works with %r", self.name, self.settings)
        await begin(self)

    service.Service.open = open_and_tell
