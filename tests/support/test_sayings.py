"""Whatever is said wrongly on a live connection is refused by name, or it is told."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from support.scenario.people import Persona
from support.systems.contract import Command, Contract
from support.systems.fields import Text, Whole
from support.systems.operations.sayings import Sayings

LINA = Persona("Lina", "guest")


class Shop:
    """A shop that is told over a live connection what to wrap, and how often; `takes` is a word that it takes too."""

    def __init__(self, *, takes: str = "nothing else", names: str = "", falls_silent: bool = False) -> None:
        commands = (Command("shop", "Ping"), Command("shop", "Wrap", {"word": Text(1, 5), "times": Whole(1, 3)}))
        self.contract = Contract("shop", "Shop", ("shop",), LINA, commands=commands, sockets={"shop": "/ws"})
        self.belongings = SimpleNamespace(ids={}, of=lambda who: frozenset())
        self._takes, self._names, self._falls_silent = takes, names, falls_silent
        self.frames = list[Any]()

    def token_of(self, _: Persona) -> str:
        return "token"

    def socket(self, service: str, token: str, name: str) -> "Shop":
        return self

    def send_text(self, text: str, *, journal: bool) -> None:
        said = json.loads(text)
        wrong = [] if said["type"] == "Ping" else self._wrong(said)
        refused = bool(wrong) or (self._falls_silent and said["type"] == "Ping")
        self.frames.append(SimpleNamespace(data={"done": not refused, "fields": wrong}))

    def _wrong(self, said: dict[str, Any]) -> list[str]:
        word, times = said.get("word"), said.get("times")
        fits = isinstance(word, str) and word.isprintable() and 0 < len(word.strip()) <= 5
        right = {"word": fits or word == self._takes, "times": type(times) is int and 1 <= times <= 3}
        return [self._names or name for name, good in right.items() if not good]

    def did(self, service: str, frame: dict[str, Any]) -> bool:
        return bool(frame["done"])

    def named(self, frame: dict[str, Any]) -> list[str]:
        return list(frame["fields"])


def said_wrongly(shop: Shop) -> Sayings:
    sayings = Sayings(shop)  # type: ignore[arg-type]  # as far as it is asked
    sayings.say_wrongly(LINA)
    return sayings


@pytest.fixture(autouse=True)
def short_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Text, "good", lambda self, ids: "tea")


def test_a_shop_that_refuses_all_of_it_by_name_is_fine() -> None:
    said_wrongly(Shop()).check()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"takes": "   "}, "with nothing but blanks for word, is done"),
        ({"takes": "a\x07b"}, "for word, is done"),
        ({"names": "order"}, "for word, is refused, which names order"),
        ({"falls_silent": True}, "shop Ping, which is right, is refused after what was wrong"),
    ],
)
def test_what_is_taken_or_refused_otherwise_is_told(more: dict[str, Any], told: str) -> None:
    with pytest.raises(AssertionError, match=told):
        said_wrongly(Shop(**more)).check()


def test_that_nothing_was_said_is_no_success() -> None:
    with pytest.raises(AssertionError, match="nothing was said wrongly"):
        Sayings(Shop()).check()  # type: ignore[arg-type]
