"""Counting scenarios, and judging promises by them."""

import pytest

from support.reporting.tallies import WORDS, counted, judged
from support.running.outcome import QUARANTINED, STATUSES


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (["passed"], "seen VZ-01"),
        (["passed", "passed"], "seen VZ-01"),
        (["passed", "skipped", "passed"], "seen in part VZ-01 (2 of 3 scenarios)"),
        (["passed", "failed", "error"], "broken VZ-01 (2 of 3 scenarios)"),
        (["undefined"], "broken VZ-01 (1 of 1 scenarios)"),
        (["untested", "failed"], "broken VZ-01 (1 of 2 scenarios)"),
        (["passed", "untested"], "seen in part VZ-01 (1 of 2 scenarios)"),
        (["skipped"], "not seen VZ-01 (1 of 1 scenarios)"),
    ],
)
def test_a_promise_is_judged_by_its_scenarios(statuses: list[str], said: str) -> None:
    (one,) = judged((["VZ-01"], status) for status in statuses)
    assert f"{one.verdict} {one}" == said


def test_a_scenario_speaks_for_all_its_promises() -> None:
    seen = judged([(["VZ-02", "VZ-01"], "passed"), (["VZ-02"], "failed"), ([], "error")])
    assert [(one.promise, one.verdict) for one in seen] == [("VZ-01", "seen"), ("VZ-02", "broken")]


def test_there_is_a_word_for_every_status() -> None:
    assert set(WORDS) == {*STATUSES, QUARANTINED}
    assert counted(["skipped", "failed", "passed", "failed"]) == "1 passed, 2 failed, 1 skipped"
