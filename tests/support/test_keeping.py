"""What does not stay is told, from where it differs; a store of which nothing is looked at is an error."""

from typing import Any

import pytest

from support.scenario.people import Persona
from support.systems.contract import Contract
from support.systems.operations.keeping import Keeping, otherwise

LINA = Persona("Lina", "guest")


class Faults:
    def __init__(self, lost: dict[str, str | None], seen: dict[str, str]) -> None:
        self._lost, self._seen, self.done = lost, seen, list[str]()

    def restart(self, part: str) -> None:
        self.done.append(part)
        if part == "till":
            for place, now in self._lost.items():
                self._seen.pop(place)
                self._seen |= {place: now} if now is not None else {}


class Shop:
    """A shop in which things become otherwise when its till is restarted; as far as it is asked."""

    def __init__(self, lost: dict[str, str | None], tables: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.contract = Contract("shop", "Shop", ("till",), LINA, passes={"shop.queue": "is worked off"})
        self.seen = {"the row 1 of shop.items": '{"name": "a long stool"}', "what Lina reads": "one stool"}
        self.world = self.belongings = self.platform = self
        self.owner, self.units, self.broker_url, self.cache = LINA, ("door", "till"), None, None
        self.faults = Faults(lost, self.seen)
        self.database = self
        self._tables = tables
        monkeypatch.setattr("support.systems.operations.keeping.Census", lambda *_: self)
        monkeypatch.setattr("support.systems.operations.keeping.BACK_WITHIN", 0.0)

    def rows(self, *_: Any) -> list[dict[str, str]]:
        return [{"name": name} for name in self._tables]

    def lasting(self, _: Any) -> dict[str, str]:
        return dict(self.seen)

    def more_to_find(self) -> dict[str, str]:
        return {}

    def begin(self) -> None: ...

    def leave_traces(self) -> None: ...

    def token_of(self, _: Persona) -> str:
        return "token"

    def use_everywhere(self, _: str) -> None: ...


def restarted(shop: Shop) -> Keeping:
    keeping = Keeping(shop)  # type: ignore[arg-type]  # as far as it is asked
    keeping.begin([LINA])
    keeping.happen("is restarted")
    return keeping


def test_what_is_there_after_each_part_has_stayed(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop({}, ["shop.items", "shop.queue"], monkeypatch)
    restarted(shop).check()
    assert shop.faults.done == ["door", "till"]


@pytest.mark.parametrize(
    ("lost", "said"),
    [
        ({"what Lina reads": None}, "after till is restarted, what Lina reads is gone; it was one stool"),
        (
            {"the row 1 of shop.items": '{"name": "a"}'},
            'of shop.items is …{"name": "a"}… and was …{"name": "a l',
        ),
    ],
)
def test_what_has_not_stayed_is_told(lost: dict[str, str | None], said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError) as failure:
        restarted(Shop(lost, ["shop.items"], monkeypatch)).check()
    assert said in str(failure.value)


def test_a_table_with_nothing_in_it_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(AssertionError, match=r"nothing of anybody is in table shop\.coupons"):
        restarted(Shop({}, ["shop.items", "shop.coupons"], monkeypatch))


def test_nothing_that_happened_is_an_error() -> None:
    with pytest.raises(AssertionError, match="nothing has happened"):
        Keeping(type("Idle", (), {"contract": None})()).check()


def test_a_difference_is_shown_where_it_begins() -> None:
    told = otherwise("x" * 500 + "before", "x" * 500 + "after")
    assert "xafter…" in told
    assert "xbefore…" in told
    assert len(told) < 300
