"""The checks that follow from a contract see what they are there for."""

import json
from dataclasses import replace
from typing import Any

import pytest

from support.clients.http import Reply
from support.scenario.people import Persona
from support.systems.belongings import Belongings, Kept
from support.systems.contract import Contract, For, Operation
from support.systems.fields import Text
from support.systems.operations.offered import Offered

LINA, ADA, ZOE = Persona("Lina", "guest"), Persona("Ada", "keeper"), Persona("Zoe", "guest")
KEEP = Operation("shop", "PUT /items/{item_id}", asks={"loud": Text(0, 1)}, sends={"name": Text(1, 10)})
CONTRACT = Contract("shop", "Shop", ("shop",), LINA, operations=(KEEP,))
DESCRIBED: dict[str, Any] = {
    "/health": {"get": {}},
    "/metrics": {"get": {}},
    "/items/{item_id}": {
        "put": {
            "parameters": [{"in": "path", "name": "item_id"}, {"in": "query", "name": "loud", "required": False}],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Item"}}}},
        }
    },
}


class Shop:
    """A platform of one service that describes itself as it is told to."""

    def __init__(self, paths: dict[str, Any], needed: list[str], contract: Contract = CONTRACT) -> None:
        self.contract = contract
        item = {"properties": {"name": {}}, "required": needed}
        self._told = {"paths": paths, "components": {"schemas": {"Item": item}}}

    def service(self, name: str) -> "Shop":
        return self

    def get(self, path: str) -> Reply:
        return Reply(200, {}, json.dumps(self._told).encode(), 0.0)


def check(shop: Shop) -> None:
    Offered(shop).check_described()  # type: ignore[arg-type]  # as far as it is asked


def test_a_description_that_says_what_was_promised_is_fine() -> None:
    check(Shop(DESCRIBED, ["name"]))


@pytest.mark.parametrize(
    ("paths", "needed", "said"),
    [
        ({**DESCRIBED, "/debug": {"get": {}}}, ["name"], "shop GET /debug is described, and nobody promised it"),
        ({"/health": {"get": {}}, "/metrics": {"get": {}}}, [], r"shop PUT /items/\{item_id\} is promised, and not"),
        (DESCRIBED, [], r"takes \[\('name', False\)\], and not \[\('name', True\)\]"),
        (
            {**DESCRIBED, "/items/{item_id}": {"put": {**DESCRIBED["/items/{item_id}"]["put"], "parameters": []}}},
            ["name"],
            r"asks for \[\], and not \[\('loud', False\)\]",
        ),
    ],
)
def test_more_or_less_than_was_promised_is_named(paths: dict[str, Any], needed: list[str], said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        check(Shop(paths, needed))


def test_what_is_not_described_by_promise_need_not_be() -> None:
    page = Operation("shop", "GET /", For.EVERYBODY, described=False)
    check(Shop(DESCRIBED, ["name"], replace(CONTRACT, operations=(KEEP, page))))


def test_what_somebody_learns_goes_by_role_and_by_relation() -> None:
    things = Belongings(
        LINA,
        ids={"item_id": "i-1"},
        texts={"pear": Kept("the name of an item", frozenset({"owner", "keeper"})), "key": Kept("the key of Lina")},
        relations={"Lina": frozenset({"owner"})},
        go_on=dict,
    )
    read = '{"name": "pear", "key": "key"}'
    assert things.learnt(ZOE, read) == ["the name of an item", "the key of Lina"]
    assert things.learnt(ADA, read) == things.learnt(LINA, read) == ["the key of Lina"]
    assert things.marks == ["i-1", "key", "pear"]
