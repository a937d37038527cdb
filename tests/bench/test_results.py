"""Limits are judged by medians of figures that count, and the page tells what was found."""

import json
from typing import Any

import pytest

from bench import results, veza
from bench.cases import Case
from bench.contestants import Contestant
from bench.measuring import Timing
from bench.results import Comparison, Series

EQUAL = Case("equal", "80 × 0.1 s", ((0.1,) * 80,))
SHORT = Case("short", "1,000 × 1 ms", ((0.001,) * 1000,))
UNEQUAL = Case("unequal", "3, 1, 1, 1, 1, 1", ((3.0, 1.0, 1.0, 1.0, 1.0, 1.0),))


def comparison(case: Case, workers: int, **walls: list[float]) -> Comparison:
    """A comparison in which each kind took these wall times; a negative one is that of a void run."""
    series = [
        Series(
            Contestant(kind, f"by {kind}", f"run {kind}"),
            [Timing(abs(wall), wall / 2, wall / 3, "it ended with status 1" * (wall < 0)) for wall in times],
        )
        for kind, times in walls.items()
    ]
    return Comparison(case, workers, series)


def judged(
    equal: tuple[list[float], list[float]] = ([2.1], [3.0]), short: float = 1.0, unequal: float = 4.1
) -> list[bool]:
    """Whether each limit is kept with these times; ideal are 2, 0.25 and 4 seconds."""
    ours, behavex = equal
    return [
        verdict.kept
        for verdict in results.verdicts(
            [
                comparison(EQUAL, 4, cold=ours, behavex=behavex),
                comparison(SHORT, 4, cold=[short]),
                comparison(UNEQUAL, 2, cold=[9.0], timed=[unequal]),
            ]
        )
    ]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({}, [True, True, True, True]),
        ({"equal": ([2.17], [3.0])}, [False, True, True, True]),
        ({"equal": ([2.1], [2.7])}, [True, False, True, True]),
        ({"equal": ([2.0, 2.1, 9.0], [9.0, 3.0, 2.0])}, [True, True, True, True]),
        ({"short": 1.26}, [True, True, False, True]),
        ({"unequal": 4.21}, [True, True, True, False]),
        ({"equal": ([2.1, -2.1, 2.1], [3.0])}, [False, False, True, True]),
        ({"equal": ([2.1], [-3.0])}, [True, False, True, True]),
        ({"equal": ([], [3.0])}, [False, False, True, True]),
    ],
)
def test_limits_are_judged(given: dict[str, Any], kept: list[bool]) -> None:
    assert judged(**given) == kept


def test_the_better_of_two_counts_unless_its_figures_are_void() -> None:
    both = [
        Series(Contestant("behavex", name, ""), [Timing(wall, 0, 0, fault)])
        for name, wall, fault in [("a", 3.0, ""), ("b", 2.0, "it ended with status 1"), ("c", 4.0, "")]
    ]
    assert Comparison(EQUAL, 4, both).best("behavex") == 3.0
    assert Comparison(EQUAL, 4, both).best("shards") is None


def test_reports_are_compared_with_reports() -> None:
    """Else a runner that writes none looks good beside one that does."""
    one = comparison(EQUAL, 4, cold=[2.1], whole=[2.4], behavex=[3.0], **{"behavex lean": [2.8]})
    assert results.like_for_like(one).endswith(": with reports 0.80 × behavex, without any 0.75 × behavex.")
    void = comparison(EQUAL, 4, cold=[2.1], whole=[2.4], behavex=[3.0], **{"behavex lean": [-2.8]})
    assert results.like_for_like(void).endswith(": with reports 0.80 × behavex, without any the figures are void.")


def test_the_page_tells_what_was_found() -> None:
    one = comparison(EQUAL, 4, serial=[8.0, 8.4, 9.0], cold=[2.5, -2.2])
    page = results.markdown({"machine": "a toaster"}, [one], [], [results.judged("fast", 2.5, 2.0)])
    assert "- MISSED fast: 2.50 s, and 2.00 s are allowed\n" in page
    assert "- machine: a toaster\n" in page
    assert "Ideal: 2.00 s" in page
    assert "| by serial | 8.40 s | 8.00 to 9.00 s | 4.20 | 80.00 ms | 2.80 s | 4.20 s |\n" in page
    assert "| by cold | void: it ended with status 1 |  |  |  |  |  |\n" in page
    assert "- by serial: `run serial`\n" in page


def test_the_record_holds_every_run() -> None:
    one = comparison(EQUAL, 4, serial=[8.0, 8.4])
    record = json.loads(json.dumps(results.record({}, [one], None, [])))
    runs = record["cases"][0]["contestants"][0]["runs"]
    assert [run["wall"] for run in runs] == [8.0, 8.4]


def runs(jobs: int, **statuses: str) -> veza.Runs:
    """A run of scenarios that had these statuses."""
    scenarios = [
        {"location": "features/a.feature:3", "name": name, "row": {}, "status": status, "seconds": jobs}
        for name, status in statuses.items()
    ]
    return veza.Runs(jobs, [10.0 / jobs], [{"scenarios": scenarios}])


def test_another_outcome_in_parallel_is_told() -> None:
    every = [runs(1, one="passed", two="passed"), runs(2, one="passed", two="failed"), runs(4, two="passed")]
    assert veza.differences(every) == [
        "features/a.feature:3 one: -j 1 passed; -j 2 passed; -j 4 not run",
        "features/a.feature:3 two: -j 1 passed; -j 2 failed; -j 4 passed",
    ]
    assert not veza.verdict(every).kept
    assert veza.verdict([runs(1, one="failed"), runs(2, one="failed")]).kept
    assert not veza.verdict([runs(1), runs(2)]).kept, "nothing ran"


def test_the_section_has_the_ideal_of_the_serial_times() -> None:
    section = veza.section([runs(1, one="passed", two="passed"), runs(2, one="passed", two="passed")])
    assert "| 1 | 10.0 s | 10.0 to 10.0 s | 2.0 s |" in section
    assert "| 2 | 5.0 s | 5.0 to 5.0 s | 1.0 s |" in section
