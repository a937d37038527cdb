"""Letters and their accents are put together when a name is stored."""

import unicodedata
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.UNIT,
    story="A playlist whose name has accents apart from their letters has another name when it is read again.",
    subtle=Subtlety.BOUNDARY,
    noticed=("was sent",),
)


@defect.applies_to("platforms.veza.backend_api.playlists")
def compose_names(playlists: Any) -> None:
    create = playlists.create

    async def create_composed(events: Any, caller: Any, name: str, public: bool, track_ids: Any) -> Any:
        return await create(events, caller, unicodedata.normalize("NFC", name), public, track_ids)

    playlists.create = create_composed
