"""A worker: a process forked from the parent that runs the scenarios it is handed, one after another."""

import ctypes
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from behave.formatter.base import Formatter  # type: ignore[import-untyped]
from behave.model import ScenarioContainer

from support.failures import SuiteFailure
from support.running.judging import of_scenario
from support.running.line import Line
from support.running.outcome import Outcome
from support.running.selection import rule_of
from support.running.signals import Interruptions
from support.running.states import ContainerState, Heard, ScenarioState, portable

if TYPE_CHECKING:
    from support.evidence.contacts import Contact
    from support.running.board import Board
    from support.running.model import Scenario
    from support.running.planned import Planned
    from support.running.run import Run
    from support.running.stage import Stage

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
Failure = tuple[type[SuiteFailure], str, str]


@dataclass(frozen=True, eq=False)
class Result:
    """What a worker tells of a scenario that has ended."""

    index: int
    outcome: Outcome
    seconds: float
    evidence: Path | None
    earlier: list[Outcome]
    tried_again: bool
    reported: bool
    contacts: "frozenset[Contact]"
    seen: "frozenset[Contact]"
    scenario: ScenarioState
    undefined: list[Any]
    """Steps that nobody has defined."""
    failure: Failure | None
    broken: bool
    """Whether the failure of the suite hit this scenario."""
    faults: list[str]
    aborted: str

    def apply_to(self, planned: "Planned") -> None:
        """Make the parent's scenario what the worker's has become."""
        planned.outcome, planned.seconds, planned.evidence = self.outcome, self.seconds, self.evidence
        planned.earlier, planned.tried_again, planned.reported = self.earlier, self.tried_again, self.reported
        planned.contacts, planned.seen = self.contacts, self.seen
        self.scenario.apply_to(planned.scenario)


@dataclass(frozen=True, eq=False)
class Farewell:
    """The last words of a worker that ends as it should: what went wrong outside of its scenarios."""

    besides: list[str]
    faults: list[str]
    failure: Failure | None
    aborted: str
    threads: list[str]


def packed(failure: SuiteFailure | None) -> Failure | None:
    """A failure as it can be sent: its text is made of two parts."""
    return (type(failure), failure.what, failure.remedy) if failure else None


def unpacked(failure: Failure) -> SuiteFailure:
    kind, what, remedy = failure
    return kind(what, remedy)


def work(runner: "Stage", run: "Run", number: int, line: Line, board: "Board") -> NoReturn:
    """Be worker `number` until nothing is handed out any more; this process then ends."""
    status = 1
    try:
        reporter = _begin(runner, run, number, line, board)
        with run.interruptions:
            _follow(runner, run, Assignments(runner, run, line), reporter)
            with run.interruptions.deferred():
                runner.run_hook("after_worker")
                runner.announce("worker_finished")
                threads = runner.threads.left()
                line.say(Farewell(run.besides, run.faults, packed(run.failure), run.aborted, threads))
        status = 0
    except (BrokenPipeError, KeyboardInterrupt):
        pass  # the parent is gone, or wants it to be over
    except BaseException:
        traceback.print_exc()  # the parent tells that this worker died; here is why
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(status)


def _begin(runner: "Stage", run: "Run", number: int, line: Line, board: "Board") -> "_Reporter":
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    for ignored in (signal.SIGINT, signal.SIGHUP):  # a terminal sends them to all; the parent passes them on
        signal.signal(ignored, signal.SIG_IGN)
    os.register_at_fork(after_in_child=line.close)  # a child that outlives this worker speaks to nobody
    run.interruptions = Interruptions(quiet=True)
    run.faults.clear()

    def announce(event: str, *args: Any) -> None:
        if event == "step_started":
            board.step_begins(number)
        elif event == "told":
            line.say(args[0])

    run.announce = announce
    reporters = [formatter for formatter in runner.formatters if getattr(formatter, "in_workers", False)]
    reporter = _Reporter(runner, run, number, line, board)
    runner.formatters = [*reporters, reporter]
    for planned in run.planned:
        planned.worker = number
    runner.announce("worker_started")
    runner.run_hook("before_worker")
    return reporter


def _follow(runner: "Stage", run: "Run", assignments: "Assignments", reporter: "_Reporter") -> None:
    """Run what is handed out. A feature stays open for as long as the next scenario is one of its own."""
    places = {id(feature): place for place, feature in enumerate(runner.features)}
    while (planned := assignments.current) and not runner.aborted:
        feature: Any = planned.scenario.feature
        reporter.containers.clear()
        seen: list[Planned] = []
        for container in (feature, *feature.iter_rules()):
            container.error_message = container.exception = None
            container.captured.reset()
            container.run_items = _Visit(runner, assignments, container, seen)
            container.should_run = lambda config=None, of=container: not of.should_skip
        runner.run_feature(run, feature, seen)
        for state in ContainerState.each(places[id(feature)], feature, reporter.containers):
            reporter.line.say(state)
        # The last one it came to, which behave leaves at once when it fails in a run that stops; or none at all.
        assignments.settle(seen[-1] if seen else planned)
    if (run.failure or runner.aborted) and assignments.current:
        assignments.settle(assignments.current)


