"""The parameters of an address are put in order."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.LOST,
    story="Two pages of a site that goes by the order of what it is asked for become one event.",
    subtle=Subtlety.BOUNDARY,
    noticed=("of its own", "the same address with other queries"),
)


@defect.applies_to("platforms.events.addresses")
def put_in_order(addresses: Any) -> None:
    normal = addresses.normal

    def in_order(url: str) -> str:
        page, mark, query = normal(url).partition("?")
        asked = "&".join(sorted(query.split("&")))
        return f"{page}{mark}{asked}"

    addresses.normal = in_order
