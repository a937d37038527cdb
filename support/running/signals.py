"""Ctrl-C, SIGTERM and SIGHUP: one orderly end for all of them."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class Interruptions:
    """Turns the first signal into KeyboardInterrupt, and says that all is being cleaned up, unless `quiet`.

    The second ends the process on the spot; what is then left behind is swept by the next run.
    """

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self.received: signal.Signals | None = None
        self._times = 0
        self._deferring = 0
        self._before: dict[int, Any] = {}
        self._mask: set[signal.Signals | int] | None = None

    def __enter__(self) -> "Interruptions":
        os.register_at_fork(before=self._forks, after_in_parent=self._unblock, after_in_child=self._forked)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # A signal that whoever started us had switched off (nohup, a shell's background job) stays off.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._handle)
        return self

    def __exit__(self, *_: object) -> None:
        self._hand_back()

    def _forks(self) -> None:
        """Until a child has its own handlers, signals wait."""
        if self._before:
            self._mask = signal.pthread_sigmask(signal.SIG_BLOCK, self._before)

    def _forked(self) -> None:
        """What was forked is not the runner."""
        self._hand_back()
        self._unblock()

    def _unblock(self) -> None:
        mask, self._mask = self._mask, None
        if mask is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)

    def _hand_back(self) -> None:
        """Let signals do again what they did before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._before.clear()

    @contextmanager
    def deferred(self) -> Iterator[None]:
        """A stretch that must not be broken off: a signal in it is noted in `received` and raises nothing."""
        self._deferring += 1
        try:
            yield
        finally:
            self._deferring -= 1

    def _handle(self, number: int, _frame: FrameType | None) -> None:
        self._times += 1
        if self._times == 1:
            self.received = signal.Signals(number)
            if not self._quiet:
                place = sys.__stderr__.fileno() if sys.__stderr__ else 2
                os.write(place, b"\nCleaning up; once more to leave at once.\n")
            if not self._deferring:
                raise KeyboardInterrupt
        else:
            os._exit(128 + number)
