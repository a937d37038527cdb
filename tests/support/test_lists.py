"""What is wrong with a list is told, and what is right with it is not."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from support.clients.http import Reply
from support.scenario.people import Persona
from support.systems.contract import Contract, Operation
from support.systems.lists import Filling, Listed
from support.systems.operations.lists import Lists

LINA = Persona("Lina", "guest")
PROMISED = Listed(at="items", limit="limit", unless_told=4, most=6, before="before", place="id", more="more")
SHOW = Operation("shop", "GET /items", lists=Listed(**{**vars(PROMISED), "newest_first": False}))
CONTRACT = Contract("shop", "Shop", ("shop",), LINA, operations=(SHOW,))


class Shop:
    """A shop with one list of numbers, which shows a page of it as `page` says."""

    contract = CONTRACT

    def __init__(self, wrong: str = "") -> None:
        self._wrong, self._items, self._next = wrong, list[int](), 1

    def fillings(self, operation: Operation, who: Persona) -> list[Filling]:
        return [Filling(self._add, remove=self._items.remove, touch=self._touch, up_to=20)]

    def _add(self, number: int) -> list[int]:
        made = list(range(self._next, self._next + number))
        self._next += number
        self._items += made
        return made

    def _touch(self, one: int) -> None:
        if self._wrong != "touch":
            self._items.remove(one)
            self._items.append(one)

    def token_of(self, who: Persona) -> str:
        return ""

    def service(self, *_: str) -> "Shop":
        return self

    def get(self, path: str) -> Reply:
        asks = {name: int(value[0]) for name, value in parse_qs(urlsplit(path).query).items()}
        limit = asks.get("limit", 3 if self._wrong == "unless told" else 4)
        items = self._items
        if "before" in asks:
            end = items.index(asks["before"]) if asks["before"] in items else len(items)
            items = items[: end + (self._wrong == "overlap")]
        if self._wrong == "empty" and not items:
            items = [0]
        shown = items[-limit:]
        if self._wrong == "order" and len(shown) > 3:
            shown = [shown[1], shown[0], *shown[2:]]
        if self._wrong == "twice" and len(shown) == 5:
            shown = [*shown[:-1], shown[0]]
        more = len(items) > limit + (self._wrong == "more")
        return self._answer({"items": [{"id": one} for one in shown], "more": more})

    def _answer(self, told: Any) -> Reply:
        return Reply(200, {}, json.dumps({"success": True, "data": told}).encode(), 0.0)


def look(shop: Shop) -> None:
    lists = Lists(shop)  # type: ignore[arg-type]  # as far as it is asked
    lists.fill([LINA])
    lists.check_pages()


def test_a_list_as_it_was_promised_is_fine() -> None:
    look(Shop())


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("empty", "shows 1 and not 2: 1 missing"),
        ("unless told", "asked for none in particular, shows 3 and not 4: 1 missing"),
        ("order", "in another order, from place 1 on"),
        ("twice", "shows 5 and not 5: 1 missing and 1 too many"),
        ("more", "says False of there being more"),
        ("overlap", "too many"),
    ],
)
def test_what_is_wrong_with_a_list_is_told(wrong: str, said: str) -> None:
    with pytest.raises(AssertionError, match=rf"the list of shop GET /items \(Lina\), .*{said}"):
        look(Shop(wrong))


def test_one_that_does_not_become_the_latest_is_told() -> None:
    with pytest.raises(AssertionError, match=r"shows 4 and not 4: 1 missing and 1 too many"):
        look(Shop("touch"))
