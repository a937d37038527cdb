"""That a playlist goes is told before it is known whether it may."""

from typing import Any

from defects import Defect, Kind, Subtlety
from platforms.common.errors import ApiError

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.PARTIAL,
    story="When somebody tries to remove the playlist of somebody else, all services are told that it is gone.",
    subtle=Subtlety.CHANNEL,
    noticed=("has changed something",),
)


@defect.applies_to("platforms.veza.backend_api.playlists")
def tell_first(playlists: Any) -> None:
    remove = playlists.remove

    async def tell_and_remove(events: Any, caller: Any, playlist_id: Any) -> None:
        try:
            await remove(events, caller, playlist_id)
        except ApiError:
            async with events.change() as change:
                told = {"playlist_id": str(playlist_id), "name": "", "owner_id": caller.user_id}
                await change.emit("playlist.events.removed", told)
            raise

    playlists.remove = tell_and_remove
