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

from support.failures import SuiteFailure
from support.reporting.outcomes import Outcome, of_scenario
from support.running.line import Line
from support.running.selection import rule_of
from support.running.signals import Interruptions

if TYPE_CHECKING:
    from support.evidence.contacts import Contact
    from support.running.board import Board
    from support.running.model import Scenario
    from support.running.run import Planned, Run
    from support.running.runner import AcceptanceRunner

_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
Failure = tuple[type[SuiteFailure], str, str]


@dataclass(frozen=True, eq=False)
class Result:
    """What a worker tells of a scenario that has ended: what became of it, and the state of behave's model."""

    index: int
    outcome: Outcome
    seconds: float
    evidence: Path | None
    earlier: list[Outcome]
    tried_again: bool
    reported: bool
    contacts: "frozenset[Contact]"
    seen: "frozenset[Contact]"
    status: str
    hook_failed: bool
    error_message: str | None
    skip_reason: str | None
    steps: list[tuple[str, float, str | None]]
    """Of each step the status, the seconds and the message."""
    failure: Failure | None
    broken: bool
    """Whether the failure of the suite hit this scenario."""
    faults: list[str]

    def apply_to(self, planned: "Planned") -> None:
        """Make the parent's scenario what the worker's has become."""
        from behave.model_type import Status

        planned.outcome, planned.seconds, planned.evidence = self.outcome, self.seconds, self.evidence
        planned.earlier, planned.tried_again, planned.reported = self.earlier, self.tried_again, self.reported
        planned.contacts, planned.seen = self.contacts, self.seen
        scenario: Any = planned.scenario
        scenario.hook_failed, scenario.error_message = self.hook_failed, self.error_message
        if self.status == "skipped":
            scenario.skip_reason, scenario.should_skip = self.skip_reason, True
        for step, (status, seconds, message) in zip(scenario.all_steps, self.steps, strict=True):
            step.status, step.duration, step.error_message = Status[status], seconds, message
        scenario.set_status(Status[self.status])


@dataclass(frozen=True, eq=False)
class Farewell:
    """The last words of a worker that ends as it should: what went wrong outside of its scenarios."""

    besides: list[str]
    faults: list[str]
    failure: Failure | None


def packed(failure: SuiteFailure | None) -> Failure | None:
    """A failure as it can be sent: its text is made of two parts."""
    return (type(failure), failure.what, failure.remedy) if failure else None


def unpacked(failure: Failure) -> SuiteFailure:
    kind, what, remedy = failure
    return kind(what, remedy)


def work(runner: "AcceptanceRunner", run: "Run", number: int, line: Line, board: "Board") -> NoReturn:
    """Be worker `number` until nothing is handed out any more; this process then ends."""
    status = 1
    try:
        _begin(runner, run, number, line, board)
        with run.interruptions:
            _follow(runner, run, Assignments(runner, run, line))
            with run.interruptions.deferred():
                runner.run_hook("after_worker")
                line.say(Farewell(run.besides, run.faults, packed(run.failure)))
        status = 0
    except (BrokenPipeError, KeyboardInterrupt):
        pass  # the parent is gone, or wants it to be over
    except BaseException:
        traceback.print_exc()  # the parent tells that this worker died; here is why
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(status)


def _begin(runner: "AcceptanceRunner", run: "Run", number: int, line: Line, board: "Board") -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGKILL)
    for ignored in (signal.SIGINT, signal.SIGHUP):  # a terminal sends them to all; the parent passes them on
        signal.signal(ignored, signal.SIG_IGN)
    run.interruptions = Interruptions(quiet=True)
    run.faults.clear()

    def announce(event: str, *args: Any) -> None:
        if event == "step_started":
            board.step_begins(number)
        elif event == "told":
            line.say(args[0])

    run.announce = announce
    reporters = [formatter for formatter in runner.formatters if getattr(formatter, "in_workers", False)]
    runner.formatters = [*reporters, _Reporter(run, number, line, board)]
    for planned in run.planned:
        planned.worker = number
    runner.run_hook("before_worker")


def _follow(runner: "AcceptanceRunner", run: "Run", assignments: "Assignments") -> None:
    """Run what is handed out. A feature stays open for as long as the next scenario is one of its own."""
    while (planned := assignments.current) and not runner.aborted:
        feature: Any = planned.scenario.feature
        visit = _Visit(assignments, feature)
        for container in (feature, *feature.iter_rules()):
            container.error_message = container.exception = None
        feature.run_items, feature.should_run = visit, lambda config=None, of=feature: not of.should_skip
        runner.run_feature(run, feature, visit.seen)
        # The last one it came to, which behave leaves at once when it fails in a run that stops; or none at all.
        assignments.settle(visit.seen[-1] if visit.seen else planned)
    if run.failure and assignments.current:
        assignments.settle(assignments.current)


class Assignments:
    """The scenarios that the parent hands out; `current` is None when there are no more."""

    def __init__(self, runner: "AcceptanceRunner", run: "Run", line: Line) -> None:
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
    """What a feature or a rule runs while a worker is in it: its scenarios as they are handed out.

    Behave looks at it before, while and after it runs it; only the first pass after `run` began hands out.
    """

    def __init__(self, assignments: Assignments, container: Any) -> None:
        super().__init__()
        self._assignments = assignments
        self._container = container
        self._begun = False
        self.seen: list[Planned] = []

    def __iter__(self) -> Iterator[Any]:
        if self._begun:
            return super().__iter__()
        self._begun = True
        return self._handed_out()

    def _handed_out(self) -> Iterator[Any]:
        while (planned := self._assignments.current) and self._inside(planned.scenario):
            self.seen.append(planned)
            rule = planned.rule
            if rule is None or rule is self._container:
                item: Any = planned.scenario
            else:
                item = rule
                inner = _Visit(self._assignments, rule)
                inner.seen = self.seen
                item.run_items, item.should_run = inner, lambda config=None, of=rule: not of.should_skip
            if self._container.should_skip:
                planned.scenario.mark_skipped(self._container.skip_reason)
            if not any(item is one for one in self):  # for behave, things of one name are equal
                self.append(item)
            yield item
            self._assignments.settle(planned)

    def _inside(self, scenario: "Scenario") -> bool:
        return self._container is scenario.feature or self._container is rule_of(scenario)


class _Reporter(Formatter):  # type: ignore[misc]  # behave has no types
    """Tells the parent what becomes of each scenario."""

    def __init__(self, run: "Run", number: int, line: Line, board: "Board") -> None:
        self._run, self._number, self._line, self._board = run, number, line, board

    def scenario_started(self, planned: "Planned") -> None:
        self._board.scenario_begins(self._number)

    def scenario_finished(self, planned: "Planned") -> None:
        run, scenario = self._run, planned.scenario
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
            status=scenario.status.name,
            hook_failed=scenario.hook_failed,
            error_message=scenario.error_message,
            skip_reason=scenario.skip_reason,
            steps=[(step.status.name, step.duration, step.error_message) for step in scenario.all_steps],
            failure=packed(run.failure),
            broken=run.broken_by_failure is planned,
            faults=[*run.faults],
        )
        run.faults.clear()
        self._line.say(result)

    def uri(self, uri: str) -> None: ...
    def eof(self) -> None: ...
    def close(self) -> None: ...
