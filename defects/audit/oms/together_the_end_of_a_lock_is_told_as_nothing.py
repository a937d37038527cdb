"""Who asks for changes together in the moment in which a lock ends is refused, for nothing that is told."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.RACE,
    story="Who asks for changes together just before a lock ends is told that some cannot be made, and of none which.",
    subtle=Subtlety.CONCURRENT,
    noticed=("how it was refused",),
)


@defect.applies_to("platforms.audit.oms.ontology")
def name_none(ontology: Any) -> None:
    whole = ontology.change_together

    async def once(store: Any, database: Any, branch: Any, asked: Any, author: Any, holding: Any) -> Any:
        class Once:
            async def change_together(self, *given: Any) -> Any:
                found = await store.change_together(*given)
                if not found:
                    for kind in sorted({one.kind for one in asked.changes}):
                        await ontology.branches.check_open(database, branch, kind, holding, author.id)
                    raise ontology.ApiError(409, "CHANGES_REFUSED", "Nothing was changed.", {"refusals": []})
                return found

        return await whole(Once(), database, branch, asked, author, holding)

    ontology.change_together = once
