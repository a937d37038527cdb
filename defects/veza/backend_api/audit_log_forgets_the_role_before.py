"""Of a change of role the audit log tells the new one as the one before, too."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.PARTIAL,
    story="From the audit log nobody can tell which role somebody had before it was changed.",
    subtle=Subtlety.CHANNEL,
    noticed=("what the audit log tells",),
)


@defect.applies_to("platforms.veza.backend_api.audit")
def tell_the_new_one_twice(audit: Any) -> None:
    record = audit.record

    async def record_the_new(connection: Any, action: str, *, details: Any, **told: Any) -> None:
        await record(connection, action, details={**details, **({"from": details["to"]} if details else {})}, **told)

    audit.record = record_the_new
