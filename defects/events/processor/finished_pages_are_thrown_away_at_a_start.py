"""A processor that starts throws away the pages of jobs that are done."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("OP-02",),
    kind=Kind.LOST_UPDATE,
    story="After processor was restarted the pages are gone of which events were made; nobody can read them anew.",
    subtle=Subtlety.RESTART,
    noticed=("not everything stayed",),
)


@defect.applies_to("platforms.common.service")
def tidy_up(service: Any) -> None:
    start = service.Service.open

    async def start_and_tidy(self: Any) -> None:
        await start(self)
        await self.database.execute("DELETE FROM pages USING jobs WHERE jobs.id = job_id AND state = 'done'")

    service.Service.open = start_and_tidy
