"""Nobody is kept from changing an experiment that is being changed."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-09",),
    kind=Kind.RACE,
    story="When several admins cancel an experiment at the same moment, each is told that it was their doing.",
    subtle=Subtlety.CONCURRENT,
    noticed=("how many were told",),
)


@defect.applies_to("platforms.phoenix.api_gateway.acting")
def leave_unlocked(acting: Any) -> None:
    known = acting.experiments

    async def look(connection: Any, tenant: str, experiment_id: Any) -> Any:
        row = await connection.fetchrow(
            "SELECT * FROM experiments WHERE id = $1 AND tenant = $2", experiment_id, tenant
        )
        if row is None:
            raise known.unknown()
        return known.experiment_of(row)

    async def change_it(connection: Any, experiment_id: Any, state: Any, *rest: Any) -> Any:
        before = await connection.fetchval("SELECT state FROM experiments WHERE id = $1", experiment_id)
        if before == state:
            raise known.invalid(before, state)
        try:
            row = await connection.fetchrow(
                "UPDATE experiments SET state = $2, reason = $3 WHERE id = $1 RETURNING *",
                *(experiment_id, state, rest[0] if rest else ""),
            )
        except Exception as error:
            if getattr(error, "sqlstate", "") == known.GUARDED:
                raise known.invalid(before, state) from None
            raise
        return known.experiment_of(row)

    known.lock, known.change_state = look, change_it
