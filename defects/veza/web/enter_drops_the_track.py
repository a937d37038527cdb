"""The Enter key sends the words, and forgets what they are about."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.PARTIAL,
    story="Whoever writes about what plays, and presses Enter instead of the button, sends the words alone.",
    subtle=Subtlety.CHANNEL,
    noticed=("link", "track"),
)


@defect.applies_to("platforms.veza.web.pages")
def forget_by_enter(pages: Any) -> None:
    static = Path(tempfile.mkdtemp()) / "static"
    shutil.copytree(pages.STATIC, static)
    script = static / "assets" / "pages/composer.js"
    text = script.read_text(encoding="utf-8")
    sends, forgets = "form.requestSubmit();", "about.setAttribute('aria-checked', 'false'); form.requestSubmit();"
    script.write_text(replaced(text, sends, forgets), encoding="utf-8")
    pages.STATIC = static
