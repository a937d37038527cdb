"""When a connection is gone, all of the same session on this instance are struck off."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-12",),
    kind=Kind.LOST,
    story="Whoever connects again before the old line is found to be dead hears nothing more once it is.",
    subtle=Subtlety.SELDOM,
    noticed=("last saw Milo",),
)


@defect.applies_to("platforms.globe.realtime.feed")
def strike_off_the_session(feed: Any) -> None:
    take_seat = feed.Feeds.seat

    @contextmanager
    def seat(self: Any, one: Any) -> Iterator[Any]:
        with take_seat(self, one) as found:
            try:
                yield found
            finally:
                found.seats = {each for each in found.seats if each.session_id != one.session_id}

    feed.Feeds.seat = seat
