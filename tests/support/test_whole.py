"""What is wrong with a thing is told, wherever it is looked at; and what is right with it is not."""

import json
from collections.abc import Sequence
from copy import deepcopy
from typing import Any

import pytest

from support.clients.http import Reply
from support.inventory.things import ROW, Thing
from support.scenario.people import Persona
from support.systems.contract import Contract, Operation
from support.systems.fields import Flag, Ids, Other, Text, Word
from support.systems.fields import Whole as Number
from support.systems.lists import Listed
from support.systems.operations.whole import Whole

LINA, ZOE = Persona("Lina", "keeper"), Persona("Zoe", "guest")
KEEPER = frozenset({"keeper"})
TOLD = {"name": Text(1, 40), "count": Number(1, 5), "tags": Other([{"word": "ripe"}])}
OPERATIONS = (
    Operation("shop", "POST /items", to=KEEPER, sends=TOLD, makes="item_id"),
    Operation("shop", "GET /items", lists=Listed()),
    Operation("shop", "GET /items/{item_id}", refusal=404, to=KEEPER),
    Operation("shop", "DELETE /items/{item_id}", to=KEEPER),
)
MADE_AT = "2026-11-01T10:00:00.123+00:00"
STORED_AT = "2026-11-01T11:00:00.123999+01:00"


class Message:
    def __init__(self, subject: str, identity: str, told: dict[str, Any]) -> None:
        self.subject, self.data = subject, {"id": identity, "data": told}


class Shop:
    """A shop that keeps items, and does one thing wrongly if it is told to."""

    def __init__(self, wrong: str = "", operations: Sequence[Operation] = OPERATIONS) -> None:
        self.contract = Contract("shop", "Shop", ("shop",), LINA, operations=operations)
        self.world = self.belongings = self.platform = self.faults = self.cleanup = self
        self.data, self.mark, self.ids, self.units = self, "m4rk", {"shelf_id": "shelf-1"}, ("shop", "till")
        self.broker, self.database = self, self
        self.messages: list[Message] = []
        self.restarted, self.happened, self.cleaned = list[str](), list[str](), list[str]()
        self._wrong, self._items, self._rows = wrong, dict[str, dict[str, Any]](), list[Thing]()

    # As a system, a world and its stores are asked

    def of(self, _: Persona) -> frozenset[str]:
        return frozenset()

    def token_of(self, who: Persona) -> str:
        return who.name

    def subscribe(self, _: str) -> "Shop":
        return self

    def end(self) -> None: ...

    def add(self, what: str, _: object) -> None:
        self.cleaned.append(what)

    def made(self, operation: Operation, *_: object) -> None:
        self.cleaned.append(str(operation))

    def service(self, _: str, token: str, __: str) -> "Client":
        return Client(self, token)

    def restart(self, part: str) -> None:
        self.restarted.append(part)
        if self._wrong == "forgets" and part == "till":
            for item in self._items.values():
                item["count"] = 1_000

    def census(self, mentioning: Sequence[str]) -> list[Thing]:
        return [row for row in self._rows if mentioning[0] in json.dumps([row.name, *map(str, row.content.values())])]

    # What it does

    def create(self, sent: dict[str, Any]) -> dict[str, Any]:
        identity = f"item-{len(self._items) + 1}"
        kept = {"id": identity, **deepcopy(sent), "made_at": MADE_AT}
        kept["tags"] = [{"id": 7, **one} for one in kept["tags"]]
        self._items[identity] = kept
        row = {**kept, "made_at": STORED_AT, **({"count": 99} if self._wrong == "row" else {})}
        if self._wrong != "no row":
            self._rows.append(Thing(ROW, "shop.items", identity, row))
        self._rows.append(
            Thing(ROW, "shop.log", "1", {"about": identity}) if self._wrong == "left" else row_of_nothing()
        )
        for number in range(2 if self._wrong == "told twice" else 1):
            told = {"item_id": identity, "name": "else" if self._wrong == "told" else kept["name"], "made_at": MADE_AT}
            self.messages += [Message("shop.made", f"{identity}-{number}", told)] * 2  # delivered again
        answer = deepcopy(kept)
        if self._wrong == "answer":
            answer["name"] = answer["name"].lower()
        if self._wrong == "tags":
            answer["tags"] = []
        return answer

    def read(self, identity: str) -> dict[str, Any]:
        return {**self._items[identity], **({"count": 7} if self._wrong == "read" else {})}

    def listed(self) -> list[dict[str, Any]]:
        shown = [{**one, **({"name": "else"} if self._wrong == "listed" else {})} for one in self._items.values()]
        return shown * (2 if self._wrong == "listed twice" else 1)

    def remove(self, identity: str) -> None:
        if self._wrong != "stays":
            del self._items[identity]
            self._rows = [row for row in self._rows if row.name != identity]


def row_of_nothing() -> Thing:
    return Thing(ROW, "shop.log", "0", {"about": "nothing"})


