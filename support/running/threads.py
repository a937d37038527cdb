"""Threads that steps have left behind: Python would wait for them at its end."""

import atexit
import os
import sys
import threading
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from support.running.planned import Planned

GRACE = 0.5
"""Seconds in which a thread may end by itself when the run is over."""


class Threads:
    """Knows of each thread which scenario started it."""

    def __init__(self) -> None:
        self._of: dict[threading.Thread, str] = {}
        self.note("before the first scenario")

    def note(self, whose: "str | Planned") -> None:
        """Whatever thread is new was started by this scenario."""
        for thread in threading.enumerate():
            if thread not in self._of:
                self._of[thread] = whose if isinstance(whose, str) else f"of {whose.location} “{whose.title}”"

    def left(self) -> list[str]:
        """A sentence on each that Python would wait for, once it had time to end."""
        self.note("started outside of scenarios")
        deadline = time.monotonic() + GRACE
        for thread in lingering():
            thread.join(max(0.0, deadline - time.monotonic()))
        return [f"a thread is left: {one.name}, {self._of[one]}{_place(one)}" for one in lingering()]


def lingering() -> list[threading.Thread]:
    """The threads that Python waits for at its end."""
    every: Iterable[threading.Thread] = threading.enumerate()
    return [one for one in every if one is not threading.current_thread() and not one.daemon]


def leave(status: int) -> NoReturn:
    """End this process without waiting for threads."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status)


def _place(thread: threading.Thread) -> str:
    """Where it is, as far as that can be known: the innermost place that is no library's."""
    frame = sys._current_frames().get(thread.ident or 0)
    while frame and (frame.f_code.co_filename == threading.__file__ or "/lib/python" in frame.f_code.co_filename):
        frame = frame.f_back
    return f", in {frame.f_code.co_filename}:{frame.f_lineno}" if frame else ""
