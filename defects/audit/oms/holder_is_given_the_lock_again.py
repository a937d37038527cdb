"""Whoever asks for a lock that they have is given it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.MISSING_CHECK,
    story="Two programs of one person both lock a branch, and each believes that nobody else changes it.",
    subtle=Subtlety.BOUNDARY,
    noticed=("got 201",),
)


@defect.applies_to("platforms.audit.oms.locks")
def give_it_again(locks: Any) -> None:
    acquire = locks.acquire

    async def acquire_again(database: Any, branch: str, new: Any, author: Any) -> Any:
        try:
            return await acquire(database, branch, new, author)
        except locks.ApiError:
            for one in await locks.every(database, branch):
                if (one.holder_id, one.resource_type) == (author.id, new.resource_type):
                    return one
            raise

    locks.acquire = acquire_again
