"""An address with the name of a campaign is another one."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.DOUBLED,
    story="A page that is shared in a newsletter becomes a second event.",
    noticed=(
        "having it scraped again",
        "got 202",
        "the answer",
        "events there are",
    ),
)


@defect.applies_to("platforms.events.addresses")
def keep_campaigns(addresses: Any) -> None:
    from urllib.parse import urlsplit

    normal = addresses.normal

    def with_campaign(url: str) -> str:
        query = urlsplit(url).query
        return f"{normal(url)}?{query}" if "utm_" in query else normal(url)

    addresses.normal = with_campaign
