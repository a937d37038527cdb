"""What is measured is written as meant, and no run counts that did not do its work."""

import os
import subprocess
from pathlib import Path

import pytest
from behave.parser import parse_file
from hamcrest import is_in

from bench.cases import Case, cases, heavy_tail, write
from bench.contestants import contestants
from bench.measuring import fault, measure, timed
from support.observing.waiting import eventually
from tools.pins import pinned
from tools.stages import ROOT

SMALL = Case("small", "8 scenarios", ((0.01, 0.02, 0.03, 0.04, 0.05, 0.06), (0.07,), (0.08,)))


def written(case: Case, folder: Path) -> dict[str, str]:
    """Seconds by number, as the features say it, and a check that no number is there twice."""
    write(case, folder, hooks=False)
    steps = [
        step.name.split()
        for file in case.files
        for scenario in parse_file(str(folder / file)).walk_scenarios()
        for step in scenario.steps
    ]
    found = {words[1]: words[3] for words in steps}
    assert len(found) == len(steps)
    return found


@pytest.mark.parametrize("case", [SMALL, *cases(quick=True), *cases(quick=False)], ids=lambda case: case.title)
def test_every_scenario_is_written_with_its_time(case: Case, tmp_path: Path) -> None:
    assert written(case, tmp_path) == {str(place): f"{seconds:g}" for place, seconds in enumerate(case.seconds)}


def test_some_scenarios_are_plain_some_in_rules_and_some_in_outlines(tmp_path: Path) -> None:
    write(SMALL, tmp_path, hooks=False)
    feature = parse_file(str(tmp_path / SMALL.files[0]))
    kinds = [(scenario.parent.type, scenario._row is not None) for scenario in feature.walk_scenarios()]
    assert kinds == [("feature", False)] * 2 + [("rule", False)] * 2 + [("scenario_outline", True)] * 2


def test_the_cases_are_as_large_as_they_say() -> None:
    equal, short, unequal = cases(quick=False)
    assert (len(equal.seconds), set(equal.seconds)) == (80, {0.1})
    assert (len(short.seconds), set(short.seconds)) == (1000, {0.001})
    assert 19 < sum(unequal.seconds) < 21 and max(unequal.seconds) > 3
    assert sorted(unequal.seconds)[44] < 0.1, "most of them are not short"


def test_a_heavy_tail_has_its_order_from_the_seed_alone() -> None:
    one, again, other = (heavy_tail(20, shortest=0.02, longest=4.0, seed=seed) for seed in (1, 1, 2))
    assert one == again != other
    assert sorted(one) == sorted(other)


@pytest.mark.parametrize(
    ("status", "ran", "said"),
    [
        (0, [2, 0, 1], ""),
        (1, [0, 1, 2], "it ended with status 1"),
        (0, [0, 0, 2], "1 of 3 scenarios did not run, 1 of 3 scenarios ran more than once"),
        (-9, [], "it ended with status -9, 3 of 3 scenarios did not run"),
    ],
)
def test_a_run_that_did_not_do_its_work_is_void(status: int, ran: list[int], said: str) -> None:
    assert fault(status, ran, 3) == said


def commands() -> list[str]:
    """Those of behave itself, the suite's whole last; behavex is there only after `make bench`."""
    return [one.command for one in contestants(SMALL, 2) if one.kind in {"serial", "shards", "cold", "whole"}]


@pytest.mark.parametrize("command", commands())
def test_a_run_is_measured_and_checked(command: str, tmp_path: Path) -> None:
    write(SMALL, tmp_path, hooks=False)
    timing = measure(command, SMALL, tmp_path)
    assert timing.fault == "", (tmp_path / "said.txt").read_text("utf-8")
    assert 0.1 < timing.within < timing.wall
    assert timing.cpu > 0


def test_the_whole_has_hooks_and_results(tmp_path: Path) -> None:
    write(SMALL, tmp_path, hooks=True)
    with (tmp_path / "environment.py").open("a", encoding="utf-8") as hooks:
        hooks.write("open('hooks-were-loaded', 'w').close()\n")
    timing = measure(commands()[-1], SMALL, tmp_path)
    assert timing.fault == "", (tmp_path / "said.txt").read_text("utf-8")
    assert (tmp_path / "hooks-were-loaded").exists()
    assert len(list((tmp_path / "reports/allure-results").glob("*-result.json"))) == len(SMALL.seconds)


def test_all_run_on_the_same_behave() -> None:
    ours, theirs = (pinned((ROOT / name).read_text("utf-8")) for name in ("requirements.txt", "bench/requirements.txt"))
    assert theirs["behave"] == ours["behave"]


def test_a_failed_scenario_makes_a_run_void(tmp_path: Path) -> None:
    write(SMALL, tmp_path, hooks=False)
    feature = tmp_path / SMALL.files[1]
    feature.write_text(feature.read_text("utf-8") + "\n    Scenario: bad\n      When nobody knows this\n", "utf-8")
    timings = [measure(command, SMALL, tmp_path) for command in commands()[:2]]
    assert [timing.fault for timing in timings] == ["it ended with status 1"] * 2


def test_a_command_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    command = "sleep 60 & echo $! > child; wait"
    status, wall, _ = timed(command, tmp_path, os.environ, 0.5, said=tmp_path / "said.txt")
    assert (status, 0.4 < wall < 5) == (-9, True)
    child = (tmp_path / "child").read_text("utf-8").strip()

    def state() -> str:
        told = subprocess.run(["ps", "-o", "stat=", "-p", child], capture_output=True, text=True, check=False)
        return told.stdout.strip()[:1]

    eventually(state, is_in(["", "Z"]), within=3, what="the state of what it started")
