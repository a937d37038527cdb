"""Whoever signs out on one device loses the connections of all others as well."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-05", "GL-12"),
    kind=Kind.BOUNDARY,
    story="Whoever signs out on one of two devices is cut off on the other one, too.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.common.sockets")
def end_all_of_the_person(sockets: Any) -> None:
    end = sockets.Connections.end

    def all_of_them(self: Any, identity: str) -> None:
        people = {one.caller.user_id for one in self._open if one.caller.session_id == identity}
        for one in (identity, *people):
            end(self, one)

    sockets.Connections.end = all_of_them
