"""What is done at the same moment: all at once, each answer in its place, each error told."""

import threading

import pytest

from support.observing.together import at_the_same_time


def test_all_are_under_way_before_any_is_done() -> None:
    line = threading.Barrier(3, timeout=5)
    arrived = at_the_same_time([line.wait] * 3)
    assert sorted(arrived) == [0, 1, 2]


def test_what_each_returns_is_in_its_place() -> None:
    assert at_the_same_time([lambda: "Lina", lambda: "Zoe"]) == ["Lina", "Zoe"]


def test_an_error_is_that_of_the_one_who_failed() -> None:
    done = []

    def fail() -> None:
        raise AssertionError("not mine")

    with pytest.raises(AssertionError, match="not mine"):
        at_the_same_time([lambda: done.append("Lina"), fail])
    assert done == ["Lina"]
