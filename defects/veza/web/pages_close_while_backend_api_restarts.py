"""Web does not wait a moment for backend-api."""

from dataclasses import replace
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-21",),
    kind=Kind.DEGRADATION,
    story="Whenever backend-api is restarted, whoever opens a page meanwhile is turned away.",
)


@defect.applies_to("platforms.veza.web.routes")
def wait_for_nobody(routes: Any) -> None:
    routes.RESTART = replace(routes.RESTART, waits=())
