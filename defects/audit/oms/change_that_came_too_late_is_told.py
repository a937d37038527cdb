"""What was refused is told as if it had been done."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-04",),
    kind=Kind.MISSING_CHECK,
    story="A change of a version that is long gone is refused, and recorded all the same.",
    subtle=Subtlety.CONCURRENT,
    noticed=("times, not once", "nobody", "in the order"),
)


@defect.applies_to("platforms.audit.oms.ontology")
def tell_it_all_the_same(ontology: Any) -> None:
    from platforms.common.errors import ApiError

    change = ontology.change

    async def change_and_tell(store: Any, database: Any, key: Any, body: Any, author: Any, holding: Any) -> Any:
        try:
            return await change(store, database, key, body, author, holding)
        except ApiError as refusal:
            if refusal.code == "VERSION_CONFLICT":
                target = {"resource_type": key.kind, "resource_id": key.id, "resource_name": key.name}
                await database.execute(
                    "INSERT INTO outbox (action, target, version, new, actor, request) VALUES ($1, $2, $3, $4, $5, $6)",
                    f"{key.kind}.update",
                    {**target, "branch": key.branch},
                    body.version + 1,
                    ontology._told(body),
                    author.actor,
                    author.request,
                )
            raise

    ontology.change = change_and_tell
