"""A change in the name of a lock is not asked whose it is."""

from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="oms",
    breaks=("AU-11",),
    kind=Kind.MISSING_CHECK,
    story="Whoever has read the id of somebody's lock changes the branch as if it were theirs.",
    subtle=Subtlety.ROLE,
    noticed=("nor end the lock of",),
)
HOLDER = "(SELECT (l->>'holder_id')::uuid FROM jsonb_array_elements(locks) AS l WHERE (l->>'id')::uuid = $3)"


@defect.applies_to("platforms.audit.oms.documents")
def ask_for_the_id_only(documents: Any) -> None:
    for name in ("_CREATE", "_CHANGE"):
        statement = getattr(documents, name)
        setattr(documents, name, replaced(statement, "$3, $6::uuid) FOR SHARE", f"$3, {HOLDER}) FOR SHARE"))
