"""What a lock is for is not kept."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.WRONG_DEFAULT,
    story="Whatever a branch is locked for, everybody is told that it was done by hand.",
    subtle=Subtlety.SELDOM,
    noticed=("the lock",),
)


@defect.applies_to("platforms.audit.oms.locks")
def keep_the_default(locks: Any) -> None:
    acquire = locks.acquire

    async def by_hand(database: Any, branch: str, new: Any, author: Any) -> Any:
        return await acquire(database, branch, new.model_copy(update={"lock_type": "MANUAL"}), author)

    locks.acquire = by_hand
