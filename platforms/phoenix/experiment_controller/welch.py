"""Welch's t-test: whether two samples of unequal spread have different means."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, variance

TINY = 1e-300


def p_value(one: Sequence[float], other: Sequence[float]) -> float:
    """How likely a difference of means as large as this is by chance; both have two values at least.

    Where neither varies at all, it is 1 when they are equal and 0 when they are not.
    """
    spread = variance(one) / len(one), variance(other) / len(other)
    difference = fmean(one) - fmean(other)
    if sum(spread) == 0:
        return 1.0 if difference == 0 else 0.0
    freedom = sum(spread) ** 2 / (spread[0] ** 2 / (len(one) - 1) + spread[1] ** 2 / (len(other) - 1))
    t_squared = difference**2 / sum(spread)
    return incomplete_beta(freedom / 2, 0.5, freedom / (freedom + t_squared))


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function, by its continued fraction."""
    if x in (0.0, 1.0):
        return x
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x))
    return front / a * _fraction(a, b, x)


def _fraction(a: float, b: float, x: float) -> float:
    """By Lentz's method."""
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1))
    value = d
    for step in range(1, 1000):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d)
            c = _not_zero(1 + term / c)
            value *= c * d
        if abs(c * d - 1) < 1e-14:
            break
    return value


def _not_zero(number: float) -> float:
    return number if abs(number) > TINY else TINY
