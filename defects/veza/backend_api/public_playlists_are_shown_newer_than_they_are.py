"""A public playlist shows the time at which somebody looked first as that at which it was made."""

from datetime import UTC, datetime
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.STALE,
    story="Others are told another time at which a public playlist was made than its owner was.",
    subtle=Subtlety.ROLE,
    noticed=("the same wherever it is looked at",),
)


@defect.applies_to("platforms.veza.backend_api.playlists")
def show_the_time_of_the_first_look(playlists: Any) -> None:
    get, seen = playlists.get, dict[Any, datetime]()

    async def get_newer(database: Any, caller: Any, playlist_id: Any) -> Any:
        found = await get(database, caller, playlist_id)
        if found.public and str(found.owner.id) != caller.user_id:
            found.created_at = seen.setdefault(playlist_id, datetime.now(UTC))
        return found

    playlists.get = get_newer