class Assignments:
    """The scenarios that the parent hands out; `current` is None when there are no more."""

    def __init__(self, runner: "Stage", run: "Run", line: Line) -> None:
        self._runner = runner
        self._run = run
        self._line = line
        self.current: Planned | None = None
        self.advance()

    def advance(self) -> None:
        """Wait for the next one."""
        try:
            index = self._line.hear()
        except EOFError:
            index = None
        except KeyboardInterrupt:
            index = None
        self.current = None if index is None else self._run.planned[index]

    def settle(self, planned: "Planned") -> None:
        """Make sure that a scenario has been dealt with, also when a hook before it did not let it run."""
        if self.current is planned:
            if planned.outcome is None or planned.tried_again:
                self._runner.announce_unreached(planned)
            self.advance()


class _Visit(list[Any]):
    """What a feature or a rule holds, while a worker is in it: all of it, for whoever looks.

    Only two look in another way. Behave's loop over what has to be run gets the scenarios as they are handed out, and
    when it finds the status, what was run here counts.
    """

    def __init__(self, runner: "Stage", assignments: Assignments, container: Any, seen: "list[Planned]") -> None:
        super().__init__(container.run_items)
        self._runner = runner
        self._assignments = assignments
        self._container = container
        self._seen = seen
        self._run_here: list[Any] = []

    def __iter__(self) -> Iterator[Any]:
        who = sys._getframe(1).f_code
        if who is ScenarioContainer.run.__code__:
            return self._handed_out()
        if who is ScenarioContainer.compute_status.__code__:
            return iter(self._run_here)
        return super().__iter__()

    def _handed_out(self) -> Iterator[Any]:
        while (planned := self._assignments.current) and self._inside(planned.scenario):
            self._seen.append(planned)
            scenario = planned.scenario
            rule = None if planned.rule is self._container else planned.rule
            outline = scenario.parent if scenario._row else None
            if self._container.should_skip:
                scenario.mark_skipped(self._container.skip_reason)
            if self._has(rule or outline or scenario):  # a hook may have taken it away
                item = rule or scenario
                if not any(item is one for one in self._run_here):  # for behave, things of one name are equal
                    self._run_here.append(item)
                self._runner.context._set_root_attribute("active_outline", scenario._row)
                yield item
                self._runner.context._set_root_attribute("active_outline", None)
            self._assignments.settle(planned)

    def _inside(self, scenario: "Scenario") -> bool:
        return self._container is scenario.feature or self._container is rule_of(scenario)

    def _has(self, item: Any) -> bool:
        return any(item is one for one in super().__iter__())


class _Reporter(Formatter):  # type: ignore[misc]  # behave has no types
    """Tells the parent what becomes of each scenario."""

    def __init__(self, runner: "Stage", run: "Run", number: int, line: Line, board: "Board") -> None:
        self._runner, self._run, self._number, self.line, self._board = runner, run, number, line, board
        self._heard = Heard()
        self._undefined = 0
        self.containers: dict[int, Heard] = {}
        """What was heard of the feature in which the worker is, and of its rules, by `id`."""
        self._feature = self._rule = Heard()

    def feature(self, feature: Any) -> None:
        self._feature = self.containers[id(feature)] = Heard(begun=True)

    def rule(self, rule: Any) -> None:
        self._rule = self.containers[id(rule)] = Heard(begun=True)

    def rule_finished(self) -> None:
        self._rule.ended = True

    def eof(self) -> None:
        self._feature.ended = True

    def scenario(self, scenario: Any) -> None:
        self._heard.begun = True

    def step(self, step: Any) -> None:
        self._heard.listed.append(step)

    def result(self, step: Any) -> None:
        self._heard.results.append(step)

    def scenario_started(self, planned: "Planned") -> None:
        self._board.scenario_begins(self._number, planned.number)
        self._heard = Heard()
        self._undefined = len(self._runner.undefined_steps)

    def scenario_finished(self, planned: "Planned") -> None:
        run, scenario = self._run, planned.scenario
        if not planned.tried_again:
            self._board.scenario_begins(self._number, 0)
        result = Result(
            index=planned.number - 1,
            outcome=planned.outcome or of_scenario(planned, run),
            seconds=planned.seconds,
            evidence=planned.evidence,
            earlier=planned.earlier,
            tried_again=planned.tried_again,
            reported=planned.reported,
            contacts=planned.contacts,
            seen=planned.seen,
            scenario=ScenarioState.of(scenario, self._heard),
            undefined=[portable(step) for step in self._runner.undefined_steps[self._undefined :]],
            failure=packed(run.failure),
            broken=run.broken_by_failure is planned,
            faults=[*run.faults],
            aborted=run.aborted,
        )
        run.faults.clear()
        self.line.say(result)

    def uri(self, uri: str) -> None: ...
    def close(self) -> None: ...
