"""An import that is to come in whole or not at all is kept as far as its last good batch."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-12",),
    kind=Kind.PARTIAL,
    story="Of an import that was refused as a whole, a hundred events are there.",
    noticed=("the events of the catalogue",),
)


@defect.applies_to("platforms.events.events_api.importing")
def keep_batches(importing: Any) -> None:
    bring_in = importing.bring_in

    async def batch_by_batch(database: Any, catalogue: Any, body: bytes, whole: bool) -> Any:
        report = await bring_in(database, catalogue, body, False)
        if whole and report.bad:
            told = report.model_copy(update={"imported": 0, "known": 0}).model_dump(mode="json")
            raise importing.ApiError(422, "IMPORT_REFUSED", "Some lines are not right, so none was imported.", told)
        return report

    importing.bring_in = batch_by_batch
