"""Whoever the settings call the first admin is made one at every start."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("OP-02", "VZ-15"),
    kind=Kind.LOST_UPDATE,
    story="The first admin, of whom another admin has made a listener, is an admin again after a restart.",
    subtle=Subtlety.RESTART,
    noticed=("who the first admin is",),
)


@defect.applies_to("platforms.veza.backend_api.people")
def promote_at_every_start(people: Any) -> None:
    make = people.make_first_admin

    async def make_and_promote(database: Any, events: Any, passwords: Any, email: str, password: str) -> None:
        await make(database, events, passwords, email, password)
        await database.execute("UPDATE people SET role = 'admin', active = true WHERE email = $1", email)

    people.make_first_admin = make_and_promote
