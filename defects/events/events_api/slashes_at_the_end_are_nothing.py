"""A slash at the end of a path is left out."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.LOST,
    story="Two pages whose addresses differ in a slash at the end become one event.",
    subtle=Subtlety.BOUNDARY,
    noticed=("of its own", "the same address with other queries"),
)


@defect.applies_to("platforms.events.addresses")
def leave_slashes_out(addresses: Any) -> None:
    normal = addresses.normal

    def without_slashes(url: str) -> str:
        page, mark, query = normal(url).partition("?")
        return f"{page.rstrip('/')}{mark}{query}"

    addresses.normal = without_slashes
