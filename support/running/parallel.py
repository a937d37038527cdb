"""Running scenarios side by side: the parent hands them out, workers forked from it run them.

The parent has loaded features and steps and started the environment; a worker begins in the time of a fork. The
parent runs no scenario. It tells the reports what workers tell it, replaces a worker that dies, and is the only
one that decides how the run ends.
"""

import gc
import os
import selectors
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from support.failures import SuiteFailure
from support.running.board import Board
from support.running.line import Line
from support.running.outcome import TEST, Outcome, sentence
from support.running.schedule import Schedule
from support.running.states import ContainerState
from support.running.worker import Farewell, Result, unpacked, work

if TYPE_CHECKING:
    from support.running.model import Step
    from support.running.planned import Planned
    from support.running.retelling import Retelling
    from support.running.run import Run
    from support.running.stage import Stage

PATIENCE = 20.0
"""Seconds that workers have to clean up when the run is interrupted; then they are killed."""
TICK = 0.25
"""Seconds between two looks at how long things take."""
IDLE = 0.02
"""Seconds without news after which the parent does a chore."""
FRUITLESS = 3
"""Workers that may die one after another without having finished a scenario; then the suite gives up."""


@dataclass(eq=False)
class Worker:
    """A worker as the parent sees it. `planned` is what it has been handed, None while it has nothing to do."""

    number: int
    process: int
    line: Line
    planned: "Planned | None" = None
    ending: bool = False
    """Whether it has been told, or has told, that there is nothing more to do."""
    last: "Planned | None" = None
    """The scenario that it has dealt with last."""


