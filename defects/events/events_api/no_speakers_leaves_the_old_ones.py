"""An event of which no speakers are told keeps those it had."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.LOST_UPDATE,
    story="When a keeper takes the last speaker off an event, or its page names none any more, it shows the old ones.",
    subtle=Subtlety.BOUNDARY,
    noticed=("taking all speakers off", "what Events shows of"),
)


@defect.applies_to("platforms.events.events_api.linking")
def only_when_there_are_some(linking: Any) -> None:
    link = linking.link

    async def link_some(connection: Any, catalogue_id: Any, event_id: Any, told: Any) -> Any:
        rows = []
        if not told.speakers:
            rows = await connection.fetch("SELECT * FROM event_speakers WHERE event_id = $1", event_id)
        changed = await link(connection, catalogue_id, event_id, told)
        await connection.executemany(
            "INSERT INTO event_speakers (event_id, speaker_id, role) VALUES ($1, $2, $3)",
            [(event_id, row["speaker_id"], row["role"]) for row in rows],
        )
        return changed

    linking.link = link_some
