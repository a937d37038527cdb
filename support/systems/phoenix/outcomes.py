"""Experiments that are run to their end, several at a time, and how each ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hamcrest import assert_that, contains_string, equal_to, string_contains_in_order

from support.systems.answers import data
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.experiments import BASELINE, ENDS_WITHIN, VARIANTS, Experiments
from support.systems.phoenix.judgement import Judgements
from support.systems.phoenix.people import ADA, UWE
from support.systems.system import System

CRITERIA = {
    "reduction": "min_cardinality_reduction",
    "latency": "max_latency_increase",
    "coverage": "critical_process_coverage",
}
REJECTED, TOO_LITTLE = "rejected", "Too little data"
"""Why an experiment has failed that missed no criterion."""
AGAIN, LONGER = 2, 4
"""How often what has shown nothing is run again, and for how many seconds more each time."""
RATE = 10
"""Batches a second: what is told of a load is spread over this many."""
KEPT = {BASELINE: ["critical", "high", "medium", "low"], "process-priority-filter-v1": ["critical", "high"]}
"""The priorities of the processes that a kind of pipeline keeps."""
Row = Mapping[str, str]


class Outcomes:
    def __init__(self, system: System, accounts: Accounts, experiments: Experiments, judgements: Judgements) -> None:
        self._system, self._accounts = system, accounts
        self._experiments, self._judgements = experiments, judgements
        self._run_as: dict[str, Row] = {}
        self._seconds, self._processes = 0, 0

    def run(self, rows: Sequence[Any], seconds: float, processes: int) -> None:
        """Run all of these at the same time, for so long or as their row says, until the time of each is over."""
        told = [dict(zip(row.headings, row.cells, strict=True)) for row in rows]
        self._run_as |= {row["experiment"]: row for row in told}
        self._seconds, self._processes = round(seconds), processes
        self._run(told, self._seconds)

    def _run(self, told: Sequence[Row], seconds: int) -> None:
        for row in told:
            self._begin(row, int(row.get("seconds", seconds)), self._processes)
        for row in told:
            self._experiments.start(row["experiment"])
        for row in told:
            if "slowness" in row:
                self._slow_down(row["experiment"], int(row["slowness"]), row["candidate"])
        for row in told:
            self._experiments.await_state(row["experiment"], "analyzing", seconds + ENDS_WITHIN)

    def _begin(self, row: Row, seconds: int, processes: int) -> None:
        share = int(row.get("share", 50))
        config = {
            "duration": f"{seconds}s",
            "traffic_split": {"baseline_percentage": 100 - share, "candidate_percentage": share},
            "success_criteria": {name: float(row[word]) for word, name in CRITERIA.items()},
        }
        name = row["experiment"]
        self._experiments.create(UWE, name, row["candidate"], config=config)
        self._experiments.load(name, processes, processes * RATE)

    def _slow_down(self, name: str, slowness: int, kind: str) -> None:
        """From its first moment on, have the candidate compare each name with so many patterns before it keeps it, and
        keep what its kind keeps.
        """
        self._experiments.await_state(name, "running", ENDS_WITHIN)
        patterns = [f"nothing-{number}-*" for number in range(slowness)]
        config = {"include_patterns": [*patterns, "*"], "include_priorities": KEPT[kind]}
        path = f"{self._experiments.of(name).path}/pipelines/candidate"
        data(self._accounts.as_(ADA).put(path, json={"processors": [{"type": "filter", "config": config}]}))

    def check_ends(self, rows: Sequence[Any]) -> None:
        """Each ends as its row says. What has shown nothing, by what Prometheus has of it, is run again, for longer:
        where the machine was busy a pipeline may have been slower than the other for reasons of its own.
        """
        for again in range(1, AGAIN + 1):
            unproven = [row["experiment"] for row in rows if self._shows_nothing(*row.cells)]
            for name in unproven:
                self._system.world.journal.record("note", f'"{name}" has shown nothing, and is run again')
                self._experiments.remove(name)
            if unproven:
                self._run([self._run_as[name] for name in unproven], self._seconds + LONGER * again)
        for row in rows:
            self.check_end(*row.cells)

    def _shows_nothing(self, name: str, state: str, because: str) -> bool:
        """Whether it ended in another way, and what was measured is not what the row is about."""
        self._experiments.await_over(name)
        seen, wanted = self._experiments.read(name), because.split(" and ")
        if (seen["state"] == state and all(one in seen["reason"] for one in wanted)) or because == TOO_LITTLE:
            return False
        enough, slower, follows = self._judgements.shown(name)
        limit = self._experiments.of(name).asked["config"]["success_criteria"][CRITERIA["latency"]]
        too_slow = slower is not None and slower > limit
        rejected = follows == "REJECT"
        return (
            not enough
            or too_slow != (CRITERIA["latency"] in wanted)
            or (because == REJECTED and not rejected)
            or (state == "completed" and rejected)
        )

    def check_end(self, name: str, state: str, because: str) -> None:
        """It ends in this state, and its reason says so; also in its results, where it failed for a criterion."""
        self._experiments.await_over(name)
        seen = self._experiments.read(name)
        reason = seen["reason"]
        assert_that(seen["state"], equal_to(state), f'the state of "{name}", of which is said: {reason}')
        missed = because.split(" and ")
        for word in missed:
            assert_that(reason, contains_string(word), f'why "{name}" is {state}')
        if set(missed) <= set(CRITERIA.values()):
            assert_that(self._judgements.missed(name), equal_to(missed), f'criteria that "{name}" has missed')
            told = [word for word in CRITERIA.values() if word in reason]
            assert_that(told, equal_to(missed), f'criteria of which the reason of "{name}" speaks')
            for one in self._judgements.results(name)["criteria"]:
                if not one["met"]:
                    figures = f"{one['value']:.1f} % (limit {one['limit']:g} %)"
                    assert_that(reason, contains_string(f"{one['name']} is {figures}"), "by how much it was missed")
        for metric in self._judgements.results(name)["metrics"]:
            if not metric["sufficient"]:
                counts = (str(metric[variant]["samples"]) for variant in VARIANTS)
                assert_that(reason, string_contains_in_order(metric["metric"], *counts), "how little there was")
        self._experiments.check_states(name, ["pending", "initializing", "running", "analyzing", state])

    def check_judged(self) -> None:
        for one in self._experiments.all():
            self._experiments.await_over(one.name)
            self._judgements.check_figures(one.name)
            self._judgements.check_split(one.name)
            self._judgements.check_criteria(one.name)
            self._judgements.check_follows(one.name)
            self._judgements.check_outcome(one.name)
            self._judgements.check_stopped(one.name)
