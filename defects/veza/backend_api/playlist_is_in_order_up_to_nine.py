"""Places in a playlist are compared as words."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.DISORDERED,
    story="A playlist of ten tracks or more is shown with the tenth right after the first.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.backend_api.playlists")
def compare_places_as_words(playlists: Any) -> None:
    seen_by = playlists._seen_by

    async def seen_in_disorder(connection: Any, caller: Any, playlist_id: Any) -> Any:
        playlist = await seen_by(connection, caller, playlist_id)
        places = sorted(range(len(playlist.tracks)), key=lambda place: str(place + 1))
        return playlist.model_copy(update={"tracks": [playlist.tracks[place] for place in places]})

    playlists._seen_by = seen_in_disorder
