"""How calls that get no answer are told apart by when they are made again."""

import pytest

from support.systems.veza.trying_again import astray, starts


@pytest.mark.parametrize(
    ("tries", "pace"),
    [
        ([0.10, 0.40, 1.00, 1.90], "grow evenly"),
        ([0.00, 0.34, 0.97, 1.90], "grow evenly"),
        ([0.00, 0.30, 0.90, 2.10], "double"),
        ([0.00, 0.33, 0.95, 2.25], "double"),
        ([0.00, 0.31, 1.04, 2.25], "double"),  # one try was late
        ([0.00, 0.30, 0.90, 1.92], "grow evenly"),
        ([0.00, 0.30, 0.72, 0.90, 1.80], "grow evenly"),  # something else came over the line
    ],
)
def test_what_is_as_it_should_be(tries: list[float], pace: str) -> None:
    assert astray(tries, 3, pace) == ""


def test_what_is_told_at_once_afterwards_is_no_try() -> None:
    tries = [0.0, 0.31, 0.92, 2.13, 2.25]
    assert astray(tries, 3, "double", more_is_told=True) == ""
    assert "tried again 4 times" in astray(tries, 3, "double")
    assert "tried again 4 times" in astray([0.0, 0.3, 0.9, 2.1, 4.5], 3, "double", more_is_told=True)


@pytest.mark.parametrize(
    ("tries", "pace", "told"),
    [
        ([], "double", "tried again 0 times and not 3"),
        ([0.0, 0.3, 0.9], "grow evenly", "tried again 2 times and not 3: after 0.30 s, 0.60 s"),
        ([0.0, 0.3, 0.9, 1.8, 3.0], "grow evenly", "tried again 4 times and not 3"),
        ([0.0, 0.3, 0.9, 2.1, 4.5], "double", "tried again 4 times and not 3"),
        ([0.0, 0.3, 0.4, 0.5, 0.9, 1.8], "grow evenly", "tried again 5 times and not 3"),
        ([0.0, 0.1, 0.7, 1.6], "grow evenly", "without a wait: 0.10 s"),
        ([0.0, 0.3, 0.6, 0.9], "grow evenly", "the waits stay the same, and do not grow evenly"),
        ([0.0, 0.3, 0.9, 2.1], "grow evenly", "the waits double, and do not grow evenly: 0.30 s, 0.60 s, 1.20 s"),
        ([0.0, 0.3, 0.9, 1.8], "double", "the waits grow evenly, and do not double: 0.30 s, 0.60 s, 0.90 s"),
        ([0.0, 0.3, 0.9, 4.5], "double", "the waits follow no pace"),
        ([0.0, 0.9, 2.7, 5.4], "grow evenly", "the first wait is of 0.90 s, and not of 0.3 s"),
        ([0.0, 0.2, 0.6, 1.4], "double", "the first wait is of 0.20 s, and not of 0.3 s"),
    ],
)
def test_what_is_wrong(tries: list[float], pace: str, told: str) -> None:
    assert told in astray(tries, 3, pace)


@pytest.mark.parametrize(
    ("tries", "number"), [([], 0), ([0.0], 1), ([0.2, 0.2, 2.5, 5.1, 8.0], 4), ([0.2, 2.5, 3.8, 5.1, 8.0, 8.9], 5)]
)
def test_what_comes_at_once_is_of_the_same_try(tries: list[float], number: int) -> None:
    assert starts(tries) == number
