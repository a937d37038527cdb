"""A track is handed on again when nobody is there, not when nobody answers."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-19",),
    kind=Kind.DEGRADATION,
    story="An artist whose track stream-server takes without a word is told to come back later.",
    subtle=Subtlety.SELDOM,
    noticed=("never comes",),
)


@defect.applies_to("platforms.veza.backend_api.tracks")
def ask_only_who_is_gone(tracks: Any) -> None:
    from platforms.common.peers import NobodyThere

    persist = tracks.persist

    async def persist_if_gone(patience: Any, call: Any) -> Any:
        return await persist(patience, call, only=NobodyThere)

    tracks.persist = persist_if_gone
