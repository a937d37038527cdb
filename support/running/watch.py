"""Watching that the environment lives, and ending a run at once when a part of it has died."""

import signal
import threading
from collections.abc import Callable, Sequence
from types import FrameType

from support.environments.protocol import Casualty
from support.evidence.logs import told
from support.failures import EnvironmentFailure

POLL = 0.05  # seconds between looks at the environment
GRACE = 0.8  # seconds a step has to notice by itself before it is interrupted


def obituary(casualty: Casualty) -> EnvironmentFailure:
    """The failure that a casualty means, with the unit's last three lines."""
    lines = " | ".join(told(line) for line in casualty.last_lines[-3:] if line.strip())
    return EnvironmentFailure(
        f"{casualty.unit} of {casualty.platform} died at {casualty.when.astimezone():%H:%M:%S} "
        f"({casualty.how}); last lines: {lines or 'none'}",
        "mend what it says there, or see what else runs on this machine, and start again",
    )


class Watch:
    """Looks at the environment from a thread of its own.

    A step that waits through `support.observing.waiting` ends by `check`, its alarm. One that is stuck elsewhere
    (a query, a page, a socket) is interrupted by a signal after `GRACE`.
    """

    def __init__(self, casualties: Callable[[], Sequence[Casualty]]) -> None:
        self._casualties = casualties
        self._over = threading.Event()
        self._seen = threading.Event()
        self._in_step = False
        self._before = signal.signal(signal.SIGUSR1, self._interrupt)
        self._thread = threading.Thread(target=self._look, name="casualties", daemon=True)
        self._thread.start()

    def first(self, *, settle: float = 0.0) -> Casualty | None:
        """The first casualty; waits up to `settle` seconds for one to become known."""
        if settle:
            self._seen.wait(settle)
        return next(iter(self._casualties()), None)

    def check(self) -> None:
        """Raise EnvironmentFailure when something has died."""
        if self._seen.is_set() and (casualty := self.first()):
            raise obituary(casualty)

    def step_begins(self) -> None:
        """From here the step may be interrupted."""
        self._in_step = True

    def step_ends(self) -> None:
        """From here nothing may be interrupted."""
        self._in_step = False

    def close(self) -> None:
        """Stop watching."""
        self._over.set()
        self._thread.join()
        signal.signal(signal.SIGUSR1, self._before)

    def _look(self) -> None:
        while not self._over.wait(POLL):
            if self._casualties():
                self._seen.set()
                break
        while not self._over.wait(GRACE):
            if self._in_step:
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGUSR1)

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._in_step:
            self._in_step = False  # once: what the step does on its way out is left in peace
            self.check()
