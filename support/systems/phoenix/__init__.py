"""Phoenix as the people of one scenario use it, and as whoever operates it sees it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from support.scenario.world import World, world
from support.systems.accounts import Peopled
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.contract import CONTRACT, GATEWAY
from support.systems.phoenix.crowd import Crowd


class Phoenix(Peopled):
    """One scenario's view of Phoenix."""

    contract = CONTRACT

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.accounts = Accounts(self, GATEWAY)

    @cached_property
    def crowd(self) -> Crowd:
        return Crowd(self, self.accounts)


SYSTEM = Phoenix


def phoenix(context: Any) -> Phoenix:
    """Phoenix, as the scenario that behave is running uses it."""
    found = world(context).system
    assert isinstance(found, Phoenix), f"a sentence of Phoenix stands in a feature of {found.contract.name}"
    return found
