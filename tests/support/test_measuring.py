"""Samples, their percentiles, and judging them."""

import re
import threading

import pytest

from support.observing import machine
from support.observing.measuring import Sample, assert_at_most, milliseconds


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with nothing else to do."""
    monkeypatch.setattr(machine, "others", lambda: 0.0)


def sample(*times: float) -> Sample:
    return Sample(list(times))


def test_figures_are_by_nearest_rank() -> None:
    hundred = sample(*(n / 100 for n in range(100, 0, -1)))
    assert hundred.count == 100
    assert hundred.mean == pytest.approx(0.505)
    assert (hundred.p50, hundred.p95, hundred.p99, hundred.max) == (0.50, 0.95, 0.99, 1.0)
    assert sample(*range(1, 21)).p95 == 19
    assert sample(3, 1, 2).p50 == 2
    assert sample(7).p99 == 7


def test_a_block_is_measured_unless_it_fails() -> None:
    measured = Sample()
    with measured.measured():
        threading.Event().wait(0.05)
    with pytest.raises(ZeroDivisionError), measured.measured():
        _ = 1 // 0
    assert measured.count == 1
    assert 0.05 <= measured.max < 0.15


def test_keeping_within_the_limit_passes() -> None:
    assert_at_most(sample(*[0.05] * 19, 9.0), "p95", 0.05, "seeing a message", "VZ-08")
    assert_at_most(sample(0.1, 0.3), "mean", 0.2, "a call", "VZ-20")
    assert_at_most(sample(0.1), "max", 0.1, "a call", "VZ-01")


def test_exceeding_it_fails_with_everything_that_is_known() -> None:
    with pytest.raises(AssertionError) as failure:
        assert_at_most(sample(*[0.02] * 18, 0.061, 0.143), "p95", 0.05, "seeing a message", "VZ-08")
    assert str(failure.value) == (
        "seeing a message took 61 ms (p95), and at most 50 ms is promised (VZ-08);\n"
        "  2 of 20 samples: mean 28 ms, p50 20 ms, p95 61 ms, p99 143 ms, max 143 ms"
    )


@pytest.mark.parametrize(("figure", "enough"), [("mean", 2), ("p50", 2), ("p95", 20), ("p99", 100), ("max", 1)])
def test_too_few_samples_are_a_fault_of_the_test(figure: str, enough: int) -> None:
    assert_at_most(sample(*[1.0] * enough), figure, 1.0, "a call", "VZ-20")  # type: ignore[arg-type]
    told = f"a call: {figure} needs at least {enough} samples, and there are {enough - 1}"
    with pytest.raises(ValueError, match=re.escape(told)):
        assert_at_most(sample(*[1.0] * (enough - 1)), figure, 1.0, "a call", "VZ-20")  # type: ignore[arg-type]


def test_times_are_written_for_people() -> None:
    shown = [milliseconds(seconds) for seconds in (0.00042, 0.0042, 0.042, 1.2041)]
    assert shown == ["0.42 ms", "4.2 ms", "42 ms", "1,204 ms"]
    assert str(Sample()) == "0 samples"
