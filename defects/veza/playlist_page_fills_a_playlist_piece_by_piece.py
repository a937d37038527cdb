"""The page makes an empty playlist and puts its tracks in one by one."""

from pathlib import Path
from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="web",
    breaks=("VZ-11",),
    kind=Kind.PARTIAL,
    story="When the line breaks while somebody makes a playlist in the browser, a playlist without its tracks is left.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def fill_piece_by_piece(pages: Any) -> None:
    script = (pages.STATIC / "assets" / "pages" / "playlists.js").resolve()
    text = replaced(
        script.read_text(encoding="utf-8"),
        "=== 'yes', tracks },\n      });",
        "=== 'yes', tracks: [] },\n      });\n"
        "      const path = `/api/v1/playlists/${made.id}/tracks`;\n"
        "      for (const track_id of tracks) await call('backend-api', path, { method: 'POST', body: { track_id } });",
    )
    send = pages.StaticFiles.file_response

    def send_changed(self: Any, full_path: Any, *rest: Any, **more: Any) -> Any:
        if Path(full_path).resolve() == script:
            return pages.Response(text, media_type="text/javascript")
        return send(self, full_path, *rest, **more)

    pages.StaticFiles.file_response = send_changed
