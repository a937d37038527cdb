"""Trying again by hand sends a new message in place of the one that was not confirmed."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from defects import Defect, Kind, Subtlety, replaced

SENDS = """    Object.assign(message, { state: 'sending', reason: '' });
    if (this.line.state === 'lost') this.line.open();
    this.#send(message);
"""
SAYS = """    this.pending.delete(message.key);
    if (this.line.state === 'lost') this.line.open();
    this.say(message.content, message.track);
"""

defect = Defect(
    service="web",
    breaks=("VZ-09",),
    kind=Kind.DOUBLED,
    story=(
        "Somebody's line breaks before their message is confirmed, and stays away; pressing Try again below the "
        "message brings the line back, and the message, which had arrived, is in the conversation twice."
    ),
    subtle=Subtlety.SELDOM,
    noticed=("has written", "on the page"),
)


@defect.applies_to("platforms.veza.web.pages")
def say_it_anew(pages: Any) -> None:
    static = Path(tempfile.mkdtemp()) / "static"
    shutil.copytree(pages.STATIC, static)
    script = static / "assets" / "chat-connection.js"
    script.write_text(replaced(script.read_text(encoding="utf-8"), SENDS, SAYS), encoding="utf-8")
    pages.STATIC = static
