"""A private playlist of somebody else is forbidden instead of not there."""

from typing import Any

from defects import Defect, Kind
from platforms.common.errors import ApiError

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.INFORMATION,
    story="Whoever asks for a private playlist of somebody else learns from the refusal that there is one.",
)


@defect.applies_to("platforms.veza.backend_api.playlists")
def forbid_what_is_there(playlists: Any) -> None:
    find = playlists._find

    async def find_or_forbid(connection: Any, caller: Any, playlist_id: Any) -> Any:
        try:
            return await find(connection, caller, playlist_id)
        except ApiError:
            if await connection.fetchval("SELECT true FROM playlists WHERE id = $1", playlist_id):
                raise playlists.forbidden() from None
            raise

    playlists._find = find_or_forbid
