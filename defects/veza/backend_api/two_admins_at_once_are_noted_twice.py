"""Whether an account is closed already is looked up before it is locked."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.RACE,
    story="When two admins close an account at the same moment the audit log tells that it was closed twice.",
    subtle=Subtlety.CONCURRENT,
    noticed=("what the audit log tells",),
)


@defect.applies_to("platforms.veza.backend_api.people")
def look_before_locking(people: Any) -> None:
    deactivate, locked = people.deactivate, people._locked
    seen: dict[Any, Any] = {}

    async def look_and_deactivate(service: Any, admin: Any, person_id: Any, address: str) -> Any:
        before = await people.user(service.database, str(person_id))
        seen[admin.user_id, person_id] = before
        return await deactivate(service, admin, person_id, address)

    async def as_seen(connection: Any, admin: Any, person_id: Any) -> Any:
        now = await locked(connection, admin, person_id)
        return seen.pop((admin.user_id, person_id), now)

    people.deactivate, people._locked = look_and_deactivate, as_seen
