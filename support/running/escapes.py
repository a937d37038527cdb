"""What steps, hooks and clean-ups raise, as something that behave and the reports can take.

behave takes an `Exception`. What else is raised (`SystemExit`, `GeneratorExit`, …) would end the run on its way out,
and a text that cannot be read, or has no end, whoever reads it.
"""

import os
import sys
import traceback
from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import NoReturn

from support.evidence import masking
from support.observing.broken import UNSEEN

LIMIT = 12_000
"""Characters of a message that anybody reads."""


def shortened(text: str, limit: int = LIMIT) -> str:
    """The beginning of a text that is longer than `limit` characters, and how much is left out."""
    more = len(text) - limit
    return text if more <= 0 else f"{text[:limit]}… and {more} more characters"


def words(error: BaseException) -> str:
    """What an exception says of itself, however it was written; shortened."""
    try:
        return shortened(masking.mask(str(error)))  # a secret that is cut in two would not be known
    except KeyboardInterrupt:
        raise
    except BaseException as why:
        return f"{type(error).__name__} cannot be read: its text raises {type(why).__name__}"


def tame(error: BaseException) -> Exception:
    """The exception itself where it does no harm, else one that stands for it: of its kind, with its name and words.

    What says that something was not seen (`UNSEEN`) is an AssertionError from here on.
    """
    unseen = isinstance(error, tuple(UNSEEN))
    if isinstance(error, Exception) and not unseen and _harmless(error):
        return error
    text = words(error)
    base: type[Exception] = AssertionError if unseen else type(error) if isinstance(error, Exception) else Escaped
    try:
        kind = _stand_in(type(error).__name__, base, text)
        instead = kind.__new__(kind, text)
        instead.__dict__.update(vars(error))
    except Exception:  # some kinds cannot be derived from, or are made in a way of their own
        kind = _stand_in(type(error).__name__, AssertionError if isinstance(error, AssertionError) else Escaped, text)
        instead = kind(text)
    instead.args = (text,)
    return instead.with_traceback(error.__traceback__)


class Escaped(Exception):
    """Something that is no `Exception`, and was raised by a step, a hook or a clean-up."""


def _harmless(error: Exception) -> bool:
    try:
        return len(str(error)) <= LIMIT and len(repr(error)) <= 2 * LIMIT
    except KeyboardInterrupt:
        raise
    except BaseException:
        return False


def _stand_in(name: str, base: type[Exception], text: str) -> type[Exception]:
    said = {"__str__": lambda _: text, "__repr__": lambda _: f"{name}({text!r})", "__module__": base.__module__}
    return type(name, (base,), said)


class Contained:
    """Keeps in what is raised within: only what is an `Exception` that can be read, and Ctrl-C, goes on from here.

    A process that was forked within ends here as well: it is not the runner.
    """

    def __enter__(self) -> None:
        self._process = os.getpid()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if os.getpid() != self._process:
            end_child(error)
        if error is None or isinstance(error, KeyboardInterrupt):
            return
        if (instead := tame(error)) is not error:
            raise instead from None


def contained(function: Callable[[], object]) -> Callable[[], object]:
    """The same function, contained; it keeps its name, by which failures tell of it."""

    @wraps(function)
    def call() -> object:
        with Contained():
            return function()

    return call


class Watched:
    """Within, `os._exit` cannot end this process as if its run had been seen to its end.

    Statuses from 128 on tell of a signal and stay; a process that was forked within ends as it wants to.
    """

    STATUS = 2

    def __enter__(self) -> None:
        self._process, self._exit = os.getpid(), os._exit
        os._exit = self._end

    def __exit__(self, *_: object) -> None:
        os._exit = self._exit

    def _end(self, status: int) -> NoReturn:
        if os.getpid() == self._process and status < 128:
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            told = f"\nos._exit({status}) ended the run: what had not been run by then was not seen.\n"
            os.write(sys.__stderr__.fileno() if sys.__stderr__ else 2, told.encode())
            status = self.STATUS
        self._exit(status)


def end_child(error: BaseException | None) -> NoReturn:
    """End a process that a step has forked, as Python would at the end of its program."""
    status = 0
    if isinstance(error, SystemExit):
        status = error.code if isinstance(error.code, int) else int(error.code is not None)
    elif error is not None:
        status = 1
        traceback.print_exception(error)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(status & 0xFF)
