"""Of a closed account the audit log names the owner as the one who did it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.INFORMATION,
    story="The audit log says of everybody whose account was closed that they did it themselves.",
    subtle=Subtlety.CHANNEL,
    noticed=("what the audit log tells", "who did it"),
)


@defect.applies_to("platforms.veza.backend_api.audit")
def name_the_target(audit: Any) -> None:
    record = audit.record

    async def record_the_target(connection: Any, action: str, **told: Any) -> None:
        if action == "account_deactivated":
            told["actor_id"] = str(told["target_id"])
        await record(connection, action, **told)

    audit.record = record_the_target
