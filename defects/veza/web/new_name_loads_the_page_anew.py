"""Whoever changes their name gets a page that is loaded anew."""

from typing import Any

from defects import Defect, Kind
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-12", "VZ-17"),
    kind=Kind.DEGRADATION,
    story="Whoever calls themselves otherwise in the browser has the page loaded anew, which stops what plays on it.",
    noticed=("loaded anew",),
)


@defect.applies_to("platforms.veza.web.pages")
def load_anew(pages: Any) -> None:
    send_changed(pages, "app.js", ("    await go(location.pathname, { replace: true });", "    location.reload();"))
