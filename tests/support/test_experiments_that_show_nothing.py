"""Which experiments on Phoenix are run again: those of which Prometheus has other figures than the row is about."""

from types import SimpleNamespace
from typing import Any

import pytest

from support.systems.phoenix.outcomes import Outcomes
from support.systems.phoenix.series import METRICS, _spread

MET, MISSED, SLOW = "All success criteria", "min_cardinality_reduction", "max_latency_increase"
ENOUGH_AND_QUICK = (True, -40.0, "PROMOTE")


def _shows_nothing(wanted: tuple[str, str], ended: tuple[str, str], shown: tuple[bool, float | None, str]) -> bool:
    criteria = {SLOW: 10.0}
    experiments: Any = SimpleNamespace(
        await_over=lambda name: None,
        read=lambda name: {"state": ended[0], "reason": ended[1]},
        of=lambda name: SimpleNamespace(asked={"config": {"success_criteria": criteria}}),
    )
    judgements: Any = SimpleNamespace(shown=lambda name: shown)
    nobody: Any = SimpleNamespace()
    return Outcomes(nobody, nobody, experiments, judgements)._shows_nothing("Met", *wanted)


def test_what_ends_as_it_ought_to_is_not_run_again() -> None:
    assert not _shows_nothing(("completed", MET), ("completed", f"{MET} are met."), (False, None, "CONTINUE"))


@pytest.mark.parametrize(
    ("wanted", "ended"),
    [
        (("completed", MET), ("failed", f"missed {MISSED}")),
        (("failed", MISSED), ("completed", f"{MET} are met.")),
        (("completed", MET), ("failed", "Too little data")),
        (("completed", MET), ("failed", "rejected")),
    ],
)
def test_what_is_judged_wrongly_by_figures_that_are_right_is_not_run_again(
    wanted: tuple[str, str], ended: tuple[str, str]
) -> None:
    assert not _shows_nothing(wanted, ended, ENOUGH_AND_QUICK)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (("completed", MET), (False, -40.0, "CONTINUE")),
        (("completed", MET), (True, 12.0, "PROMOTE")),
        (("completed", MET), (True, 8.0, "REJECT")),
        (("failed", SLOW), (True, 5.0, "NEUTRAL")),
        (("failed", "rejected"), (True, 4.0, "NEUTRAL")),
    ],
)
def test_what_was_measured_otherwise_than_it_was_meant_to_be_is_run_again(
    wanted: tuple[str, str], shown: tuple[bool, float | None, str]
) -> None:
    assert _shows_nothing(wanted, ("failed", "something else"), shown)


def test_that_there_is_too_little_needs_no_more() -> None:
    assert not _shows_nothing(("failed", "Too little data"), ("completed", MET), (False, None, "CONTINUE"))


def test_processes_are_spread_over_nodes_as_evenly_as_they_can_be() -> None:
    assert _spread(100, 3) == [33 * len(METRICS), 33 * len(METRICS), 34 * len(METRICS)]
    assert _spread(7, 1) == [7 * len(METRICS)]
