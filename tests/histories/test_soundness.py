"""No false alarm: whatever a platform does that keeps its rules, no checker calls it wrong.

A small platform is played through: each operation takes effect at one moment, between its call and its return, or at
any later moment or never when its answer is lost. What people then know of it is a history.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from math import inf

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from support.observing.histories import (
    Operation,
    bounded,
    counter,
    delivered_once,
    exactly_once,
    exclusive,
    linearizable,
    no_gaps,
    one_order,
    register,
)
from tests.histories.invented import kind, op

PEOPLE = ("Lina", "Arno", "Milo")
sound = settings(max_examples=150, deadline=None, database=None, derandomize=True)


@dataclass(frozen=True)
class Act:
    """Something to be done: its times, and whether the answer is lost. The effect of a lost one may never come."""

    who: str
    what: str
    called: float
    effect: float
    returned: float
    lost: bool


@st.composite
def acts(draw: st.DrawFn, whats: tuple[str, ...]) -> list[Act]:
    """Some acts by some people, each of whom does one thing after another, in the order of their effects."""
    found: list[Act] = []
    for who in PEOPLE:
        now = draw(st.integers(0, 3)) + PEOPLE.index(who) / 10
        for _ in range(draw(st.integers(0, 5))):
            called = now + draw(st.integers(0, 3))
            waits, answers = draw(st.integers(1, 4)), draw(st.integers(1, 4))
            lost = draw(st.sampled_from((False, False, False, True)))
            late = draw(st.sampled_from((0, 0, 9, inf))) if lost else 0
            what = draw(st.sampled_from(whats))
            found.append(Act(who, what, called, called + waits / 5 + late, called + (waits + answers) / 5, lost))
            now = called + (waits + answers) / 5 + 0.01
    return sorted(found, key=lambda act: act.effect)


def known(act: Act, value: object, *, refused: bool = False) -> Operation:
    """What people know of an act."""
    outcome = "unknown" if act.lost else "refused" if refused else "ok"
    return op(act.who, act.what, value, act.called, act.returned, outcome)  # type: ignore[arg-type]


def kept(played: list[Act]) -> list[Operation]:
    """A list to which people add, and which they read."""
    there: list[int] = []
    history = []
    for number, act in enumerate(played):
        if act.what == "adds":
            history.append(known(act, number))
            there += [number] if act.effect < inf else []
        else:
            history.append(known(act, list(there)))
    return history


added_once = partial(exactly_once, added="adds", read="reads")


@sound
@given(acts(("adds", "reads")))
def test_a_list_that_keeps_everything(played: list[Act]) -> None:
    assert kind(added_once(kept(played))) in ("valid", "unproven")
    assert kind(one_order(kept(played), sent="adds", seen="reads")) in ("valid", "unproven")


@sound
@given(acts(("adds", "reads")), st.data())
def test_a_list_that_forgets_doubles_or_invents_is_noticed(played: list[Act], data: st.DataObject) -> None:
    history = kept(played)
    assume(kind(added_once(history)) == "valid")
    last = max((one for one in history if one.what == "reads" and one.confirmed), key=lambda one: one.called)
    sure = [one.value for one in history if one.what == "adds" and one.confirmed and one.returned < last.called]
    value = data.draw(st.sampled_from(sure))
    for seen in ([one for one in last.value if one != value], [*last.value, value], [*last.value, 999]):
        broken = [replace(one, value=seen) if one is last else one for one in history]
        assert kind(added_once(broken)) not in ("valid", "unproven")


@sound
@given(acts(("says",)), st.lists(st.integers(0, 2), min_size=3, max_size=3))
def test_a_conversation_that_keeps_its_order(played: list[Act], lags: list[int]) -> None:
    history = [known(act, number) for number, act in enumerate(played)]
    for who, lag in zip(PEOPLE, lags, strict=True):
        arrived = [(number, act.effect + lag) for number, act in enumerate(played) if act.effect < inf]
        history += [op(who, "sees", number, moment) for number, moment in arrived]
    assert kind(one_order(history, sent="says", seen="sees")) in ("valid", "unproven")
    assert kind(delivered_once(history, sent="says", received="sees", by=lambda _: PEOPLE)) in ("valid", "unproven")
    if all(act.effect < inf for act in played):
        assert kind(no_gaps(history, seen="sees")) in ("valid", "unproven")


@sound
@given(acts(("adds", "reads")), st.sampled_from((1, -1)))
def test_a_counter_that_counts(played: list[Act], sign: int) -> None:
    total, history = 0, []
    for number, act in enumerate(played):
        amount = sign if number % 3 else -2 * sign
        if act.what == "adds":
            history.append(known(act, amount))
            total += amount if act.effect < inf else 0
        else:
            history.append(known(act, total))
    assert kind(counter(history, added="adds", read="reads")) in ("valid", "unproven")


def held(played: list[Act], limit: int, expires: float) -> list[Operation]:
    """A room with so many places, each given for so long."""
    until: dict[str, float] = {}
    history = []
    for act in played:
        until = {who: end for who, end in until.items() if end > act.effect}
        full = len(until) >= limit and act.who not in until
        refused = act.what == "enters" and full
        history.append(known(act, None, refused=refused))
        if act.effect == inf or refused:
            continue
        if act.what == "enters":
            until[act.who] = act.effect + expires
        else:
            until.pop(act.who, None)
    return history


@sound
@given(acts(("enters", "enters", "leaves")), st.sampled_from((1, 2)), st.sampled_from((2.0, inf)))
def test_a_room_that_lets_in_whom_it_may(played: list[Act], limit: int, expires: float) -> None:
    history = held(played, limit, expires)
    check = partial(bounded, taken="enters", released="leaves", expires=expires)
    assert kind(check(history, limit=limit)) in ("valid", "unproven")
    if limit == 1:
        assert kind(exclusive(history, taken="enters", released="leaves", expires=expires)) in ("valid", "unproven")


@sound
@given(acts(("writes", "reads")))
def test_a_register_that_remembers(played: list[Act]) -> None:
    state, history = 0, []
    for number, act in enumerate(played, start=1):
        history.append(known(act, number if act.what == "writes" else state))
        if act.what == "writes" and act.effect < inf:
            state = number
    verdict = linearizable(history, model=register, initial=0, whats=("writes", "reads"))
    assert kind(verdict) in ("valid", "unproven")
