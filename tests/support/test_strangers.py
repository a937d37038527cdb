"""Who has no right is seen to get nowhere, learn nothing and change nothing; whatever else happens is told."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from support.clients.http import Reply
from support.inventory.things import ROW, Thing
from support.scenario.people import Persona
from support.systems.belongings import Belongings, Kept
from support.systems.contract import MADE_UP, Contract, Operation
from support.systems.operations import census
from support.systems.operations.strangers import Strangers

LINA, ZOE = Persona("Lina", "guest"), Persona("Zoe", "guest")
OWNER = frozenset({"owner"})
READ = Operation("shop", "GET /items/{item_id}", to=OWNER, refusal=404)
TAKE = Operation("shop", "DELETE /items/{item_id}", to=OWNER, refusal=404)
MINE = Operation("shop", "GET /mine")


class Shop:
    """A shop with one item of Lina's, which is wrong in one way."""

    def __init__(self, wrong: str = "") -> None:
        self.contract = Contract("shop", "Shop", ("shop",), LINA, operations=(READ, TAKE, MINE))
        self.belongings = Belongings(
            LINA,
            ids={"item_id": "i-1"},
            texts={"a blue stool": Kept("the name of an item", OWNER)},
            relations={"Lina": OWNER},
            go_on=dict,
        )
        self.wrong, self.stored = wrong, {"i-1": "a blue stool"}
        self.broker = self.cache = None
        self.database, self.world = self, SimpleNamespace(clock=iter(range(1000)).__next__)

    def id_of(self, who: Persona) -> str:
        return f"id of {who.name}"

    def token_of(self, who: Persona) -> str:
        return who.name

    def service(self, _: str, token: str, who: str) -> "Client":
        return Client(self, who)

    def census(self, mentioning: list[str]) -> list[Thing]:
        return [Thing(ROW, "shop.items", one, {"name": name}) for one, name in self.stored.items() if one in mentioning]


class Client:
    def __init__(self, shop: Shop, who: str) -> None:
        self._shop, self._who = shop, who

    def get(self, path: str) -> Reply:
        return self.request("GET", path)

    def request(self, method: str, path: str, **_: Any) -> Reply:
        if path.startswith("/mine"):
            told = "a blue stool" if self._who == "Lina" or (self._shop.wrong == "heeds" and "owner_id" in path) else ""
            return answer(200, {"success": True, "data": told})
        if self._who == "Lina":
            return answer(200, {"success": True, "data": "a blue stool"})
        if method == "DELETE" and self._shop.wrong == "does it nevertheless":
            self._shop.stored.clear()
        if method == "GET" and self._shop.wrong == "lets in":
            return answer(200, {"success": True, "data": "an item"})
        there = MADE_UP not in path
        message = {"tells": "It is a blue stool.", "oracle": "It is not yours."}.get(self._shop.wrong, "No such thing.")
        status = 403 if self._shop.wrong == "status" else 404
        error = {"code": "NOT_FOUND", "message": message if there else "No such thing."}
        return answer(status, {"success": False, "error": error, "request_id": "r"})


def answer(status: int, told: Any) -> Reply:
    return Reply(status, {"content-type": "application/json"}, json.dumps(told).encode(), 0.0)


def look(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(census, "RESTS_FOR", 0.0)
    strangers = Strangers(shop)  # type: ignore[arg-type]  # as far as it is asked
    strangers.try_everything([ZOE])
    strangers.check_refused()
    strangers.check_nothing_changed()
    strangers.check_learnt_nothing()


def test_a_shop_that_keeps_strangers_out_is_fine(monkeypatch: pytest.MonkeyPatch) -> None:
    look(Shop(), monkeypatch)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("lets in", r"Zoe \(guest\) at shop GET /items/\{item_id\}, as it is, was not refused"),
        ("status", "expected a refusal with status 404, got 403"),
        ("oracle", "Zoe can tell from shop GET"),
        ("tells", "Zoe can tell from|learns the name of an item"),
        ("heeds", r"at shop GET /mine, in the name of the owner, learns the name of an item"),
        ("does it nevertheless", "the row i-1 of shop.items: .* has become nothing"),
    ],
)
def test_whatever_a_stranger_gets_is_told(wrong: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError, match=said):
        look(Shop(wrong), monkeypatch)


def test_nobody_who_tried_is_an_error() -> None:
    strangers = Strangers(Shop())  # type: ignore[arg-type]
    for check in (strangers.check_refused, strangers.check_nothing_changed):
        with pytest.raises(AssertionError, match="nobody tried"):
            check()


def test_a_census_that_sees_nothing_is_an_error() -> None:
    shop = Shop()
    shop.contract = Contract("shop", "Shop", ("shop",), LINA, operations=(TAKE,))
    with pytest.raises(AssertionError, match="nobody can read anything"):
        census.Census(shop, [ZOE]).begin()  # type: ignore[arg-type]


def test_what_passes_is_no_part_of_what_lasts() -> None:
    shop = Shop()
    taken = census.Census(shop, [LINA]).lasting(["shop.items.name"])  # type: ignore[arg-type]
    assert taken["the row i-1 of shop.items"] == "{}"
    assert "a blue stool" in taken["what Lina reads at shop GET /mine"]
