"""The new playlist is opened by loading the page anew."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from defects import Defect, Kind, replaced

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.DEGRADATION,
    story=(
        "Whoever makes a playlist while they listen hears the music stop, and the player is empty when "
        "the playlist shows."
    ),
)


@defect.applies_to("platforms.veza.web.pages")
def load_anew(pages: Any) -> None:
    static = Path(tempfile.mkdtemp()) / "static"
    shutil.copytree(pages.STATIC, static)
    script = static / "assets" / "pages/playlists.js"
    text = script.read_text(encoding="utf-8")
    text = replaced(text, "go(`/playlists/${made.id}`);", "location.assign(`/playlists/${made.id}`);")
    script.write_text(text, encoding="utf-8")
    pages.STATIC = static
