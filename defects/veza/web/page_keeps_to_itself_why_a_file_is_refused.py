"""Whatever is wrong with a file, the page says that something went wrong."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-13",),
    kind=Kind.DEGRADATION,
    story="An artist whose file is damaged is told by the page that it did not work, and not what is wrong with it.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def say_nothing_of_it(pages: Any) -> None:
    send_changed(
        pages,
        "pages/publish.js",
        ("if (!mark(form, error.fields)) problem.textContent = error.message;", "problem.textContent = error.message;"),
    )
