"""Of several locks of a branch the first is told, whatever it is of."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.INFORMATION,
    story="Whoever is kept out of object types is told who has locked the schemas, and for how long.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the lock of which it tells",),
)


@defect.applies_to("platforms.audit.oms.branches")
def tell_of_the_first(branches: Any) -> None:
    check_open = branches.check_open

    async def check_and_tell_of_the_first(database: Any, name: str, kind: str, holding: Any, author: Any) -> None:
        try:
            await check_open(database, name, kind, holding, author)
        except branches.ApiError as refusal:
            if refusal.code != "SCHEMA_FROZEN":
                raise
            first = await database.value("SELECT locks->0 FROM branches WHERE name = $1", name)
            raise branches.frozen(name, first) from None

    branches.check_open = check_and_tell_of_the_first
