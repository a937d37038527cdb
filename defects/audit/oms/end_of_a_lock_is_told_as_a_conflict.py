"""Who is refused in the moment in which a lock ends is told of a conflict that there is not."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.RACE,
    story="Who is refused just before a lock ends is told that a version is there by now, which is the one they saw.",
    subtle=Subtlety.CONCURRENT,
    noticed=("how it was refused",),
)


@defect.applies_to("platforms.audit.oms.ontology")
def tell_of_the_version(ontology: Any) -> None:
    async def refuse(store: Any, database: Any, key: Any, expected: Any, author: Any, holding: Any) -> None:
        await ontology.branches.check_open(database, key.branch, key.kind, holding, author.id)
        found = await store.get(key)
        raise ontology._another_version(found.version) if found else ontology.not_found(ontology.WORDS[key.kind])

    ontology._check_stands = refuse
