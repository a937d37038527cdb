"""The page of a map, as one person sees it: by labels, roles and names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hamcrest import equal_to, has_item, has_length, not_

from support.observing.waiting import eventually, patient
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.globe.contract import COOKIE
from support.systems.globe.maps import Maps
from support.systems.system import System

if TYPE_CHECKING:
    from support.clients.browser import Visit

OPENED_WITHIN = 20.0
"""Seconds until a browser has loaded the page, on a busy machine."""
SHOWN_WITHIN = 5.0
"""Seconds until the page shows something, where the scenario measures no time."""


class MapPage:
    """A map in somebody's browser."""

    def __init__(self, system: System, accounts: Accounts, maps: Maps, who: Persona, visit: Visit) -> None:
        self._system, self._accounts, self._maps = system, accounts, maps
        self.who, self._visit, self._page = who, visit, visit.page

    def open(self, name: str = "") -> None:
        """Open a map, by default the one of the scenario, as somebody who is signed in; the page enters it."""
        account = self._accounts.of(self.who)
        url = self._system.platform.url(account.entry)
        cookie: Any = {
            "name": COOKIE,
            "value": self._accounts.token(self.who),
            "url": url,
            "httpOnly": True,
            "secure": True,
        }
        self._visit.context.add_cookies([cookie | {"sameSite": "Strict"}])
        self._page.goto(f"{url}/maps/{self._maps.named(name).id}", timeout=patient(OPENED_WITHIN) * 1000)
        self.check_connection("Connected")

    def check_connection(self, state: str) -> None:
        """What the page says of its connection."""
        eventually(
            lambda: self._page.get_by_text(state, exact=True).count(),
            equal_to(1),
            within=SHOWN_WITHIN,
            what=f"whether the page of {self.who.name} says {state!r}",
        )

    def check_shows(self, who: Persona, at: str = "") -> None:
        """Somebody is among the people of the page, and at this place if one is told."""
        name = self._accounts.of(who).person.display_name
        eventually(
            lambda: [one for one in self._people() if name in one and at in one],
            has_length(1),
            within=SHOWN_WITHIN,
            what=f"lines of {name} {at} on the page of {self.who.name}",
        )

    def check_shows_no(self, who: Persona, within: float) -> None:
        name = self._accounts.of(who).person.display_name
        eventually(
            lambda: [name in one for one in self._people()],
            not_(has_item(True)),
            within=within,
            what=f"whether the page of {self.who.name} shows {name}",
        )

    def check_gathered(self, place: str, people: list[Persona]) -> None:
        """The page tells how many gather at a place, and who."""
        names = [self._accounts.of(who).person.display_name for who in people]

        def told() -> list[bool]:
            lines = self._page.get_by_role("list", name="Places").get_by_role("listitem").all_inner_texts()
            return [
                all(name in line for name in names) and f"{len(names)} of" in line for line in lines if place in line
            ]

        eventually(told, equal_to([True]), within=SHOWN_WITHIN, what=f"whether {names} are shown at {place}")

    def press(self, *keys: str) -> None:
        """Keys on the map, which has the focus once it is open."""
        self._page.get_by_role("application").focus()
        for key in keys:
            self._page.keyboard.press(key)

    def activate(self, name: str) -> None:
        """A button, as whoever has no mouse does."""
        button = self._page.get_by_role("button", name=name, exact=True)
        button.focus()
        self._page.keyboard.press("Enter")

    def make_place(self, name: str) -> None:
        """By typing its name into the form."""
        field = self._page.get_by_label("New place where you are")
        field.focus()
        self._page.keyboard.type(name)
        self._page.keyboard.press("Enter")
        eventually(
            lambda: self._page.get_by_role("button", name=f"Join {name}", exact=True).count(),
            equal_to(1),
            within=SHOWN_WITHIN,
            what=f"whether the page of {self.who.name} lists {name}",
        )

    def check_fits(self) -> None:
        """Nothing makes the page wider than the screen."""
        beyond = self._page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, f"the page of {self.who.name} is {beyond} pixels wider than the screen"

    def check_places(self, places: list[tuple[str, int]]) -> None:
        """The page lists just these, each with its room."""

        def told() -> list[str]:
            return self._page.get_by_role("list", name="Places").get_by_role("listitem").all_inner_texts()

        eventually(
            lambda: [any(name in line and f"of {room}" in line for name, room in places) for line in told()],
            equal_to([True] * len(places)),
            within=SHOWN_WITHIN,
            what=f"whether the page of {self.who.name} shows {places} and nothing else",
        )

    def _people(self) -> list[str]:
        return self._page.get_by_role("list", name="People").get_by_role("listitem").all_inner_texts()
