"""Forcing a branch open takes the locks of those whose names begin as its own does."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.MISSING_CHECK,
    story="When an admin forces a branch open, whoever has locked a copy of it loses that lock as well.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the locks of another branch",),
)


@defect.applies_to("platforms.audit.oms.locks")
def force_all(locks: Any) -> None:
    force = locks.force

    async def force_alike(database: Any, branch: str, reason: str, author: Any) -> Any:
        gone = await force(database, branch, reason, author)
        await database.execute("UPDATE branches SET locks = '[]' WHERE starts_with(name, $1)", branch)
        return gone

    locks.force = force_alike
