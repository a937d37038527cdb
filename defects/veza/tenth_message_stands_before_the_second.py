"""The page sorts the numbers of messages as words."""

from pathlib import Path
from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="web",
    breaks=("VZ-07",),
    kind=Kind.DISORDERED,
    story="In the browser a conversation is in disorder as soon as it has ten messages: the tenth follows the first.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.web.pages")
def sort_as_words(pages: Any) -> None:
    script = (pages.STATIC / "assets" / "chat-connection.js").resolve()
    text = replaced(
        script.read_text(encoding="utf-8"),
        "(a, b) => a.sequence - b.sequence",
        "(a, b) => (String(a.sequence) < String(b.sequence) ? -1 : 1)",
    )
    send = pages.StaticFiles.file_response

    def send_changed(self: Any, full_path: Any, *rest: Any, **more: Any) -> Any:
        if Path(full_path).resolve() == script:
            return pages.Response(text, media_type="text/javascript")
        return send(self, full_path, *rest, **more)

    pages.StaticFiles.file_response = send_changed
