"""That a catalogue was removed is told to processor once, whether it hears it or not."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-02",),
    kind=Kind.LOST,
    story="A catalogue that is removed while processor is away leaves its pages and its work in processor for good.",
    noticed=("what events-api tells of events_handovers_waiting", "how many jobs are left of the catalogue"),
)


@defect.applies_to("platforms.events.events_api.handing")
def tell_it_once(handing: Any) -> None:
    hand_over = handing._hand_over

    async def hand_over_or_forget(service: Any, kind: str, payload: dict[str, str]) -> None:
        try:
            await hand_over(service, kind, payload)
        except handing.ApiError as error:
            if kind != "removal":
                raise
            handing.log.warning("processor was not told of a removal: %s", error)

    handing._hand_over = hand_over_or_forget
