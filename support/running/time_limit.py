"""A scenario that hangs ends, with what it was waiting for, and the run goes on."""

import re
import signal
from collections.abc import Iterable
from types import FrameType

from support.observing import waiting

TAG = re.compile(r"limit\.(\d+)")


class TookTooLong(Exception):
    """A scenario was still under way when its time was up."""


def limit_of(tags: Iterable[str], usual: float) -> float:
    """Seconds that a scenario may take: what a tag such as `@limit.300` says, or else what is usual."""
    return max((float(found[1]) for tag in tags if (found := TAG.fullmatch(tag))), default=usual)


class TimeLimit:
    """Ends the step that is under way when the scenario's time is up. For the main thread of a process.

    Nothing else is broken off: hooks and cleaning up go on, and a step that begins late ends at once.
    """

    def __init__(self) -> None:
        self._seconds = 0.0
        self._step = ""
        self._up = False
        self._before = signal.signal(signal.SIGALRM, self._ring)

    def begin(self, seconds: float) -> None:
        """A scenario begins that may take so long."""
        self._seconds, self._up, self._step = seconds, False, ""
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def step_begins(self, sentence: str) -> None:
        """From here the step may be broken off."""
        self._step = sentence
        if self._up:
            self._break_off()

    def step_ends(self) -> None:
        """From here nothing may."""
        self._step = ""

    def end(self) -> None:
        """The scenario is over."""
        signal.setitimer(signal.ITIMER_REAL, 0)
        self._step = ""

    def close(self) -> None:
        """Never ring again."""
        self.end()
        signal.signal(signal.SIGALRM, self._before)

    def _ring(self, _number: int, _frame: FrameType | None) -> None:
        self._up = True
        if self._step:
            self._break_off()

    def _break_off(self) -> None:
        sentence, self._step = self._step, ""  # once: what the step does on its way out is left in peace
        waited = waiting.under_way()
        raise TookTooLong(
            f"the scenario was not over after {self._seconds:g} s; it was at “{sentence}”"
            f"{f', waiting for {waited}' if waited else ''} (a tag such as @limit.600 gives it more time)"
        )
