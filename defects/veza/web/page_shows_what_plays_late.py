"""The page waits until nothing has changed for a second before it shows who is there and what they listen to."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

NOW, LATER = "heading, here), awayPart), update };", "heading, here), awayPart), update: later };"

defect = Defect(
    service="web",
    breaks=("VZ-10",),
    kind=Kind.SLOW,
    story="What others listen to shows on the page later than promised.",
    subtle=Subtlety.CHANNEL,
    noticed=("to being seen on the page",),
)


@defect.applies_to("platforms.veza.web.pages")
def look_later(pages: Any) -> None:
    begin = "  let seen = '';\n"
    later = "  let timer;\n  const later = () => (clearTimeout(timer), (timer = setTimeout(update, 1000)));\n"
    send_changed(pages, "pages/conversation.js", (NOW, LATER), (begin, begin + later))
