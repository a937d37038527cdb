"""A page asks once more for what it lacks, and then no more."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-04",),
    kind=Kind.DEGRADATION,
    story="If a service is away for more than a few seconds, its part of the dashboard comes back only by a reload.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.pages")
def ask_once(pages: Any) -> None:
    send_changed(
        pages,
        "pages/dashboard.js",
        ("  let timer = 0;\n", "  let timer = 0;\n  let asked = false;\n"),
        ("    if (!signal.aborted) timer =", "    if (!signal.aborted && !asked) timer ="),
        (
            "setTimeout(() => load().then(show, refreshLater)",
            "setTimeout(() => (asked = true, load().then(show, refreshLater))",
        ),
    )
