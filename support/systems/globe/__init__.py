"""Globe as the people of one scenario use it, and as whoever operates it sees it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from support.clients.browser import Viewport
from support.scenario.people import Persona
from support.scenario.world import World, world
from support.systems.accounts import Accounts, Peopled
from support.systems.globe import words  # noqa: F401 - of its sentences
from support.systems.globe.broken_lines import BrokenLines
from support.systems.globe.contract import CONTRACT, INSTANCES
from support.systems.globe.crowd import Crowd
from support.systems.globe.edges import Edges
from support.systems.globe.gathering import Gathering
from support.systems.globe.limits import Limits
from support.systems.globe.maps import Maps
from support.systems.globe.meeting import Meeting
from support.systems.globe.odd_frames import OddFrames
from support.systems.globe.outages import Outages
from support.systems.globe.pages.map import MapPage
from support.systems.globe.pois import Pois
from support.systems.globe.refusals import Refusals
from support.systems.globe.throng import Throng


class Globe(Peopled):
    """One scenario's view of Globe."""

    contract = CONTRACT

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.accounts = Accounts(self, *INSTANCES)
        self.maps = Maps(self, self.accounts)
        self._browsers: dict[str, MapPage] = {}

    @cached_property
    def meeting(self) -> Meeting:
        return Meeting(self, self.accounts, self.maps)

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
        return BrokenLines(self, self.accounts, self.maps, self.meeting)

    @cached_property
    def gathering(self) -> Gathering:
        return Gathering(self, self.accounts, self.maps, self.meeting, self.pois)

    @cached_property
    def crowd(self) -> Crowd:
        return Crowd(self, self.accounts, self.maps)

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
