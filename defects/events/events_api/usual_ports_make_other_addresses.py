"""The usual port is kept where somebody wrote it."""

from typing import Any
from urllib.parse import urlsplit

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.DOUBLED,
    story="A page is two events when one organiser copies its address with the port and another without.",
    noticed=("by which address each is scraped",),
)


@defect.applies_to("platforms.events.addresses")
def keep(addresses: Any) -> None:
    check = addresses.Sites.check

    def checked(self: Any, url: str) -> str:
        address: str = check(self, url)
        if urlsplit(url).port == 443:
            host = urlsplit(address).netloc
            return address.replace(f"//{host}", f"//{host}:443", 1)
        return address

    addresses.Sites.check = checked
