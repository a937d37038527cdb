"""What signs a stream address leaves the track out."""

from typing import Any
from uuid import UUID

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.MISSING_CHECK,
    story="Whoever was given the address of one track can listen to every other one by changing its name in it.",
)

ANY_TRACK = UUID(int=0)


@defect.applies_to("platforms.veza.stream_server.addresses")
def sign_without_track(addresses: Any) -> None:
    sign = addresses._signature

    def signature(secret: str, track_id: UUID, quality: str, listener: str, expires: str) -> Any:
        return sign(secret, ANY_TRACK, quality, listener, expires)

    addresses._signature = signature
