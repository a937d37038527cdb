"""One of everything that Globe keeps for somebody: what it is called, and who may know of it."""

from __future__ import annotations

from functools import partial
from itertools import count, islice
from typing import TYPE_CHECKING

from hamcrest import has_item

from support.observing.waiting import eventually
from support.systems.answers import data
from support.systems.belongings import Belongings, Kept
from support.systems.globe.maps import SEEN_WITHIN
from support.systems.globe.people import ARNO, LINA
from support.systems.lists import Filling
from support.systems.tokens import claims_of, signature_of

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.globe.maps import Maps, Stay
    from support.systems.globe.pois import Pois
    from support.systems.system import System

_OWNER, _SHOWN = frozenset({"owner"}), frozenset({"on it", "admin"})
MAP, LISTED = "Her Own", "Listed"
NAMES = ("Zoo", "arcade", "Éclair", "bridge", "Church")
"""Of places, as nobody puts them in order by accident."""


class LinasThings:
    """The map that Lina made, on which she is with Arno, and the place where he gathers. Nobody is connected."""

    def __init__(self, system: System, accounts: Accounts, maps: Maps, pois: Pois) -> None:
        self._system, self._accounts, self._maps, self._pois = system, accounts, maps, pois
        self._mark = system.world.data.mark

    def all_of_them(self) -> Belongings:
        self._accounts.sign_in_all([LINA, ARNO])
        lina, _ = (self.enter(who, MAP) for who in (LINA, ARNO))
        name, description = f"Corner {self._mark}", f"Where the {self._mark} stands"
        self._pois.make(LINA, name, MAP, description=description)
        poi = self._pois.named(name).id
        data(self._accounts.as_(ARNO).post(f"/api/v1/pois/{poi}/join"))
        account, token = self._accounts.of(LINA), self._accounts.token(LINA)
        return Belongings(
            LINA,
            ids={
                **{"map_id": lina.place.id, "session_id": lina.id, "poi_id": poi, "person_id": account.id},
                "sign_in_id": str(claims_of(token)["sid"]),
            },
            texts={
                name: Kept("the name of a place", _SHOWN),
                description: Kept("what is said of a place", _SHOWN),
                lina.id: Kept("that Lina is on the map", _SHOWN),
                account.person.email: Kept("the e-mail of Lina", _OWNER | {"admin"}),
                account.person.password: Kept("the password of Lina"),
                signature_of(token): Kept("the token of Lina", _OWNER),
            },
            relations={"Lina": _OWNER | {"maker", "on it"}, "Arno": frozenset({"on it"})},
            go_on=self._go_on,
            own_ids={"person_id": lambda who: self._accounts.of(who).id},
        )

    def enter(self, who: Persona, name: str) -> Stay:
        """Somebody's session on a map, without a connection."""
        place = self._maps.named(name, who)
        return self._maps.settle(who, name, data(self._maps.ask_to_enter(who, place), 201))

    def _go_on(self) -> dict[str, Kept]:
        """Lina makes another place, of which Arno hears, who is connected by now."""
        line, name = self._maps.connect(self._maps.stay(ARNO, MAP)), f"Another {self._mark}"

        def hears(kind: str) -> None:
            what = f"what Arno hears, {kind} among it"
            eventually(lambda: [one.data["type"] for one in line.frames], has_item(kind), within=SEEN_WITHIN, what=what)

        hears("welcome")
        self._pois.make(LINA, name, MAP, position={"lat": -20.0, "lng": 20.0})
        hears("poi_created")
        return {name: Kept("the name of a later place", _SHOWN)}

    def filling(self, who: Persona) -> Filling:
        """The places of a map on which nobody else is."""
        stay, globe, numbers = self.enter(who, LISTED), self._accounts.as_(who), count()

        def make(number: int) -> list[str]:
            spots = [(NAMES[one % len(NAMES)], {"lat": 0.0, "lng": float(one)}) for one in islice(numbers, number)]
            path = f"/api/v1/maps/{stay.place.id}/pois"
            made = partial(globe.post, path)
            return [str(data(made(json={"name": name, "position": spot}), 201)["id"]) for name, spot in spots]

        return Filling(
            make,
            remove=lambda one: globe.delete(f"/api/v1/pois/{one}"),
            ids={"map_id": stay.place.id},
            up_to=len(NAMES),
        )
