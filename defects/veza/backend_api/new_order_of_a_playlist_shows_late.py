"""A playlist that was opened is remembered, and not forgotten when it changes."""

import time
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.STALE,
    story="Whoever opens a playlist again soon after changing it finds the former tracks, in the former order.",
)

REMEMBERED_SECONDS = 10


@defect.applies_to("platforms.veza.backend_api.playlists")
def remember_playlists(playlists: Any) -> None:
    get = playlists.get
    known: dict[tuple[str, str], tuple[float, Any]] = {}

    async def get_remembered(database: Any, caller: Any, playlist_id: Any) -> Any:
        key = caller.user_id, str(playlist_id)
        at, playlist = known.get(key, (0.0, None))
        if playlist is None or time.monotonic() - at > REMEMBERED_SECONDS:
            playlist = await get(database, caller, playlist_id)
            known[key] = time.monotonic(), playlist
        return playlist

    playlists.get = get_remembered
