"""backend-api warms its memory of sessions when it starts, with those that have ended as well."""

from typing import Any

from defects import Defect, Kind, Subtlety

SESSIONS = """
SELECT sessions.id, person_id, display_name, role, extract(epoch FROM expires_at - now()) AS seconds
FROM sessions JOIN people ON people.id = person_id WHERE expires_at > now()
ORDER BY sessions.created_at DESC LIMIT 1000
"""

defect = Defect(
    service="backend-api",
    breaks=("VZ-01",),
    kind=Kind.STALE,
    story="Whoever has signed out is signed in again, everywhere, once the service of the sessions was restarted.",
    subtle=Subtlety.RESTART,
)


@defect.applies_to("platforms.veza.backend_api.context")
def remember_all_at_start(context: Any) -> None:
    open_service = context.Backend.open

    async def open_and_remember(service: Any) -> None:
        await open_service(service)
        for row in await service.database.fetch(SESSIONS):
            caller = context.Caller(str(row["person_id"]), row["display_name"], row["role"], str(row["id"]))
            await service.session_copies.keep(caller, float(row["seconds"]))

    context.Backend.open = open_and_remember
