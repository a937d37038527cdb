"""What is called high quality is the address of the medium one."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.PARTIAL,
    story="Whoever asks for high quality is told that they get it, and gets medium.",
)


@defect.applies_to("platforms.veza.stream_server.addresses")
def hand_out_medium(addresses: Any) -> None:
    issue = addresses.issue

    def issue_medium(secret: str, track_id: Any, quality: str, listener_id: str, valid_seconds: int) -> Any:
        given = "medium" if quality == "high" else quality
        return issue(secret, track_id, given, listener_id, valid_seconds)

    addresses.issue = issue_medium
