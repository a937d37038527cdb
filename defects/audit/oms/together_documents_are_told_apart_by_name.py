"""Of what is changed together, a schema and an object type of one name are taken for one document."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01",),
    kind=Kind.BOUNDARY,
    story="Who makes a schema and an object type of one name in one go is told that both are one document.",
    subtle=Subtlety.BOUNDARY,
    noticed=("though they may be of one name",),
)


@defect.applies_to("platforms.audit.oms.ontology")
def tell_apart_by_name(ontology: Any) -> None:
    together = ontology.change_together

    async def refuse_namesakes(store: Any, database: Any, branch: Any, asked: Any, author: Any, holding: Any) -> Any:
        if len({one.name for one in asked.changes}) < len(asked.changes):
            raise ontology.ApiError(422, "VALIDATION_FAILED", "No two changes may be of one document.")
        return await together(store, database, branch, asked, author, holding)

    ontology.change_together = refuse_namesakes
