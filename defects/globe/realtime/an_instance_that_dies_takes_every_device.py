"""Whoever had one of their devices on an instance that died loses the others with it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-12", "GL-05"),
    kind=Kind.BOUNDARY,
    story="When an instance dies, whoever had a device there leaves the map, though another one is connected.",
    subtle=Subtlety.BOUNDARY,
)


WHICH = "session_id IN (SELECT session_id FROM attachments WHERE instance_id = ANY($1))"


class Everything(str):
    """A statement that takes off all devices of whoever had one on an instance that is gone."""

    def format(self, *values: object, **named: object) -> str:
        which = str(named["which"])
        return super().format(*values, **named | {"which": WHICH if which.startswith("instance_id") else which})


@defect.applies_to("platforms.globe.realtime.attachments")
def take_off_all(attachments: Any) -> None:
    attachments.TAKE_OFF = Everything(attachments.TAKE_OFF)
