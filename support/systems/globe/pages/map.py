"""The page of a map, as one person sees it: by labels, roles and names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, empty, equal_to, has_item, has_length, not_

from support.observing.waiting import eventually, never, patient
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.globe.contract import COOKIE
from support.systems.globe.maps import Maps
from support.systems.globe.words import coordinates
from support.systems.system import System

if TYPE_CHECKING:
    from support.clients.browser import Element, Visit

Spot = Mapping[str, float]
"""A place in degrees: `lat`, `lng`."""
OPENED_WITHIN = 20.0
"""Seconds until a browser has loaded the page, on a busy machine."""
SHOWN_WITHIN = 5.0
"""Seconds until the page shows something, where the scenario measures no time."""
GATHERED = re.compile(r"^(\d+) of \d+(?:: (.*?))?( · talking)?$", re.M)
"""How many gather at a place, who, and whether they talk."""
CONNECTED, LATE = "Connected", "Connected; others may see things a moment late"
"""What the page says of its connection, with Redis and without."""
LOBBY = "Where do you want to be?"
STAYS = 1.5
"""Seconds for which whoever has left is looked for: a page that comes back by itself does so sooner."""
SPOT = re.compile(r"[\d.]+° [NS], [\d.]+° [EW]")
TENTH = 0.06
"""Degrees: the page writes tenths of them."""
NEAR = 2.0
"""Degrees: a phone shows several with one pixel, and whoever points hits one."""
DRAWN = """() => [...document.querySelectorAll("svg text")].map((name) => {
  const dot = name.parentNode.querySelector("circle").getBoundingClientRect();
  const at = new DOMPoint(dot.x + dot.width / 2, dot.y + dot.height / 2)
    .matrixTransform(name.ownerSVGElement.getScreenCTM().inverse());
  return [name.textContent, 90 - at.y, at.x - 180];
})"""
"""Who is drawn on the map, and where: of its 360 by 180 units each is a degree."""
MARKED = """() => [...document.querySelectorAll("svg g.place")].map((place) => {
  const mark = place.querySelector("path").getBoundingClientRect();
  const at = new DOMPoint(mark.x + mark.width / 2, mark.bottom)
    .matrixTransform(place.ownerSVGElement.getScreenCTM().inverse());
  return [place.querySelector("title").textContent, 90 - at.y, at.x - 180];
})"""
"""Which places are drawn, and where their marks point to."""
WATCH = """list => {
  window.watched = [];
  const note = () => window.watched.push([Date.now(), [...list.children].map((line) => line.innerText)]);
  new MutationObserver(note).observe(list, { childList: true, subtree: true, characterData: true });
}"""
REACHED = "a[href], button:enabled, input:enabled, [tabindex='0']"
NAMED = "one => one.ariaLabel || one.name || one.innerText || one.tagName"
"""What one can come to by keyboard, and by what it is known."""
PIXEL = """([lat, lng]) => {
  const at = new DOMPoint(lng + 180, 90 - lat).matrixTransform(document.querySelector("svg.world").getScreenCTM());
  return [at.x, at.y];
}"""


class MapPage:
    """A map in somebody's browser."""

    def __init__(self, system: System, accounts: Accounts, maps: Maps, who: Persona, visit: Visit) -> None:
        self._system, self._accounts, self._maps = system, accounts, maps
        self.who, self._visit, self._page = who, visit, visit.page
        self._windows = [visit.page]
        """Those of this map that are open; the last one is the one looked at."""
        self._apart: MapPage | None = None
        """Another map in another window of this browser, once there is one."""
        self._map_id = ""
        self._pois: list[dict[str, Any]] = []
        """The places of the map, as Globe told of them last."""

    def sign_in(self) -> None:
        """At the door, by keyboard; whoever comes without a sign-in is sent there."""
        account = self._accounts.of(self.who)
        self._visit.go(self._system.platform.url(account.entry), patient(OPENED_WITHIN))
        for label, text in (("E-mail", account.person.email), ("Password", account.person.password)):
            self._type(label, text)
        self._page.keyboard.press("Enter")
        self._await_heading(LOBBY)

    def make_map(self, name: str) -> None:
        """Among the maps, by keyboard; whoever makes one is on it at once, alone."""
        self._type("Name of a new map", self._maps.marked(name))
        self._page.keyboard.press("Enter")
        self.check_connection("Connected")
        self._map_id = self._page.url.rpartition("/")[2]
        self._maps.take_note(name, self._map_id, self.who)
        self.check_people([self.who])
        self.check_whole()

    def check_lobby(self, names: Sequence[str]) -> None:
        """Of this scenario just these maps are listed, in this order, with the word which of them are the person's."""
        self._page.get_by_role("link", name="Globe", exact=True).press("Enter")
        self._await_heading(LOBBY)
        listed = {one["id"]: one for one in data(self._accounts.as_(self.who).get("/api/v1/maps"))}
        own = self._accounts.of(self.who).id
        places = [self._maps.named(name) for name in names]
        wanted = [place.name + ("yours" if listed[place.id]["created_by"] == own else "") for place in places]

        def shown() -> list[str]:
            lines = self._page.get_by_role("list", name="Maps").get_by_role("listitem").all_inner_texts()
            return ["".join(line.split("\n")).strip() for line in lines if self._system.world.data.mark in line]

        eventually(shown, equal_to(wanted), within=SHOWN_WITHIN, what=f"the maps of which {self.who.name} can choose")

    def pick(self, name: str) -> None:
        """One of the maps, by keyboard."""
        place = self._maps.named(name)
        self._page.get_by_role("link", name=place.name, exact=True).press("Enter")
        self._map_id = place.id
        self.check_connection("Connected")

    def check_signed_out(self) -> None:
        """The page asks who one is, and so does each map."""
        for address in ("", f"{self._system.platform.url(self._accounts.of(self.who).entry)}/maps/{self._map_id}"):
            if address:
                self._page.goto(address, timeout=patient(OPENED_WITHIN) * 1000)
            self._await_heading("Meet people on a map")

    def _await_heading(self, text: str) -> None:
        self._page.get_by_role("heading", name=text, level=1).wait_for(timeout=patient(OPENED_WITHIN) * 1000)

    def _type(self, label: str, text: str) -> None:
        self._come_to(self._page.get_by_label(label, exact=True), label)
        self._page.keyboard.press("Control+A")
        self._page.keyboard.type(text)

    def watch(self) -> None:
        """Note from now on, by the clock of the machine, whenever the list of people is another."""
        self._page.get_by_role("list", name="People").evaluate(WATCH)

    def sights(self, who: Persona) -> dict[str, float]:
        """Since then, of each spot of somebody as it is written, when it was shown first: seconds since the epoch."""
        name = self._accounts.of(who).person.display_name
        sights: dict[str, float] = {}
        for at, lines in self._page.evaluate("window.watched"):
            for line in lines:
                if name in line:
                    sights.setdefault(SPOT.findall(line)[-1], at / 1000)
        return sights

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
        self._map_id = self._maps.named(name).id
        self._visit.go(f"{url}/maps/{self._map_id}", patient(OPENED_WITHIN))
        self.check_connection("Connected")
        self._pois = data(self._accounts.as_(self.who).get(f"/api/v1/maps/{self._map_id}/pois"))

    def look_on(self, seconds: float) -> None:
        """Have the map open for so long and do nothing; nobody waits, the clock of the page is put forward."""
        self._page.clock.install()
        self.open()
        self._page.clock.fast_forward(round(seconds * 1000))

    def check_alive(self) -> None:
        """Somebody has shown a sign of life since they came, as far as Globe knows."""
        database = self._system.database
        assert database is not None, "only the database knows when somebody was heard of last"
        alive = (
            "SELECT last_active_at > opened_at FROM globe.map_sessions"
            " WHERE map_id = %s::uuid AND person_id = %s::uuid AND ended_at IS NULL"
        )
        eventually(
            lambda: database.value(alive, (self._maps.named().id, self._accounts.of(self.who).id)),
            equal_to(True),
            within=SHOWN_WITHIN,
            what=f"whether {self.who.name} has shown a sign of life",
        )

    def check_connection(self, state: str) -> None:
        """What the page says of its connection."""
        eventually(
            lambda: self._page.get_by_text(state, exact=True).count(),
            equal_to(1),
            within=SHOWN_WITHIN,
            what=f"whether the page of {self.who.name} says {state!r}",
        )

    def check_windows_connected(self) -> None:
        """Each window of this map says that it is connected, and nothing else, whenever it was opened."""
        for number, page in enumerate(self._windows, 1):
            eventually(
                lambda page=page: page.get_by_text(CONNECTED, exact=True).count(),  # type: ignore[misc]
                equal_to(1),
                within=SHOWN_WITHIN,
                what=f"whether window {number} of {self.who.name} says {CONNECTED!r}",
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
        self.check_whole()

    def check_shows_near(self, who: Persona, spot: dict[str, float]) -> None:
        """Somebody is among the people of the page, about there, and is drawn there."""
        name = self._accounts.of(who).person.display_name
        eventually(
            lambda: [_near(_spot(one), spot) for one in self._people() if name in one],
            equal_to([True]),
            within=SHOWN_WITHIN,
            what=f"whether the page of {self.who.name} shows {name} near {spot}",
        )
        self.check_whole()

    def check_whole(self) -> None:
        """What the page tells in words, and what it draws, is what Globe tells its person of the map."""
        eventually(self._faults, empty(), within=SHOWN_WITHIN, what=f"what is wrong with the page of {self.who.name}")

    def _faults(self) -> list[str]:
        globe, path = self._accounts.as_(self.who), f"/api/v1/maps/{self._map_id}"
        sessions = self._sessions()
        if not self._system.world.faults.broken("postgres"):  # of places nothing is known then, but what was before
            self._pois = data(globe.get(f"{path}/pois"))
        pois = self._pois
        own = self._accounts.of(self.who).id
        people = {one["person"]["name"]: one["position"] for one in sessions}
        mine = next(one for one in sessions if one["person"]["id"] == own)
        told = {line[: SPOT.search(line).start()].strip(): _spot(line) for line in self._people()}  # type: ignore[union-attr]
        called = {name.removesuffix(" (you)"): spot for name, spot in told.items()}
        here = {"": mine["position"]}
        drawn, marked = self._page.evaluate(DRAWN), self._page.evaluate(MARKED)
        places = {one["name"]: one["position"] for one in pois}
        heading, counted = self._page.get_by_role("heading", name="Who is here").inner_text(), len(sessions)
        return [
            *_astray("in words", called, people, TENTH),
            *_astray("where they are themselves", {"": _spot(self._page.locator("#here").inner_text())}, here, TENTH),
            *_astray("drawn", _spots(drawn), people, NEAR),
            *_astray("places that are drawn", _spots(marked), places, NEAR),
            *([] if len(drawn) == counted else [f"{len(drawn)} people are drawn of {counted}"]),
            *([] if heading == f"Who is here ({counted})" else [f"it counts {heading}, and there are {counted}"]),
            *self._faults_of_places(pois, mine["id"]),
        ]

    def _faults_of_places(self, pois: Sequence[Mapping[str, Any]], own: str) -> list[str]:
        """What its list says of those who are at a place, and whether one may join it oneself."""
        lines = self._page.get_by_role("list", name="Places").get_by_role("listitem").all_inner_texts()
        wanted = []
        for poi in pois:
            inside = [one["session_id"] for one in poi["participants"]]
            names = ", ".join(one["person"]["name"] for one in poi["participants"])
            told = f"{len(inside)} of {poi['max_participants']}{f': {names}' if names else ''}"
            deed = "Leave" if own in inside else "Full" if len(inside) >= poi["max_participants"] else "Join"
            wanted.append([poi["name"], told + (" · talking" if poi["discussion_active"] else ""), deed, "Remove"])
        shown = [[part for part in line.splitlines() if part.strip()] for line in lines]
        shown = [[one[0], one[1], *" ".join(one[2:]).split()] for one in shown]
        return [] if sorted(shown) == sorted(wanted) else [f"its list of places has {shown}, and there are {wanted}"]

    def check_people(self, people: list[Persona]) -> None:
        """Just these are there, by name, and the page counts them."""
        names = sorted(self._accounts.of(who).person.display_name for who in people)
        shown = [next((name for name in names if name in line), line) for line in self._people()]
        assert_that(shown, equal_to(names), f"who is there, on the page of {self.who.name}")
        heading = self._page.get_by_role("heading", name="Who is here").inner_text()
        assert_that(heading, equal_to(f"Who is here ({len(names)})"), f"the heading on the page of {self.who.name}")

    def check_shows_no(self, who: Persona, within: float) -> None:
        name = self._accounts.of(who).person.display_name
        eventually(
            lambda: [name in one for one in self._people()],
            not_(has_item(True)),
            within=within,
            what=f"whether the page of {self.who.name} shows {name}",
        )
        never(
            lambda: [name in one for one in self._people()],
            has_item(True),
            during=STAYS,
            what=f"whether the page of {self.who.name} shows {name} again",
        )
        self.check_whole()

    def check_refused(self) -> None:
        """The page tells what Globe tells whoever moves now, and shows everybody where they are, its person too."""
        session = next(one for one in self._sessions() if one["person"]["id"] == self._accounts.of(self.who).id)
        place = {"position": session["position"]}
        told = refused(self._accounts.as_(self.who).put(f"/api/v1/sessions/{session['id']}/position", json=place), 503)
        self.check_connection(told.message)
        self.check_connection("Connected")
        self.check_whole()

    def _sessions(self) -> list[dict[str, Any]]:
        reply = self._accounts.as_(self.who).get(f"/api/v1/maps/{self._map_id}/sessions")
        found: list[dict[str, Any]] = data(reply)["sessions"]
        return found

    def check_gathered(self, place: str, people: list[Persona]) -> None:
        """The page tells how many gather at a place, who, and whether they talk."""
        names = sorted(self._accounts.of(who).person.display_name for who in people)

        def told() -> list[tuple[int, list[str], bool]]:
            lines = self._page.get_by_role("list", name="Places").get_by_role("listitem").all_inner_texts()
            found = [GATHERED.search(line) for line in lines if place in line]
            return [(int(one[1]), sorted((one[2] or "").split(", ")), bool(one[3])) for one in found if one]

        eventually(
            told,
            equal_to([(len(names), names, len(names) > 1)]),
            within=SHOWN_WITHIN,
            what=f"who is at {place}, on the page of {self.who.name}",
        )
        self.check_whole()

    def open_beside(self) -> None:
        """The same map once more, in another tab, which is the one looked at from now on; the first one stays open."""
        url = self._page.url
        self._page = self._visit.context.new_page()
        self._windows.append(self._page)
        self._page.goto(url, timeout=patient(OPENED_WITHIN) * 1000)
        self.check_connection(LATE if self._system.world.faults.broken("redis") else CONNECTED)

    def open_apart(self, name: str) -> None:
        """Another map, in another tab of this browser; the one that is looked at stays the same."""
        self._apart, place = copy(self), self._maps.named(name)
        self._apart._page, self._apart._map_id = self._visit.context.new_page(), place.id
        self._apart._windows, self._apart._apart = [self._apart._page], None
        url = f"{self._page.url.partition('/maps/')[0]}/maps/{place.id}"
        self._apart._page.goto(url, timeout=patient(OPENED_WITHIN) * 1000)
        eventually(
            self._apart._stays,
            equal_to((True, True)),
            within=SHOWN_WITHIN,
            what=f'whether {self.who.name} is on "{name}", and their page says so',
        )

    def check_apart(self, name: str) -> None:
        """They are on that other map as before, which its page shows whole, and can go on there."""
        assert self._apart is not None, f"{self.who.name} has no other map open"
        never(
            self._apart._stays,
            not_((True, True)),
            during=STAYS,
            what=f'whether {self.who.name} is on "{name}" still, and their page says so',
        )
        self._apart.check_whole()
        before = self._apart._own_spot()
        self._apart.press("ArrowUp")
        eventually(
            self._apart._own_spot,
            not_(equal_to(before)),
            within=SHOWN_WITHIN,
            what=f'where {self.who.name} is on "{name}", who goes on there',
        )
        self._apart.check_whole()

    def _stays(self) -> tuple[bool, bool]:
        """Whether they are on the map, and their page says that it is connected."""
        return self._own_spot() is not None, self._page.get_by_text(CONNECTED, exact=True).count() == 1

    def _own_spot(self) -> Spot | None:
        """Where they are on the map, as anybody's list tells who is there; None when they are not."""
        own = self._accounts.of(self.who).id
        return next((one["position"] for one in self._sessions() if one["person"]["id"] == own), None)

    def point(self, spot: dict[str, float]) -> None:
        """At a spot of the map as it is drawn."""
        self._page.get_by_role("application").scroll_into_view_if_needed()
        x, y = self._page.evaluate(PIXEL, [spot["lat"], spot["lng"]])
        self._page.mouse.click(x, y)

    def press(self, *keys: str) -> None:
        """Keys on the map, which has the focus once it is open."""
        self._page.get_by_role("application").focus()
        for key in keys:
            self._page.keyboard.press(key)

    def activate(self, name: str) -> None:
        """A button, as whoever has no mouse does."""
        self._come_to(self._page.get_by_role("button", name=name, exact=True), name)
        self._page.keyboard.press("Enter")

    def _come_to(self, element: Element, name: str) -> None:
        """As the Tab key does, which passes over what asks to be passed over."""
        element.focus()
        passed_over = element.evaluate("one => one.tabIndex < 0 || one !== document.activeElement")
        assert not passed_over, f"{self.who.name} cannot come to “{name}” by keyboard"

    def check_focus_stays(self, mover: MapPage) -> None:
        """Whatever one has come to by keyboard is not taken from one whenever somebody else moves."""
        able = self._page.locator(REACHED).filter(visible=True)
        names = able.evaluate_all(f"every => every.map({NAMED})")
        assert len(names) > 1, f"the page of {self.who.name} has nothing to come to by keyboard"
        for number, name in enumerate(names):
            able.nth(number).focus()
            before = self._place_of(mover.who)
            mover.press("ArrowUp" if number % 2 else "ArrowDown")
            eventually(
                lambda before=before: self._place_of(mover.who),  # type: ignore[misc]
                not_(equal_to(before)),
                within=SHOWN_WITHIN,
                what=f"where the page of {self.who.name} shows {mover.who.name}",
            )
            found = self._page.evaluate(f"({NAMED})(document.activeElement)")
            assert_that(found, equal_to(name), f"what {self.who.name} has come to by keyboard, once others have moved")

    def _place_of(self, who: Persona) -> list[str]:
        name = self._accounts.of(who).person.display_name
        return [one for one in self._people() if name in one]

    def make_place(self, name: str, room: int) -> None:
        """By typing its name and how many there is room for into the form."""
        for label, text in (("Room for", str(room)), ("New place where you are", name)):
            self._type(label, text)
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
        self.check_whole()

    def _people(self) -> list[str]:
        return self._page.get_by_role("list", name="People").get_by_role("listitem").all_inner_texts()


def _spot(line: str) -> dict[str, float]:
    """Where somebody is, in a line of the list of people."""
    return coordinates(SPOT.findall(line)[-1])


def _spots(drawn: Sequence[tuple[str, float, float]]) -> dict[str, dict[str, float]]:
    return {name: {"lat": lat, "lng": lng} for name, lat, lng in drawn}


def _astray(what: str, shown: Mapping[str, Spot], wanted: Mapping[str, Spot], within: float) -> list[str]:
    """In what the page shows, whoever is missing, is there no more, or is somewhere else."""
    return [
        f"{what}, {name} is at {shown.get(name)}, and should be at {wanted.get(name)}"
        for name in {**shown, **wanted}
        if name not in shown or name not in wanted or not _near(shown[name], wanted[name], within)
    ]


def _near(one: Spot, other: Spot, within: float = NEAR) -> bool:
    """The date line does not lie between those that are near each other."""
    return all(abs(one[axis] - other[axis]) <= within for axis in ("lat", "lng"))
