"""What could not be handed over to processor is forgotten."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-02",),
    kind=Kind.LOST,
    story="A page that was accepted while processor was away waits for ever.",
    noticed=(
        "the state of the scrape",
        "whether all pages are done",
        "never read",
    ),
)


@defect.applies_to("platforms.events.events_api.handing")
def give_up(handing: Any) -> None:
    from platforms.common.errors import ApiError

    hand_over = handing._hand_over

    async def once(service: Any, kind: str, payload: dict[str, str]) -> None:
        try:
            await hand_over(service, kind, payload)
        except ApiError:
            if kind == "removal":
                raise

    handing._hand_over = once
