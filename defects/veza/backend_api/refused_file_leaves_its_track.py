"""A track whose file is refused is left for later, and later never comes."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-13",),
    kind=Kind.NOT_FREED,
    story="Each file that is refused leaves a track without audio in the store, which nobody sees.",
)


@defect.applies_to("platforms.veza.backend_api.tracks")
def leave_it(tracks: Any) -> None:
    async def remove_unpublished(*_: Any) -> None:
        return None

    tracks.remove_unpublished = remove_unpublished
