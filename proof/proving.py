"""The proof: a healthy control run, every defect in turn, and what noticed one on the healthy platform again."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event
from typing import Any

from defects import Defect, DefectFailure, load
from proof import control
from proof.judging import Case, Finding, Ran, Verdict, doubted, elsewhere
from proof.lanes import WHOLE_LIMIT, Lane
from proof.resemblance import Resemblance
from support.config import ROOT
from support.environments.manifest import Build
from support.failures import EnvironmentFailure

FIRST = 3
"""Scenarios that are tried against a defect before all others; of three likely ones, one usually notices it."""

WHOLE = frozenset({"passed", "skipped"})
"""How a scenario ends on the healthy platform."""


@dataclass
class Control:
    """A run of all the scenarios concerned on the healthy platform."""

    scenarios: list[Ran]
    failure: str
    seconds: float
    known: bool = False
    """Whether it is an earlier run's, since nothing has changed."""
    flaky: list[Ran] = field(default_factory=list)
    """What was red at first and green when it ran once more by itself, as it was seen at first."""

    @property
    def red(self) -> list[Ran]:
        return [one for one in self.scenarios if one.status not in WHOLE]

    @property
    def green(self) -> bool:
        return not (self.failure or self.red)

    def record(self) -> dict[str, Any]:
        """As it stands in `proof.json`."""
        return {
            "green": self.green,
            "scenarios": len(self.scenarios),
            "seconds": round(self.seconds, 1),
            "known": self.known,
            "failure": self.failure,
            "red": [_told(one) for one in self.red],
            "flaky": [_told(one) for one in self.flaky],
        }


def _told(ran: Ran) -> dict[str, str]:
    return {"location": ran.location, "status": ran.status, "reason": ran.reason}


@dataclass
class Proof:
    """What was found, and on which ground."""

    platform: str
    before: Control
    findings: list[Finding] = field(default_factory=list)
    after: Control | None = None
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    seconds: float = 0.0

    @property
    def holds(self) -> bool:
        """Whether every defect was caught by a suite that is green without them."""
        grounded = self.before.green and self.after is not None and self.after.green
        return grounded and bool(self.findings) and all(finding.caught for finding in self.findings)

    @property
    def control(self) -> dict[str, Any]:
        """The control runs, as they stand in `proof.json`; durations are seconds."""
        return {"before": self.before.record(), "after": self.after.record() if self.after else None}


