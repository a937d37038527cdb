"""The page keeps the first dashboard that it has loaded, whoever signs in after that."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-03",),
    kind=Kind.LEAK,
    story="Whoever signs in in a browser after somebody else has signed out sees that person's activity as their own.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def keep_the_first(pages: Any) -> None:
    send_changed(
        pages,
        "pages/dashboard.js",
        ("const AGAIN_MS = 2_000;", "const AGAIN_MS = 2_000;\nlet kept = null;"),
        ("label: 'dashboard', load, show,", "label: 'dashboard', load: async () => (kept ??= await load()), show,"),
    )
