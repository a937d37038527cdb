"""The event of a new playlist has its name without what comes after a dash."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.PARTIAL,
    story="Other services hear only the beginning of the name of a new playlist.",
    subtle=Subtlety.CHANNEL,
    noticed=("the same wherever it is looked at",),
)


@defect.applies_to("platforms.common.events")
def shorten(events: Any) -> None:
    emit = events.Change.emit

    async def emit_short(change: Any, subject: str, data: dict[str, Any]) -> dict[str, Any]:
        if subject == "playlist.events.created":
            data = {**data, "name": data["name"].partition(" — ")[0]}
        told: dict[str, Any] = await emit(change, subject, data)
        return told

    events.Change.emit = emit_short
