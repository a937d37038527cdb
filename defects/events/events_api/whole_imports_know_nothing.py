"""An import that is to come in whole is refused where a line is known already."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-12",),
    kind=Kind.WRONG_DEFAULT,
    story="Whoever brings lines in as a whole is refused all of them where the catalogue has one of them already.",
    subtle=Subtlety.SELDOM,
    noticed=("as a whole", "the report tells of every line", "every good line"),
)


@defect.applies_to("platforms.events.events_api.importing")
def refuse_known(importing: Any) -> None:
    bring_in = importing.bring_in

    async def bring_in_new_ones(database: Any, catalogue: Any, body: bytes, whole: bool) -> Any:
        import_batch = importing._import

        async def import_new(connection: Any, catalogue: Any, batch: Any, report: Any) -> None:
            await import_batch(connection, catalogue, batch, report)
            if report.known:
                raise importing.Whole

        if not whole:
            return await bring_in(database, catalogue, body, whole)
        importing._import = import_new
        try:
            return await bring_in(database, catalogue, body, whole)
        finally:
            importing._import = import_batch

    importing.bring_in = bring_in_new_ones