class Client:
    """The shop as somebody reaches it."""

    def __init__(self, shop: Shop, who: str) -> None:
        self._shop, self._who = shop, who

    def request(self, method: str, path: str, *, headers: dict[str, str], json: dict[str, Any]) -> Reply:
        assert (method, path, headers) == ("POST", "/items", {})
        return answered(201, self._shop.create(json))

    def get(self, path: str) -> Reply:
        if path == "/items":
            return answered(200, self._shop.listed())
        identity = path.rpartition("/")[2]
        if self._who != LINA.name or identity not in self._shop._items:
            return refused(404)
        return answered(200, self._shop.read(identity))

    def delete(self, path: str) -> Reply:
        self._shop.remove(path.rpartition("/")[2])
        return Reply(204, {}, b"", 0.0)


def answered(status: int, told: Any) -> Reply:
    return Reply(status, {}, json.dumps({"success": True, "data": told}).encode(), 0.0)


def refused(status: int) -> Reply:
    error = {"code": "NOT_FOUND", "message": "There is none.", "details": {}}
    told = {"success": False, "error": error, "timestamp": MADE_AT, "request_id": "r-1"}
    return Reply(status, {"x-request-id": "r-1"}, json.dumps(told).encode(), 0.0)


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("support.systems.operations.whole.EVERYWHERE_WITHIN", 0.0)


def made(shop: Shop) -> Whole:
    whole = Whole(shop)  # type: ignore[arg-type]  # as far as it is asked
    whole.make([ZOE, LINA])
    return whole


def test_what_is_the_same_everywhere_stays_so_and_goes_whole() -> None:
    shop = Shop()
    whole = made(shop)
    whole.check_same_everywhere()
    whole.restart_each()
    assert shop.restarted == ["shop", "till"]
    whole.remove()
    whole.check_gone()
    assert shop.cleaned == ["listen to events no longer", "shop POST /items"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("answer", "name was sent as"),
        ("tags", "tags was sent as"),
        ("read", "what Lina reads of item-1 has 7 as count"),
        ("listed", "the list of shop GET /items with item-1 has 'else' as name"),
        ("listed twice", "is twice in the list"),
        ("row", "the row item-1 of shop.items has 99 as count"),
        ("no row", "the row item-1 is not there"),
        ("told", "the event shop.made about item-1 has 'else' as name"),
        ("told twice", "was told of twice"),
    ],
)
def test_what_differs_somewhere_is_told(wrong: str, said: str) -> None:
    with pytest.raises(AssertionError) as failure:
        made(Shop(wrong)).check_same_everywhere()
    assert said in str(failure.value)


def test_what_is_otherwise_after_a_restart_is_told() -> None:
    whole = made(Shop("forgets"))
    whole.check_same_everywhere()
    with pytest.raises(AssertionError, match="is not what it was"):
        whole.restart_each()


@pytest.mark.parametrize(
    ("wrong", "said"), [("stays", "was removed, and is in what Lina reads"), ("left", "is left something in shop.log")]
)
def test_what_is_left_of_it_is_told(wrong: str, said: str) -> None:
    whole = made(Shop(wrong))
    whole.remove()
    with pytest.raises(AssertionError) as failure:
        whole.check_gone()
    assert said in str(failure.value)


def test_each_choice_of_yes_and_no_and_of_nothing_and_something_is_made() -> None:
    sends = {**TOLD, "fresh": Flag(), "shelves": Ids("shelf_id", 3, repeats=True)}
    shop = Shop(operations=(Operation("shop", "POST /items", to=KEEPER, sends=sends, makes="item_id"), *OPERATIONS[2:]))
    made(shop)
    found = [(one["fresh"], len(one["shelves"])) for one in shop._items.values()]
    assert sorted(found) == [(False, 0), (False, 2), (True, 0), (True, 2)]


def test_no_two_have_the_same_where_that_is_forbidden() -> None:
    sends = {**TOLD, "name": Text(1, 40, unique=" "), "key": Word(1, 20, "key", unique="-"), "fresh": Flag()}
    shop = Shop(operations=(Operation("shop", "POST /items", to=KEEPER, sends=sends, makes="item_id"), *OPERATIONS[2:]))
    made(shop)
    names, keys = ([one[field] for one in shop._items.values()] for field in ("name", "key"))
    assert len(set(names)) == len(set(keys)) == 2
    assert all(key.startswith("key-") and key.endswith("-m4rk") for key in keys)


def test_nothing_made_nothing_looked_at_and_nothing_to_remove_are_errors() -> None:
    with pytest.raises(AssertionError, match="nothing was made"):
        made(Shop(operations=OPERATIONS[1:]))
    with pytest.raises(AssertionError, match="nothing was looked at before"):
        made(Shop()).check_as_before()
    with pytest.raises(AssertionError, match="nothing can be removed"):
        made(Shop(operations=OPERATIONS[:3])).remove()