class Workers:
    """The workers of a run."""

    def __init__(self, runner: "Stage", run: "Run", schedule: "Schedule[Planned]", retelling: "Retelling") -> None:
        self._runner = runner
        self._run = run
        self._schedule = schedule
        self._retelling = retelling
        self._undefined: dict[int, list[Any]] = {}
        self._board = Board(run.jobs)
        self._workers: list[Worker] = []
        self._lines = selectors.PollSelector()
        self._begun = 0
        self._fruitless = 0
        self._deadline = float("inf")

    def run(self, chores: list[Callable[[], None]]) -> None:
        """Start as many workers as there is work for, and return when the last one has ended.

        `chores` are done while nobody has anything to tell, and taken from the list.
        """
        gc.freeze()  # what was loaded is shared with the workers; their collectors leave it alone
        for number in range(1, self._run.jobs + 1):
            self._start(number)
        while self._workers:
            try:
                heard = self._lines.select(timeout=IDLE if chores else TICK)
            except KeyboardInterrupt:
                heard = []
            with self._run.interruptions.deferred():
                if chores and not heard:
                    chores.pop(0)()
                for key, _ in heard:
                    self._hear(key.data)
                self._show()
                if self._run.usage:
                    self._run.usage.look()
                if self._runner.aborted:
                    self._schedule.stop()
                self._end_in_time()
        gc.unfreeze()
        self._runner.undefined_steps.extend(step for _, steps in sorted(self._undefined.items()) for step in steps)

    def _start(self, number: int) -> None:
        ours, theirs = Line.pair()
        self._tell("rests")
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        process = os.fork()
        if process == 0:
            for line in (ours, *(worker.line for worker in self._workers)):
                line.close()
            work(self._runner, self._run, number, theirs, self._board)
        theirs.close()
        worker = Worker(number, process, ours)
        self._workers.append(worker)
        self._lines.register(worker.line, selectors.EVENT_READ, worker)
        self._hand_out(worker)

    def _hand_out(self, worker: Worker) -> bool:
        """Give it the next scenario, and return whether there was one; tell it to end when there will be none."""
        planned = self._schedule.next(worker.number)
        if planned is not None:
            worker.planned, planned.worker = planned, worker.number
            self._begun += 1
            planned.turn = self._begun
            self._tell("scenario_started", planned)
            self._send(worker, planned.number - 1)
        elif self._schedule.over and self._schedule.quiet:  # a worker that ends cleans up on the platform
            worker.ending = True
            self._send(worker, None)
        return planned is not None

    def _send(self, worker: Worker, message: int | None) -> None:
        with suppress(OSError):  # it has died, and is about to be heard of
            worker.line.say(message)

    def _hear(self, worker: Worker) -> None:
        try:
            said = worker.line.hear()
        except EOFError:
            self._bury(worker)
            return
        if isinstance(said, Result):
            self._take_in(worker, said)
        elif isinstance(said, ContainerState):
            said.apply_to(self._runner.features, self._retelling.heard)
        elif isinstance(said, Farewell):
            worker.ending = True
            self._abort(said.aborted)
            self._run.threads += said.threads
            self._run.besides += [one for one in said.besides if one not in self._run.besides]
            self._run.faults += [fault for fault in said.faults if fault not in self._run.faults]
            if said.failure:
                self._run.end(unpacked(said.failure))
            self._bury(worker, farewell=True)
        else:
            self._tell("told", said)

    def _take_in(self, worker: Worker, result: Result) -> None:
        run, planned = self._run, self._run.planned[result.index]
        result.apply_to(planned)
        self._retelling.heard[id(planned.scenario)] = result.scenario.heard
        self._undefined[result.index] = [] if result.outcome.forgiven else result.undefined
        run.faults += [fault for fault in result.faults if fault not in run.faults]
        if result.failure:
            run.end(unpacked(result.failure), broken=planned if result.broken else None)
        self._abort(result.aborted)
        worker.last = planned
        self._tell("scenario_finished", planned)
        if not planned.tried_again:
            self._fruitless = 0
            self._settled(worker)

    def _abort(self, reason: str) -> None:
        """A step or hook has called the run off: nothing more is handed out."""
        if reason and not self._runner.aborted:
            self._run.aborted = reason
            self._runner.aborted = True

    def _settled(self, worker: Worker) -> None:
        """Its scenario is over: see who can go on."""
        planned, worker.planned = worker.planned, None
        if planned is not None:
            self._schedule.done(planned)
            if self._runner.aborted or (self._runner.config.stop and planned in self._run.bad):
                self._schedule.stop()
        idle = [one for one in self._workers if one.planned is None and not one.ending]
        while any([self._hand_out(worker) for worker in idle]):  # what one begins may be what another waited for
            idle = [one for one in idle if one.planned is None and not one.ending]

    def _bury(self, worker: Worker, *, farewell: bool = False) -> None:
        """It has ended. When it did not say so, the scenario it was in is broken, and another takes its place."""
        self._workers.remove(worker)
        self._lines.unregister(worker.line)
        worker.line.close()
        _, status = os.waitpid(worker.process, 0)
        inside = self._board.scenario(worker.number)
        if worker.planned and worker.planned.number == inside:
            self._break(worker, _how(status))
        elif not farewell and not self._run.interrupted:
            where = "after its last scenario" if worker.ending else "between two scenarios"
            after = f", after “{worker.last.title}”" if worker.last else ""
            self._run.besides.append(f"worker {worker.number} died ({_how(status)}) {where}{after}")
            if worker.planned:  # which it never came to
                self._schedule.back(worker.planned)
                worker.planned = None
        self._board.scenario_begins(worker.number, 0)
        if not worker.ending:
            self._run.deaths += 1
            self._fruitless += 1
            if self._fruitless >= FRUITLESS:
                self._run.end(SuiteFailure("workers die again and again", "see what they wrote, or run with -j 1"))
            elif not self._schedule.over:
                self._start(worker.number)
        self._settled(worker)

    def _break(self, worker: Worker, how: str) -> None:
        """It died in a scenario."""
        planned = worker.planned
        assert planned is not None
        step = self._step(worker)
        words = sentence(step) if step else ""
        where = f" during “{words}”" if words else ""
        if planned.tried_again and planned.outcome:  # it died in the attempt after the one that is reported
            planned.earlier = [*planned.earlier, planned.outcome]
            planned.tried_again = planned.reported = False
        planned.outcome = Outcome("error", f"worker {worker.number} died ({how}){where}", step=words, cause=TEST)
        self._tell("scenario_finished", planned)
        self._run.heal(planned)

    def _step(self, worker: Worker) -> "Step | None":
        """The sentence that a worker is at."""
        number = self._board.step(worker.number)
        steps = list(worker.planned.scenario.all_steps) if worker.planned else []
        return steps[number - 1] if 0 < number <= len(steps) else None

    def _end_in_time(self) -> None:
        """Once the run is interrupted: nothing more is handed out, and workers have so long to clean up."""
        interrupted, now = self._run.interruptions.received is not None, time.monotonic()
        if interrupted and self._deadline == float("inf"):
            self._deadline = now + PATIENCE
            self._schedule.stop()
            self._signal(signal.SIGTERM)
        elif now > self._deadline:
            self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        for worker in self._workers:
            os.kill(worker.process, number)

    def _show(self) -> None:
        """Tell what is under way, if anybody wants to know."""
        if any(hasattr(formatter, "under_way") for formatter in self._runner.formatters):
            self._tell("under_way", [(one.planned, self._step(one)) for one in self._workers if one.planned])

    def _tell(self, event: str, *args: object) -> None:
        """Tell the reports that the parent writes; the others have heard it from the worker."""
        for formatter in self._runner.formatters:
            if not getattr(formatter, "in_workers", False) and (method := getattr(formatter, event, None)):
                method(*args)


def _how(status: int) -> str:
    """A status of waitpid in words."""
    if os.WIFSIGNALED(status):
        return f"killed by {signal.Signals(os.WTERMSIG(status)).name}"
    return f"exit status {os.WEXITSTATUS(status)}"
