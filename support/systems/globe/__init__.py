"""Globe as the people of one scenario use it, and as whoever operates it sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from support.clients.browser import Viewport
from support.clients.websocket import SocketClient
from support.scenario.people import Persona
from support.scenario.world import World, world
from support.systems.accounts import Accounts, Peopled
from support.systems.answers import data
from support.systems.belongings import Belongings
from support.systems.contract import Operation
from support.systems.globe import words  # noqa: F401 - of its sentences
from support.systems.globe.belongings import LinasThings
from support.systems.globe.broken_lines import BrokenLines
from support.systems.globe.contract import CONTRACT
from support.systems.globe.crowd import Crowd
from support.systems.globe.edges import Edges
from support.systems.globe.gathering import Gathering
from support.systems.globe.limits import Limits
from support.systems.globe.maps import Maps
from support.systems.globe.meeting import Meeting
from support.systems.globe.moves import Moves
from support.systems.globe.odd_frames import OddFrames
from support.systems.globe.operations import INSTANCES
from support.systems.globe.outages import Outages
from support.systems.globe.outside import Outside
from support.systems.globe.pages.map import MapPage
from support.systems.globe.people import EVERYBODY
from support.systems.globe.pois import Pois
from support.systems.globe.presence import Presence
from support.systems.globe.refusals import Refusals
from support.systems.globe.signing_out import SigningOut
from support.systems.globe.throng import Throng
from support.systems.lists import Filling


class Globe(Peopled):
    """One scenario's view of Globe."""

    contract = CONTRACT

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.accounts = Accounts(self, *INSTANCES)
        self.maps = Maps(self, self.accounts)
        self._browsers: dict[str, MapPage] = {}
        self._stays: dict[str, str] = {}
        """Of each person, the session on a map of their own, where one was needed."""

    @cached_property
    def meeting(self) -> Meeting:
        return Meeting(self, self.accounts, self.maps)

    @property
    def outside(self) -> Outside:
        return self.meeting.outside

    @cached_property
    def presence(self) -> Presence:
        return Presence(self, self.accounts, self.maps, self.meeting)

    @cached_property
    def moves(self) -> Moves:
        return Moves(self, self.maps, self.meeting)

    @cached_property
    def pois(self) -> Pois:
        return Pois(self, self.accounts, self.maps, self.meeting)

    @cached_property
    def refusals(self) -> Refusals:
        return Refusals(self, self.accounts, self.maps, self.meeting, self.pois)

    @cached_property
    def outages(self) -> Outages:
        return Outages(self, self.accounts, self.maps, self.meeting, self.pois)

    @cached_property
    def throng(self) -> Throng:
        return Throng(self, self.accounts, self.maps, self.meeting, self.pois)

    @cached_property
    def odd_frames(self) -> OddFrames:
        return OddFrames(self, self.maps, self.meeting)

    @cached_property
    def limits(self) -> Limits:
        return Limits(self, self.accounts, self.maps, self.pois)

    @cached_property
    def edges(self) -> Edges:
        return Edges(self, self.accounts, self.maps, self.meeting, self.pois)

    @cached_property
    def broken_lines(self) -> BrokenLines:
        return BrokenLines(self, self.accounts, self.maps, self.meeting, self.moves)

    @cached_property
    def signing_out(self) -> SigningOut:
        return SigningOut(self, self.accounts, self.maps, self.meeting)

    @cached_property
    def gathering(self) -> Gathering:
        return Gathering(self, self.accounts, self.maps, self.meeting, self.pois)

    @cached_property
    def crowd(self) -> Crowd:
        return Crowd(self, self.accounts, self.maps)

    @cached_property
    def belongings(self) -> Belongings:
        return self._things.all_of_them()

    @cached_property
    def _things(self) -> LinasThings:
        return LinasThings(self, self.accounts, self.maps, self.pois)

    def fillings(self, operation: Operation, who: Persona) -> Sequence[Filling]:
        if operation.path.endswith("/pois"):
            return [self._things.filling(who)]
        return super().fillings(operation, who)

    def did(self, service: str, frame: Mapping[str, Any]) -> bool | None:
        kind = str(frame["type"])
        if kind == "error":
            return False
        return True if kind in {"pong", "state"} or kind.endswith("_ack") else None

    def socket(
        self,
        service: str,
        token: str | None,
        who: str = "",
        *,
        as_browser: bool = False,
        headers: Mapping[str, str] | None = None,
        query: str = "",
        path: str = "",
    ) -> SocketClient:
        """Without a query, for a session of theirs on a map of their own: a connection is always for one."""
        query = query or ("" if path else f"session_id={self._stay_of(who)}")
        return super().socket(service, token, who, as_browser=as_browser, headers=headers, query=query, path=path)

    def _stay_of(self, who: str) -> str:
        """Somebody's session on a map that is nobody else's; that of `person` where nobody is named.

        It ends with their last connection, and is entered anew then.
        """
        person = next((one for one in EVERYBODY if one.name == who), self.contract.person)
        known = self._stays.get(person.name)
        if known is None or self._has_ended(person, known):
            self._stays[person.name] = self._things.enter(person, f"Where only {person.name} is").id
        return self._stays[person.name]

    def _has_ended(self, who: Persona, session: str) -> bool:
        """Whether it is known to be over; who is not signed in any more is not told."""
        reply = self.accounts.as_(who).get(f"/api/v1/sessions/{session}")
        return reply.status == 200 and not data(reply)["active"]

    def browser(self, who: Persona, device: Viewport = "desktop") -> MapPage:
        """Somebody's browser; opened when it is first needed, on this device."""
        if who.name not in self._browsers:
            visit = self.world.visit(who.name, device)
            self._browsers[who.name] = MapPage(self, self.accounts, self.maps, who, visit)
        return self._browsers[who.name]

    @property
    def browsers(self) -> list[MapPage]:
        """All that are open."""
        return list(self._browsers.values())

    def views(self) -> Mapping[str, str]:
        return {"the maps": "/", "a map": f"/maps/{self.maps.named().id}", "signing in": "/sign-in"}


SYSTEM = Globe


def globe(context: Any) -> Globe:
    """Globe, as the scenario that behave is running uses it."""
    found = world(context).system
    assert isinstance(found, Globe), f"a sentence of Globe stands in a feature of {found.contract.name}"
    return found
