"""A connection that works again does not start with the shortest wait."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="web",
    breaks=("VZ-09",),
    kind=Kind.DEGRADATION,
    story=(
        "A listener whose line breaks for a moment now and then waits longer each time, and at the sixth "
        "break of the evening the page does not try to come back at all."
    ),
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.veza.web.pages")
def never_settle(pages: Any) -> None:
    static = Path(tempfile.mkdtemp()) / "static"
    shutil.copytree(pages.STATIC, static)
    script = static / "assets" / "chat-connection.js"
    text = script.read_text(encoding="utf-8")
    text = replaced(text, "    this.line.settled();\n", "")
    script.write_text(text, encoding="utf-8")
    pages.STATIC = static
