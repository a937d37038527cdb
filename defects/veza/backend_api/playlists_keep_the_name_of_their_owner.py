"""Whose a playlist is, is remembered under the first name."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-17",),
    kind=Kind.STALE,
    story="A playlist shows its owner under the name that they had when it was made.",
    subtle=Subtlety.CHANNEL,
    noticed=("the playlist",),
)


@defect.applies_to("platforms.veza.backend_api.playlists")
def remember_owners(playlists: Any) -> None:
    owner = playlists._owner
    known: dict[Any, str] = {}

    def owner_as_known(row: Any) -> Any:
        told = owner(row)
        told.name = known.setdefault(told.id, told.name)
        return told

    playlists._owner = owner_as_known
