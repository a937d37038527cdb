"""How often people may have pages scraped is not what events-api is told."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("OP-03",),
    kind=Kind.WRONG_DEFAULT,
    story="People may have sixty pages scraped in a minute, though events-api is told that they may have fewer.",
    subtle=Subtlety.SELDOM,
    noticed=("asking once too often",),
)


@defect.applies_to("platforms.events.events_api.context")
def count_as_usual(context: Any) -> None:
    make = context.Api.__init__

    def as_usual(self: Any, settings: Any) -> None:
        make(self, settings)
        self.person_limit = context.Limit("scrape", 60, 60)

    context.Api.__init__ = as_usual
