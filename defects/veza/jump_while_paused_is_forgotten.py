"""The player moves only what sounds."""

from pathlib import Path
from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="web",
    breaks=("VZ-05",),
    kind=Kind.LOST_UPDATE,
    story="Whoever pauses in the browser, jumps to another place and goes on, hears the old place.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def move_only_what_sounds(pages: Any) -> None:
    script = (pages.STATIC / "assets" / "player.js").resolve()
    text = replaced(
        script.read_text(encoding="utf-8"),
        "else this.audio.currentTime = seconds;",
        "else if (this.status === 'playing') this.audio.currentTime = seconds;",
    )
    send = pages.StaticFiles.file_response

    def send_changed(self: Any, full_path: Any, *rest: Any, **more: Any) -> Any:
        if Path(full_path).resolve() == script:
            return pages.Response(text, media_type="text/javascript")
        return send(self, full_path, *rest, **more)

    pages.StaticFiles.file_response = send_changed
