"""The ideal is one that nobody can beat, and features are dealt by their number of scenarios."""

import random
from itertools import product

import pytest

from bench import schedule


def optimum(seconds: list[float], workers: int) -> float:
    """The best of all schedules, found by trying each."""
    return min(
        max(sum(each for each, who in zip(seconds, given, strict=True) if who == one) for one in range(workers))
        for given in product(range(workers), repeat=len(seconds))
    )


@pytest.mark.parametrize(("number", "workers", "rounds"), [(80, 4, 20), (81, 4, 21), (3, 4, 1), (1000, 4, 250)])
def test_scenarios_of_equal_length_go_in_rounds(number: int, workers: int, rounds: int) -> None:
    assert schedule.lower_bound([0.1] * number, workers) == pytest.approx(rounds * 0.1)
    assert schedule.longest_first([0.1] * number, workers) == pytest.approx(rounds * 0.1)


@pytest.mark.parametrize(
    ("seconds", "bound"),
    [
        ([9, 1, 1, 1], 9),  # the longest
        ([3, 3, 2, 2, 2, 2, 2], 8),  # all of them, shared by two
        ([5, 4, 4, 1], 8),  # of the three longest, one worker has two
        ([], 0),
    ],
)
def test_what_bounds_a_schedule(seconds: list[float], bound: float) -> None:
    assert schedule.lower_bound(seconds, 2) == bound


def test_no_schedule_beats_the_bound_and_one_is_known() -> None:
    dice = random.Random(5)
    tight = 0
    for _ in range(60):
        workers = dice.choice([2, 3])
        seconds: list[float] = [dice.choice([1, 2, 3, 5, 8, 13]) for _ in range(dice.randint(1, 7))]
        best = optimum(seconds, workers)
        assert schedule.lower_bound(seconds, workers) <= best <= schedule.longest_first(seconds, workers), seconds
        tight += schedule.lower_bound(seconds, workers) == best
    assert tight > 30, "the bound is of little worth"


def test_the_longest_goes_first() -> None:
    assert schedule.longest_first([1, 1, 2, 4], 2) == 4


@pytest.mark.parametrize(
    ("sizes", "shards", "dealt"),
    [
        ([1, 5, 2, 4, 3, 3], 3, [[0, 1], [2, 3], [4, 5]]),
        ([35, 1, 1, 1], 2, [[0], [1, 2, 3]]),
        ([2, 2], 4, [[0], [1]]),
    ],
)
def test_features_are_dealt_by_number(sizes: list[int], shards: int, dealt: list[list[int]]) -> None:
    assert schedule.deal(sizes, shards) == dealt
