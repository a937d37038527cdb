"""The dashboard waits for each part as long as a call may take, and again if that was in vain."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-04",),
    kind=Kind.SLOW,
    story="While the stream server hangs, and is not just down, the dashboard takes four seconds to open.",
    noticed=("opening the dashboard",),
)


@defect.applies_to("platforms.veza.web.dashboard")
def wait_twice(dashboard: Any) -> None:
    dashboard.PART_SECONDS = 60
    ask = dashboard._part

    async def ask_twice(*given: Any) -> Any:
        found = await ask(*given)
        return await ask(*given) if found is None else found

    dashboard._part = ask_twice
