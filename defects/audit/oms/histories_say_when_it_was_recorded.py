"""A history has the time of the record where that of the deed belongs."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-02",),
    kind=Kind.STALE,
    story="In the history of a document each change is of the moment in which it was recorded, however late that was.",
    subtle=Subtlety.CHANNEL,
    noticed=("the history of",),
)


@defect.applies_to("platforms.audit.oms.history")
def say_when_it_was_recorded(history: Any) -> None:
    of = history.History.of

    async def late(self: Any, key: Any) -> Any:
        return [{**one, "event_time": one["recorded_at"]} for one in await of(self, key)]

    history.History.of = late
