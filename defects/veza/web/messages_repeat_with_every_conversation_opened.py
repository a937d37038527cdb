"""Every conversation that is opened listens once more to the same field, and sends what is in it."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

SAY = """\
  say(content, track) {
    for (let listener = 0; listener < opened; listener += 1) this.#say(content, track);
  }

  #say(content, track) {
"""

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.DOUBLED,
    story="Whoever comes back to a conversation, or opens another, sends everything they write there twice.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.pages")
def listen_once_more(pages: Any) -> None:
    send_changed(
        pages,
        "chat-connection.js",
        ("const unsent = new Map();", "const unsent = new Map();\nlet opened = 0;"),
        ("    this.id = conversationId;\n", "    this.id = conversationId;\n    opened += 1;\n"),
        ("  say(content, track) {\n", SAY),
    )
