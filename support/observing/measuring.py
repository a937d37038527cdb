"""Times measured over enough samples, and judged against what a promise allows.

Figures are the product's own, so patience does not stretch them.
"""

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import perf_counter
from typing import Literal

from support.observing import machine

Figure = Literal["mean", "p50", "p95", "p99", "max"]

# A percentile needs enough samples for the slowest one not to be it.
_ENOUGH: dict[Figure, int] = {"mean": 2, "p50": 2, "p95": 20, "p99": 100, "max": 1}


class Unmeasurable(Exception):
    """What was measured says nothing of the product. The message says why; the scenario is skipped for it."""


EXCUSED = 3
"""Times the limit up to which a busy machine may be to blame; beyond that the product is."""


@dataclass
class Sample:
    """Times of one kind, in seconds."""

    times: list[float] = field(default_factory=list)

    def add(self, seconds: float) -> None:
        """Add one time. Adding from several threads is safe."""
        self.times.append(seconds)

    @contextmanager
    def measured(self) -> Iterator[None]:
        """Add the time that the block takes, when it ends without an error."""
        start = perf_counter()
        yield
        self.add(perf_counter() - start)

    @property
    def count(self) -> int:
        """How many times there are."""
        return len(self.times)

    @property
    def mean(self) -> float:
        """The average, in seconds."""
        return math.fsum(self.times) / self.count

    @property
    def p50(self) -> float:
        """The median, in seconds."""
        return self.percentile(50)

    @property
    def p95(self) -> float:
        """What 95 % of the times do not exceed, in seconds."""
        return self.percentile(95)

    @property
    def p99(self) -> float:
        """What 99 % of the times do not exceed, in seconds."""
        return self.percentile(99)

    @property
    def max(self) -> float:
        """The longest time, in seconds."""
        return max(self.times)

    def percentile(self, percent: float) -> float:
        """Return the smallest time that `percent` % of the times do not exceed (nearest rank)."""
        return sorted(self.times)[max(0, math.ceil(percent / 100 * self.count) - 1)]

    def __str__(self) -> str:
        if not self.times:
            return "0 samples"
        figures = ", ".join(f"{name} {milliseconds(getattr(self, name))}" for name in _ENOUGH)
        return f"{self.count} sample{'s' * (self.count != 1)}: {figures}"


def milliseconds(seconds: float) -> str:
    """Write a time for people: "0.42 ms", "21 ms", "1,204 ms"."""
    number = seconds * 1000
    return f"{number:.2f} ms" if number < 1 else f"{number:.1f} ms" if number < 10 else f"{number:,.0f} ms"


def assert_at_most(
    sample: Sample, figure: Figure, limit: float, what: str, promise: str, *, busy: float | None = None
) -> None:
    """Fail unless a figure of the sample keeps within `limit` seconds.

    `what` is what was timed ("a message from sending to being seen"), `promise` the id ("VZ-08"), `busy` the share of
    this machine that others used meanwhile; unless it is told, one looks how much that is now.

    Raises AssertionError with all figures when the limit is exceeded; `Unmeasurable` when it is, if not by much, while
    this machine is busy with something else; and ValueError when there are too few samples to judge it by: 20 for p95,
    100 for p99, 2 for mean and p50. That is a fault of the test.
    """
    if sample.count < _ENOUGH[figure]:
        raise ValueError(f"{what}: {figure} needs at least {_ENOUGH[figure]} samples, and there are {sample.count}")
    value = getattr(sample, figure)
    if value > limit:
        above = sum(time > limit for time in sample.times)
        told = (
            f"{what} took {milliseconds(value)} ({figure}), and at most {milliseconds(limit)} is promised "
            f"({promise});\n"
            f"  {above} of {sample}"
        )
        if value <= EXCUSED * limit and (busy := machine.others() if busy is None else busy) > machine.BUSY:
            raise Unmeasurable(f"{busy:.0%} of this machine is busy with something else, so that no time tells: {told}")
        raise AssertionError(told)
