"""An event that cannot be recorded is tried until it is set aside, and all others wait."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="audit-service",
    breaks=("AU-06",),
    kind=Kind.PARTIAL,
    story="While a malformed event is tried again, nothing that comes after it is recorded.",
    noticed=(
        "still being tried",
        "records of",
        "by then",
    ),
)


@defect.applies_to("platforms.audit.audit_service.poison")
def wait_for_it(poison: Any) -> None:
    import asyncio

    failed = poison.failed

    async def hold_up(service: Any, message: Any, reason: str) -> None:
        await failed(service, message, reason)
        await asyncio.sleep(2.5 * service.settings.retry_seconds)

    poison.failed = hold_up
