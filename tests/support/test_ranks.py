"""Who was given a role is asked for all that it allows and forbids; what differs is told."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from support.clients.http import Reply
from support.scenario.people import Persona
from support.systems.contract import MADE_UP, Contract, Operation
from support.systems.operations.ranks import Ranks

LINA, ADA = Persona("Lina", "guest"), Persona("Ada", "keeper")
THROW_OUT = Operation("shop", "DELETE /items/{item_id}", to=frozenset({"keeper"}))
LOOK = Operation("shop", "GET /items")


class Shop:
    """A shop in which a role counts as `late` says: at once, or never."""

    def __init__(self, *, late: bool = False, generous: bool = False, operations: Any = (THROW_OUT, LOOK)) -> None:
        self.contract = Contract("shop", "Shop", ("shop",), LINA, operations=operations, roles=("guest", "keeper"))
        self.belongings = SimpleNamespace(ids={"item_id": "i-1"})
        self.role, self._late, self._generous = "guest", late, generous
        self.asked: list[str] = []

    def change_role(self, admin: Persona, who: Persona, role: str) -> None:
        assert (admin, who) == (ADA, LINA)
        self.role = role

    def token_of(self, _: Persona) -> str:
        return "the token from before"

    def service(self, _: str, token: str, who: str) -> "Shop":
        assert token == "the token from before"
        return self

    def request(self, method: str, path: str, **_: Any) -> Reply:
        self.asked.append(f"{self.role}: {method} {path}")
        role = "guest" if self._late else self.role
        if role == "keeper" or self._generous:
            return self._answer(404 if MADE_UP in path else 204)
        return self._answer(403)

    def _answer(self, status: int) -> Reply:
        error = {"success": False, "error": {"code": "NO", "message": "No."}, "request_id": "r1"}
        return Reply(status, {}, json.dumps(error).encode(), 0.0)


def give(shop: Shop) -> None:
    ranks = Ranks(shop)  # type: ignore[arg-type]  # as far as it is asked
    ranks.give_each(ADA, LINA)
    ranks.check(LINA)


def test_each_role_is_tried_where_it_counts_and_harmlessly_where_it_is_allowed() -> None:
    shop = Shop()
    give(shop)
    assert shop.asked == [f"keeper: DELETE /items/{MADE_UP}", "guest: DELETE /items/i-1"]
    assert shop.role == "guest"


def test_a_role_that_counts_late_is_told() -> None:
    with pytest.raises(AssertionError, match=r"DELETE /items/\{item_id\} refuses who has just become keeper: 403"):
        give(Shop(late=True))


def test_a_role_that_nobody_asks_for_is_told() -> None:
    with pytest.raises(AssertionError, match=r"DELETE /items/\{item_id\} for who is guest now"):
        give(Shop(generous=True))


def test_a_platform_with_one_role_is_an_error() -> None:
    shop = Shop()
    shop.contract = Contract("shop", "Shop", ("shop",), LINA, operations=(THROW_OUT,), roles=("guest",))
    with pytest.raises(AssertionError, match="has no roles"):
        give(shop)
