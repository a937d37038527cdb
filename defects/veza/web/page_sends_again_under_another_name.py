"""What a page sends again is a new message to the server."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-09",),
    kind=Kind.DOUBLED,
    story="When the answer to a message is lost, the browser sends it once more, and everybody reads it twice.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.web.pages")
def rename_what_waits(pages: Any) -> None:
    send_changed(
        pages,
        "chat-connection.js",
        (
            "for (const waiting of this.pending.values()) if (waiting.state === 'sending') this.#send(waiting);",
            """for (const waiting of [...this.pending.values()]) {
      if (waiting.state !== 'sending') continue;
      this.pending.delete(waiting.key);
      waiting.key = crypto.randomUUID();
      this.pending.set(waiting.key, waiting);
      this.#send(waiting);
    }""",
        ),
    )
