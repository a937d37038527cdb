"""The name of an event is put into lists as markup."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.MISSING_CHECK,
    story="Whoever finds an event whose name is a script has it run in the browser.",
    subtle=Subtlety.CHANNEL,
    noticed=(
        'the list "',
        "has become markup",
    ),
)


@defect.applies_to("platforms.events.events_api.service")
def believe_markup(service: Any) -> None:
    send_changed(
        service,
        "elements.js",
        (
            'node(level, {}, node("a", { href: here(`/events/${event.id}`) }, event.name))',
            'node(level, {}, node("a", { href: here(`/events/${event.id}`), innerHTML: event.name }))',
        ),
    )
