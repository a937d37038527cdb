"""The end of a stream address, in milliseconds, is compared with the time in seconds."""

import time
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.UNIT,
    story="An address of a stream can be used for ever, by whoever got hold of it.",
)


@defect.applies_to("platforms.veza.stream_server.addresses")
def compare_milliseconds_with_seconds(addresses: Any) -> None:
    check = addresses.check

    def check_in_seconds(secret: str, track_id: Any, quality: str, ticket: Any) -> None:
        try:
            check(secret, track_id, quality, ticket)
        except addresses.ApiError as refusal:
            if refusal.code != "STREAM_ADDRESS_EXPIRED" or time.time() >= int(ticket.expires):
                raise

    addresses.check = check_in_seconds
