"""Opening a page waits for backend-api for less than a second."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-21",),
    kind=Kind.DEGRADATION,
    story="Whoever opens a page while backend-api is restarted reads that it could not be loaded, and need only wait.",
    noticed=("opened a page",),
)


@defect.applies_to("platforms.veza.web.routes")
def be_impatient(routes: Any) -> None:
    routes.RESTART = routes.Patience("backend-api does not come back", (0.2,) * 3)
