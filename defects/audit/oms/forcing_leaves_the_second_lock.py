"""Forcing a branch open takes away one of its locks."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.PARTIAL,
    story="Where two have locked different kinds of documents, an admin is told that both locks are gone; one stays.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the locks that are left",),
)


@defect.applies_to("platforms.audit.oms.locks")
def take_one(locks: Any) -> None:
    remove = locks._remove

    async def remove_one(connection: Any, branch: str, live: Any, gone: Any, *rest: Any) -> None:
        await remove(connection, branch, live, gone[:1], *rest)

    locks._remove = remove_one
