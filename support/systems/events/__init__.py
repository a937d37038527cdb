"""Events as the people of one scenario use it, and as whoever operates it sees it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from hamcrest import assert_that, equal_to

from support.scenario.world import World, world
from support.systems.accounts import Accounts, Peopled
from support.systems.events import generated, words  # noqa: F401 - of its sentences
from support.systems.events.catalogue import API, Catalogue
from support.systems.events.contract import CONTRACT
from support.systems.events.discovery import Discovery


class Events(Peopled):
    """One scenario's view of Events."""

    contract = CONTRACT

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.accounts = Accounts(self, API)
        self.catalogue = Catalogue(self, self.accounts)

    @cached_property
    def discovery(self) -> Discovery:
        return Discovery(self.catalogue)

    def fill(self) -> None:
        """Have the keeper tell of a whole catalogue."""
        self.catalogue.bring_in(generated.catalogue(self.world.data.chance("catalogue")))
        counted = self.catalogue.counted()
        sizes = {"events": generated.EVENTS, "speakers": generated.SPEAKERS, "companies": generated.COMPANIES}
        assert_that({what: counted[what] for what in sizes}, equal_to(sizes), "what there is in the catalogue")


SYSTEM = Events


def events(context: Any) -> Events:
    """Events, as the scenario that behave is running uses it."""
    found = world(context).system
    assert isinstance(found, Events), f"a sentence of Events stands in a feature of {found.contract.name}"
    return found
