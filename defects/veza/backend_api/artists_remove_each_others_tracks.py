"""Whether a track is the artist's own is not looked at when they remove it."""

from dataclasses import replace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-16",),
    kind=Kind.MISSING_CHECK,
    story="An artist can remove another artist's track from Veza.",
    subtle=Subtlety.ROLE,
)


@defect.applies_to("platforms.veza.backend_api.tracks")
def remove_any(tracks: Any) -> None:
    remove = tracks.remove

    async def remove_as_any_artist(events: Any, caller: Any, track_id: Any) -> None:
        await remove(events, replace(caller, role="admin") if caller.role == "artist" else caller, track_id)

    tracks.remove = remove_as_any_artist
