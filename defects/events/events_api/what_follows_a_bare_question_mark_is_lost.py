"""A parameter without a value is taken for nothing."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.LOST,
    story="Two pages whose addresses differ in a parameter without a value, as ?12 and ?13, become one event.",
    subtle=Subtlety.BOUNDARY,
    noticed=("of its own", "the same address with other queries"),
)


@defect.applies_to("platforms.events.addresses")
def lose_words(addresses: Any) -> None:
    normal = addresses.normal

    def without_words(url: str) -> str:
        page, _, query = normal(url).partition("?")
        asked = "&".join(one for one in query.split("&") if one.partition("=")[2])
        return f"{page}?{asked}" if asked else str(page)

    addresses.normal = without_words
