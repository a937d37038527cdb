"""A page asks five times for what it lacks, and then no more."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-04",),
    kind=Kind.DEGRADATION,
    story="If a service is away for more than ten seconds, its part of a page that is open never comes back.",
    subtle=Subtlety.BOUNDARY,
    noticed=("asked again",),
)


@defect.applies_to("platforms.veza.web.pages")
def ask_five_times(pages: Any) -> None:
    send_changed(
        pages,
        "pages/dashboard.js",
        ("  let timer = 0;\n", "  let timer = 0;\n  let asked = 0;\n"),
        ("    if (!signal.aborted) timer =", "    if (!signal.aborted && (asked += 1) <= 5) timer ="),
    )
