"""Welch's t-test of Phoenix, held to values that are known."""

import math

import pytest

from platforms.phoenix.experiment_controller import welch


@pytest.mark.parametrize(
    ("a", "b", "x", "expected"),
    [
        (1.0, 1.0, 0.3, 0.3),  # uniform: x itself
        (2.0, 1.0, 0.3, 0.09),  # x to the power of a
        (1.0, 3.0, 0.2, 1 - 0.8**3),
        (0.5, 0.5, 0.25, 2 / math.pi * math.asin(0.5)),  # the arcsine law
        (7.5, 7.5, 0.5, 0.5),  # symmetric
    ],
)
def test_the_beta_function_where_it_has_a_closed_form(a: float, b: float, x: float, expected: float) -> None:
    assert welch.incomplete_beta(a, b, x) == pytest.approx(expected, rel=1e-12)


def test_one_degree_of_freedom_is_the_cauchy_distribution() -> None:
    t = 2.0
    assert welch.incomplete_beta(0.5, 0.5, 1 / (1 + t * t)) == pytest.approx(1 - 2 / math.pi * math.atan(t), rel=1e-12)


def test_equal_spreads_have_the_freedom_of_both() -> None:
    # two samples of two, equal variances: two degrees of freedom, for which p = 1 - t / sqrt(t² + 2)
    t = 1.0 / math.sqrt(0.5 / 2 + 0.5 / 2)
    assert welch.p_value([0.0, 1.0], [1.0, 2.0]) == pytest.approx(1 - t / math.sqrt(t * t + 2), rel=1e-12)


@pytest.mark.parametrize(("one", "other", "p"), [([3.0, 3.0], [3.0, 3.0], 1.0), ([3.0, 3.0], [4.0, 4.0], 0.0)])
def test_what_never_varies(one: list[float], other: list[float], p: float) -> None:
    assert welch.p_value(one, other) == p
