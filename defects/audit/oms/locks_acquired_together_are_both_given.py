"""Whether a branch is locked is looked at before it is kept from others."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.RACE,
    story="Two who lock a branch at the same moment both get it.",
    subtle=Subtlety.CONCURRENT,
    noticed=(
        "at once",
        "held",
    ),
)


@defect.applies_to("platforms.audit.oms.locks")
def look_first(locks: Any) -> None:
    async def hurried(connection: Any, name: str) -> Any:
        row = await connection.fetchrow("SELECT * FROM branches WHERE name = $1", name)
        if row is None:
            raise locks.not_found("branch")
        await connection.execute("SELECT pg_sleep(0.01)")
        return row

    locks._branch = hurried
