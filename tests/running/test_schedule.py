"""Handing out scenarios: what may run side by side, in which order, and that nobody waits for ever."""

import random

import pytest

from support.running.schedule import Need, Repetition, Schedule, longest_first, quickest_first

NEEDS = {
    "v": Need(frozenset({"veza"})),
    "g": Need(frozenset({"globe"})),
    "V": Need(frozenset({"veza"}), frozenset({"veza"})),
    "G": Need(frozenset({"globe"}), frozenset({"globe"})),
    "!": Need(frozenset({"veza"}), alone=True),
    "0": Need(frozenset()),
}


def need(name: str) -> Need:
    """The need of `v1`, `V2`, …: a letter says which, a number tells them apart."""
    return NEEDS[name[0]]


def schedule(*names: str) -> Schedule[str]:
    return Schedule(names, need)


def handed_out(plan: Schedule[str]) -> list[str]:
    """All that can be handed out now."""
    return list(iter(lambda: plan.next(1), None))


def test_what_shares_runs_side_by_side_in_order() -> None:
    plan = schedule("v1", "g1", "v2", "01")
    assert handed_out(plan) == ["v1", "g1", "v2", "01"]
    assert plan.over and plan.under_way == ["v1", "g1", "v2", "01"]


def test_one_that_disrupts_has_its_platform_to_itself() -> None:
    plan = schedule("V1", "v1", "g1", "V2")
    assert handed_out(plan) == ["V1", "g1"]
    plan.done("V1")
    assert handed_out(plan) == ["v1"]
    plan.done("v1")
    assert handed_out(plan) == ["V2"]


def test_those_that_disrupt_elsewhere_let_the_others_go_on() -> None:
    plan = Schedule(
        ("V1", "V2", "v1", "g1", "!1", "v2"), lambda name: need(name).elsewhere if name < "a" else need(name)
    )
    assert handed_out(plan) == ["V1", "v1", "g1"]
    plan.done("V1")
    assert handed_out(plan) == ["V2"]
    for one in ("v1", "g1", "V2"):
        plan.done(one)
    assert handed_out(plan) == ["!1"], "one alone has the machine to itself, wherever others run"


def test_one_that_waits_for_a_platform_lets_nothing_of_it_pass() -> None:
    plan = schedule("v1", "V1", "v2", "g1", "v3")
    assert handed_out(plan) == ["v1", "g1"]
    plan.done("v1")
    assert handed_out(plan) == ["V1"]
    plan.done("V1")
    assert handed_out(plan) == ["v2", "v3"]


def test_one_alone_has_the_machine_to_itself() -> None:
    plan = schedule("g1", "!1", "v1", "01")
    assert handed_out(plan) == ["g1"]
    plan.done("g1")
    assert handed_out(plan) == ["!1"]
    plan.done("!1")
    assert handed_out(plan) == ["v1", "01"]


def test_platforms_are_disrupted_side_by_side() -> None:
    assert handed_out(schedule("V1", "G1", "v1", "g1")) == ["V1", "G1"]


def test_stopping_hands_out_nothing_more() -> None:
    plan = schedule("v1", "v2", "v3")
    plan.next(1)
    assert plan.stop() == ["v2", "v3"]
    assert plan.next(1) is None and plan.over and plan.under_way == ["v1"]


@pytest.mark.parametrize("seed", range(200))
def test_any_mixture_ends_in_peace_and_in_turn(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"{chance.choice('vvvggVG!0')}{number}" for number in range(40)]
    plan, workers, started = schedule(*names), 4, list[str]()
    while not plan.over or plan.under_way:
        while len(plan.under_way) < workers and (one := plan.next(1)):
            others = [need(other) for other in plan.under_way if other != one]
            assert not any(need(one).bars(other) for other in others)
            started.append(one)
        assert plan.under_way, "nothing runs, and something waits"
        plan.done(chance.choice(plan.under_way))
    assert sorted(started) == sorted(names)
    for place, name in enumerate(names):  # nobody who has to wait is passed by those whom they wait for
        if not need(name).shares:
            passed = [later for later in names[place + 1 :] if started.index(later) < started.index(name)]
            assert not any(need(name).bars(need(later)) for later in passed)


def test_the_longest_first_after_those_that_hold_up_others() -> None:
    seconds = {"v1": 1.0, "v2": 3.0, "g1": 3.0, "V1": 0.1, "!1": 0.2, "V2": 0.5}
    assert longest_first(seconds, need, seconds.__getitem__) == ["!1", "V2", "V1", "v2", "g1", "v1"]


def test_the_quickest_first_where_one_failure_is_enough() -> None:
    seconds = {"v1": 1.0, "V1": 2.0, "v2": 3.0, "!1": 0.5, "g1": 2.0, "V2": 9.0}
    assert quickest_first(seconds, need, seconds.__getitem__) == ["v1", "g1", "v2", "!1", "V1", "V2"]


def test_a_repetition_keeps_order_and_worker() -> None:
    plan = Repetition(["v1", "v2", "V1", "v3", "v4"], need, {"v1": 2, "v2": 1, "V1": 1, "v3": 2})
    assert [plan.next(1), plan.next(2), plan.next(2), plan.next(1)] == [None, "v1", None, "v2"]
    assert [plan.next(1), plan.next(2)] == [None, None]
    plan.done("v1")
    plan.done("v2")
    assert [plan.next(2), plan.next(1)] == [None, "V1"]
    plan.done("V1")
    assert [plan.next(1), plan.next(2), plan.next(1)] == [None, "v3", "v4"]
    assert plan.over
