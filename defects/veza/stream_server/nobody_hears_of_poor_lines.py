"""A quality that could not be started is not reported to anybody."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-06",),
    kind=Kind.PARTIAL,
    story="However many people get less than they wish, whoever runs Veza never hears of it.",
)


@defect.applies_to("platforms.veza.stream_server.routes")
def tell_nobody(routes: Any) -> None:
    routes.alert = lambda what: None
