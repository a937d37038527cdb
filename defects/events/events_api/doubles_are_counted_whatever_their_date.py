"""Looking through a catalogue takes events of the same name for the same event."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-12",),
    kind=Kind.WRONG_DEFAULT,
    story="A meetup that is held every month is said to be there twelve times.",
    noticed=("what is said to be wrong",),
)


@defect.applies_to("platforms.events.events_api.validation")
def by_name(validation: Any) -> None:
    for kind, query in validation.FINDINGS.items():
        validation.FINDINGS[kind] = query.replace(" COLLATE pg_c_utf8), date", " COLLATE pg_c_utf8)")
