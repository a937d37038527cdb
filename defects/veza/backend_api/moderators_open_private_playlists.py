"""Moderators are shown every playlist."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.MISSING_CHECK,
    story="A moderator can open the private playlists of everybody.",
    subtle=Subtlety.ROLE,
)


@defect.applies_to("platforms.veza.backend_api.playlists")
def show_all_to_moderators(playlists: Any) -> None:
    find = playlists._find

    async def find_any(connection: Any, caller: Any, playlist_id: Any) -> Any:
        if caller.role == "moderator":
            row = await connection.fetchrow(f"{playlists.SUMMARY} WHERE playlists.id = $1", playlist_id)
            if row is not None:
                return row
        return await find(connection, caller, playlist_id)

    playlists._find = find_any
