"""An address of this machine that is written in another base is taken for a name."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-11",),
    kind=Kind.MISSING_CHECK,
    story="Whoever writes the address of this machine in an odd way is not refused for it.",
    noticed=("is refused",),
)


@defect.applies_to("platforms.events.addresses")
def read_plainly(addresses: Any) -> None:
    import ipaddress

    def plain(host: str) -> Any:
        try:
            return ipaddress.ip_address(host)
        except ValueError:
            return None

    addresses._address = plain
