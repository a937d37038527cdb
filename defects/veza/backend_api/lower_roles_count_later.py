"""When somebody gets a lower role, the copies of their sessions are left as they are."""

from typing import Any

from defects import Defect, Kind, Subtlety

RANKS = ("listener", "artist", "moderator", "admin")

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.STALE,
    story="Whoever is no moderator any more goes on moderating, for up to an hour.",
    subtle=Subtlety.SELDOM,
    noticed=("for a listener", "a role is changed"),
)


@defect.applies_to("platforms.veza.backend_api.people")
def renew_the_promoted(people: Any) -> None:
    change_role = people.change_role
    renew_all = people.sessions.renew_all

    async def leave_as_they_are(*_: Any) -> None:
        pass

    async def change_role_upwards(service: Any, admin: Any, person_id: Any, role: str, address: str) -> Any:
        before = await service.database.value("SELECT role FROM people WHERE id = $1", person_id)
        lower = before is not None and RANKS.index(role) < RANKS.index(before)
        people.sessions.renew_all = leave_as_they_are if lower else renew_all
        try:
            return await change_role(service, admin, person_id, role, address)
        finally:
            people.sessions.renew_all = renew_all

    people.change_role = change_role_upwards
