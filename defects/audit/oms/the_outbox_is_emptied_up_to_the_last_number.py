"""What was published is removed from the outbox by `up to this number`."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-04",),
    kind=Kind.RACE,
    story="A change that took its number first, and was committed while later ones were being told, is never recorded.",
    subtle=Subtlety.CONCURRENT,
    noticed=("never read",),
)


@defect.applies_to("platforms.audit.oms.publishing")
def remove_up_to(publishing: Any) -> None:
    async def round_(self: Any) -> int:
        async with self._database.transaction() as connection:
            asked = "SELECT pg_try_advisory_xact_lock(hashtext($1))"
            if not await connection.fetchval(asked, publishing.PUBLISHER):
                return 0
            found = await connection.fetch("SELECT * FROM outbox ORDER BY sequence LIMIT $1", publishing.AT_ONCE)
            rows = [dict(row) for row in found]
            if rows:
                await self._ensure_stream()
                confirmed = await self._send([publishing.event_of(row) for row in rows])
                if confirmed:
                    await connection.execute("DELETE FROM outbox WHERE sequence <= $1", rows[confirmed - 1]["sequence"])
                publishing.PUBLISHED.inc(confirmed)
        if rows and confirmed < len(rows):
            raise ConnectionError(f"{len(rows) - confirmed} events were not confirmed")
        return len(rows)

    publishing.Publisher._round = round_
