"""Whoever backend-api does not find in its settings when it starts is made a listener."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("OP-02",),
    kind=Kind.WRONG_DEFAULT,
    story="Artists and moderators are listeners after a restart of backend-api, from their next sign-in on.",
    subtle=Subtlety.ROLE,
)


@defect.applies_to("platforms.veza.backend_api.people")
def begin_with_listeners(people: Any) -> None:
    make_first_admin = people.make_first_admin

    async def make_first_admin_only(database: Any, events: Any, passwords: Any, email: str, password: str) -> None:
        await make_first_admin(database, events, passwords, email, password)
        await database.execute("UPDATE people SET role = 'listener' WHERE role <> 'admin'")

    people.make_first_admin = make_first_admin_only
