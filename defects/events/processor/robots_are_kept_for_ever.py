"""What robots.txt said first is what it says until processor is started anew."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-11",),
    kind=Kind.STALE,
    story="A site that does not want to be read any more is read all the same.",
    subtle=Subtlety.SELDOM,
    noticed=("how often robots.txt was asked for",),
)


@defect.applies_to("platforms.events.processor.fetching")
def never_ask_again(fetching: Any) -> None:
    begin = fetching.Fetcher.__init__

    def begin_for_ever(self: Any, *given: Any, **options: Any) -> None:
        begin(self, *given, **{**options, "robots_seconds": float("inf")})

    fetching.Fetcher.__init__ = begin_for_ever
