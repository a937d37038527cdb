"""Deleting asks for the version that was seen, and does not look at it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01",),
    kind=Kind.LOST_UPDATE,
    story="Whoever deletes a document deletes what somebody else has just made of it.",
    subtle=Subtlety.BOUNDARY,
    noticed=("from a version that is gone",),
)


@defect.applies_to("platforms.audit.oms.ontology")
def delete_what_there_is(ontology: Any) -> None:
    delete = ontology.delete

    async def delete_anyway(store: Any, database: Any, key: Any, expected: int, author: Any, holding: Any) -> None:
        found = await store.get(key)
        await delete(store, database, key, found.version if found else expected, author, holding)

    ontology.delete = delete_anyway