class Prover:
    """Runs the proof of one platform on several lanes."""

    def __init__(
        self,
        platform: str,
        folder: Path,
        lanes: Sequence[Lane],
        *,
        controls: Path,
        jobs: int,
        every: bool,
        elsewhere: bool,
        caught_by: Mapping[str, Collection[str]],
        environment: str = "",
        tell: Callable[[Finding], None],
        say: Callable[[str], None],
    ) -> None:
        """`folder` has the defects, `controls` the last green control run; `environment` is where the lanes are, if not
        where they usually are.

        `jobs` scenarios run side by side in a lane, twice as many when it is the only one; `every` runs all scenarios
        against each defect, where otherwise the first to notice it ends the case. `elsewhere`: of what nobody
        notices, scenarios of other promises are asked too. `caught_by` has, for each defect, the ids of scenarios
        that noticed it before: they go first.
        """
        self._platform, self._folder, self._lanes = platform, folder, lanes
        self._title = f"{platform} on {environment}" if environment else platform
        self._controls = controls / self._title.replace(" ", "-")
        self._jobs, self._every, self._caught_by = jobs, every, caught_by
        self._elsewhere, self._tell, self._say = elsewhere, tell, say
        self._over = Event()

    def prove(self, names: Sequence[str]) -> Proof:
        """Prove these defects. Stops after the first control run when that is not green."""
        began = time.monotonic()
        known, findings = _loaded(names, self._folder)
        quiet = self._lanes[0]
        promises = sorted({promise for _, defect in known for promise in defect.breaks})
        self._in_all_lanes(lambda lane: lane.open())
        proof = Proof(self._title, self._control(quiet, promises), findings)
        for finding in findings:
            self._tell(finding)
        if proof.before.green:
            for lane in self._lanes:
                lane.learn_times(self._controls / "times.json")
            scenarios = proof.before.scenarios
            resemblance = Resemblance(scenarios, ROOT)
            cases = [self._case(name, defect, scenarios, resemblance) for name, defect in known]
            cases.sort(key=lambda case: case.defect.service)  # what is whole need not be mended
            if len(self._lanes) > 1:  # with one, there is quiet from the first
                self._side_by_side(proof, cases)
            self._in_quiet(proof, cases)
            self._doubt(proof)
        proof.seconds = time.monotonic() - began
        return proof

    def _case(self, name: str, defect: Defect, scenarios: Sequence[Ran], resemblance: Resemblance) -> Case:
        """What noticed it at the last proof goes first; if nothing did, what speaks of the same things."""
        concerned = _concerned(scenarios, defect)
        likely = frozenset(self._caught_by.get(name, ())) & {one.id for one in concerned}
        told = f"{name.rpartition('/')[2]} {defect.story}"
        return Case(name, defect, concerned, likely or resemblance.likeliest(told, concerned, FIRST))

    def _control(self, lane: Lane, promises: Sequence[str]) -> Control:
        """All scenarios of these promises in one lane; or what is known of them, if nothing has changed since.

        What is red runs once more, by itself, as in CI: one figure of a busy machine does not take the ground from a
        whole proof. It is told as flaky then.
        """
        began = time.monotonic()
        mark = control.fingerprint()
        if told := control.known(self._controls, mark, promises):
            return self._seen("before", Control(told, "", time.monotonic() - began, known=True))
        lane.mend()
        tags = " or ".join(f"@{promise}" for promise in promises)
        selected = ["-D", f"platform={self._platform}", "-t", f"({tags}) and {lane.only}" if lane.only else tags]
        told, failure = lane.run(selected, 2 * self._jobs, limit=WHOLE_LIMIT)
        seen = Control(told, failure, time.monotonic() - began)
        if seen.red and not failure:
            lane.mend()
            again, failure = lane.run([one.location for one in seen.red], 1, limit=WHOLE_LIMIT)
            green = {one.id: one for one in again if one.status in WHOLE}
            flaky = [one for one in seen.red if one.id in green]
            told = [green.get(one.id, one) for one in told]
            seen = Control(told, failure, time.monotonic() - began, flaky=flaky)
        if seen.green:
            control.keep(self._controls, mark, promises, told, lane.folder / "times.json")
        return self._seen("before", seen)

    def _doubt(self, proof: Proof) -> None:
        """Run what noticed a defect on the healthy platform again; a finding that rests on what is red is doubtful."""
        noticed = {one.id for finding in proof.findings for one in finding.by if finding.caught}
        proof.after = self._control_again([one for one in proof.before.scenarios if one.id in noticed])
        red = {one.id: one for one in proof.after.red}
        proof.findings[:] = [doubted(finding, red) for finding in proof.findings]

    def _control_again(self, scenarios: Sequence[Ran]) -> Control:
        """These scenarios, divided among all lanes, for each has seen defects; what needs the machine comes last."""
        began = time.monotonic()
        shared = [one.location for one in scenarios if not one.alone]
        alone = [one.location for one in scenarios if one.alone]
        results: list[tuple[list[Ran], str]] = []

        def work(lane: Lane) -> None:
            lane.mend()
            if mine := shared[self._lanes.index(lane) :: len(self._lanes)]:
                results.append(lane.run(mine, self._jobs, limit=WHOLE_LIMIT))

        self._in_all_lanes(work)
        if alone:
            results.append(self._lanes[0].run(alone, 1, limit=WHOLE_LIMIT))
        told = [one for ran, _ in results for one in ran]
        failure = next((failure for _, failure in results if failure), "")
        if not failure and len(told) != len(scenarios):
            failure = f"{len(told)} of {len(scenarios)} scenarios were run"
        return self._seen("after", Control(told, failure, time.monotonic() - began))

    def _seen(self, when: str, seen: Control) -> Control:
        state = "green" if seen.green else "not green"
        if seen.known:
            state += ", as known: nothing has changed since"
        if seen.flaky:
            state += f", {len(seen.flaky)} of them only when run once more by itself"
        self._say(f"control run {when}: {len(seen.scenarios)} scenarios, {state}, {seen.seconds:.0f} s")
        return seen

    def _side_by_side(self, proof: Proof, cases: Iterable[Case]) -> None:
        """Try all defects in all lanes, with the scenarios that do not need the machine for themselves."""
        queue: SimpleQueue[Case] = SimpleQueue()
        for case in cases:
            queue.put(case)

        def work(lane: Lane) -> None:
            while not self._over.is_set():
                try:
                    case = queue.get_nowait()
                except Empty:
                    return
                self._try(lane, case, self._jobs, quiet=False)
                if case.caught or not case.started:
                    self._found(proof, case)

        self._in_all_lanes(work)

    def _in_all_lanes(self, work: Callable[[Lane], None]) -> None:
        """Do this in all lanes side by side; when it fails in one, or somebody ends it all, it ends in all."""
        pool = ThreadPoolExecutor(len(self._lanes))
        try:
            list(pool.map(work, self._lanes))
        except BaseException:
            self._over.set()
            for lane in self._lanes:
                lane.stop()
            raise
        finally:
            pool.shutdown()

    def _in_quiet(self, proof: Proof, cases: Iterable[Case]) -> None:
        """Try what nobody has noticed with the scenarios that need quiet; then see whether anybody else notices."""
        lane = self._lanes[0]
        for case in cases:
            if case.caught or not case.started:
                continue
            self._try(lane, case, 2 * self._jobs, quiet=True)
            finding = case.finding()
            if self._elsewhere and finding.verdict in {Verdict.GREEN, Verdict.NO_SCENARIO}:
                finding = elsewhere(finding, self._others(lane, case))
            self._found(proof, case, finding)

    def _try(self, lane: Lane, case: Case, jobs: int, *, quiet: bool) -> None:
        """Run scenarios against a defect until one has caught it; `quiet`: also those that need the machine."""
        began = time.monotonic()
        try:
            if case.next(quiet=quiet, every=self._every):
                self._afflict(lane, case)
            while not case.caught and case.started and not case.failure:
                if not (selected := case.next(quiet=quiet, every=self._every)):
                    break
                waited = len(case.waiting)
                told, case.failure = lane.run([one.location for one in selected], jobs, stop=not self._every)
                case.take(told)
                if len(case.waiting) == waited:
                    case.failure = case.failure or "no scenario was run"
        finally:
            case.seconds += time.monotonic() - began

    def _afflict(self, lane: Lane, case: Case) -> None:
        try:
            lane.build(case.defect.service, Build(case.name, str(self._folder)), spoils=case.defect.spoils)
        except EnvironmentFailure as failure:
            case.started, case.failure = False, failure.what

    def _others(self, lane: Lane, case: Case) -> list[Ran]:
        """What scenarios of other promises say of a defect, up to the first that goes wrong."""
        self._afflict(lane, case)
        mine = " and ".join([*(f"not @{promise}" for promise in case.defect.breaks), *filter(None, [lane.only])])
        return lane.run(["-D", f"platform={self._platform}", "-t", mine], 2 * self._jobs, stop=True)[0]

    def _found(self, proof: Proof, case: Case, finding: Finding | None = None) -> None:
        found = finding or case.finding()
        proof.findings.append(replace(found, seconds=case.seconds))
        self._tell(found)


def _loaded(names: Sequence[str], folder: Path) -> tuple[list[tuple[str, Defect]], list[Finding]]:
    """The defects that can be loaded, and findings on those that cannot."""
    known, findings = [], []
    for name in names:
        try:
            known.append((name, load(name, folder)))
        except DefectFailure as failure:
            findings.append(Finding(name, None, Verdict.NOT_STARTED, str(failure)))
    return known, findings


def _concerned(scenarios: Iterable[Ran], defect: Defect) -> list[Ran]:
    """The scenarios of the promises that a defect breaks."""
    return [one for one in scenarios if set(one.promises) & set(defect.breaks)]
