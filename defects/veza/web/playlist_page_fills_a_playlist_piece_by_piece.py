"""The page makes an empty playlist and puts its tracks in one by one."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="web",
    breaks=("VZ-11",),
    kind=Kind.PARTIAL,
    story="When the line breaks while somebody makes a playlist in the browser, a playlist without its tracks is left.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.pages")
def fill_piece_by_piece(pages: Any) -> None:
    send_changed(
        pages,
        "pages/playlists.js",
        (
            "=== 'yes', tracks },\n      });",
            "=== 'yes', tracks: [] },\n      });\n"
            "      const path = `/api/v1/playlists/${made.id}/tracks`;\n"
            "      for (const track_id of tracks) {\n"
            "        await call('backend-api', path, { method: 'POST', body: { track_id } });\n"
            "      }",
        ),
    )
