"""The audit log has an entry for each call, whether or not it has changed anything."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.DOUBLED,
    story="An admin who closes an account that is closed already is in the audit log as having closed it.",
    subtle=Subtlety.BOUNDARY,
    noticed=("what the audit log tells",),
)


@defect.applies_to("platforms.veza.backend_api.people")
def note_each_call(people: Any) -> None:
    deactivate = people.deactivate

    async def deactivate_and_note(service: Any, admin: Any, person_id: Any, address: str) -> Any:
        before = await people.known(service.database, person_id)
        user = await deactivate(service, admin, person_id, address)
        if not before.active:
            async with service.database.transaction() as connection:
                told = {"actor_id": admin.user_id, "target_id": person_id, "address": address, "details": {}}
                await people.audit.record(connection, "account_deactivated", **told)
        return user

    people.deactivate = deactivate_and_note
