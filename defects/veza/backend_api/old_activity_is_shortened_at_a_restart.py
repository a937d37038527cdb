"""At its start backend-api shortens what it tells of former activity."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("OP-02",),
    kind=Kind.PARTIAL,
    story="After a restart of backend-api the activity tells only half of what somebody did.",
    subtle=Subtlety.RESTART,
    noticed=("everything was there",),
)


@defect.applies_to("platforms.veza.backend_api.context")
def do_it_at_the_start(module: Any) -> None:
    opened = module.Backend.open

    async def open_and_change(service: Any) -> None:
        await opened(service)
        await service.database.execute("UPDATE activity SET summary = left(summary, length(summary) / 2)")

    module.Backend.open = open_and_change
