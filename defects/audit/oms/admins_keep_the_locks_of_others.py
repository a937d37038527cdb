"""An admin may send the heartbeat of somebody else's lock."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.MISSING_CHECK,
    story="A lock whose holder has gone goes on for as long as an admin sends heartbeats for it.",
    subtle=Subtlety.ROLE,
    noticed=("neither keep", "403"),
)


@defect.applies_to("platforms.audit.oms.locks")
def take_admins_for_holders(locks: Any) -> None:
    own = locks._own

    def own_or_admin(live: Any, lock_id: Any, author: Any, *, admin: bool = False) -> Any:
        return own(live, lock_id, author, admin=True)

    locks._own = own_or_admin
