"""The club, as its people use it."""

from typing import Any

from support.scenario.people import Persona, introduce
from support.scenario.world import world
from support.systems.contract import Contract, For, Operation
from support.systems.system import System

LINA = Persona("Lina", "guest")
introduce("toy", LINA)


class Toy(System):
    """One scenario's view of the club."""

    contract = Contract(
        platform="toy",
        name="Toy",
        services=("door",),
        person=LINA,
        operations=tuple(
            Operation("door", name, For.EVERYBODY)
            for name in ("GET /members", "PUT /members/{name}", "DELETE /members/{name}")
        ),
    )

    def join(self, who: Persona) -> None:
        """Put somebody on the list of members."""
        assert who == LINA, f"{who.name} is {who.role}, and nobody of the club"
        path = f"/members/{self._name(who)}"
        door = self.service("door")
        assert door.put(path).status == 204
        self.world.cleanup.add("leave the club", lambda: door.delete(path))

    def check_in_once(self, who: Persona) -> None:
        members = self.service("door").get("/members").json()
        assert members.count(self._name(who)) == 1, f"the members are {members}"

    def _name(self, who: Persona) -> str:
        return self.world.person(who).email


SYSTEM = Toy


def toy(context: Any) -> Toy:
    """The club, as the scenario that behave is running uses it."""
    found = world(context).system
    assert isinstance(found, Toy)
    return found
