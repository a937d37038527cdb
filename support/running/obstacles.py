"""Why a run cannot start, or broke off: each as a failure of the suite, in one sentence."""

import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from behave.exception import (  # its FileNotFoundError is not Python's
    ConfigError,
    FileNotFoundError,
    InvalidFileLocationError,
    InvalidFilenameError,
)
from behave.parser import ParserError

from support.failures import SuiteFailure
from support.running.escapes import words


def check_assertions() -> None:
    """SuiteFailure when Python leaves assertions out."""
    if sys.flags.optimize:
        raise SuiteFailure(
            "assertions are switched off, so nothing could fail", "unset PYTHONOPTIMIZE, or leave -O away"
        )


@contextmanager
def readable() -> Iterator[None]:
    """What behave says about paths and feature files that it cannot use, as a failure of the suite."""
    try:
        yield
    except FileNotFoundError as error:
        raise SuiteFailure(f"there is no feature file {error}", "name a file or folder that exists") from error
    except ParserError as error:
        raise SuiteFailure(f"a feature file is not well-formed: {one_line(error)}", "mend it") from error
    except (ConfigError, InvalidFileLocationError, InvalidFilenameError) as error:
        raise SuiteFailure(f"behave cannot run this: {one_line(error)}", "name a feature file or folder") from error
    except (SuiteFailure, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise SuiteFailure(f"the run broke off: {located(error)}", "mend the suite") from error


@contextmanager
def parsing(files: Iterable[str]) -> Iterator[None]:
    """Of files that cannot be read at all, behave does not say which."""
    try:
        yield
    except (UnicodeDecodeError, OSError) as error:
        for file in files:
            try:
                Path(file).read_text("utf-8")
            except UnicodeDecodeError as wrong:
                why = f"line {wrong.object[: wrong.start].count(10) + 1} is not UTF-8"
                raise SuiteFailure(f"{file} cannot be read: {why}", "save it in UTF-8") from error
            except OSError as wrong:
                raise SuiteFailure(f"{file} cannot be read: {wrong.strerror}", "mend it") from error
        raise


@contextmanager
def loading() -> Iterator[None]:
    """An error in loading hooks or steps, as a failure of the suite that names file and line."""
    try:
        yield
    except (SuiteFailure, KeyboardInterrupt):
        raise
    except BaseException as error:
        raise SuiteFailure(f"the steps cannot be loaded: {located(error)}", "mend it and start again") from error


def located(error: BaseException) -> str:
    """The error with file and line, in one line."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "site-packages" not in f.filename]
    if isinstance(error, SyntaxError):
        place = f"{error.filename}:{error.lineno}"
    elif frames:
        place = f"{frames[-1].filename}:{frames[-1].lineno}"
    else:
        place = "behave"
    return f"{type(error).__name__} in {place}: {one_line(error)}"


def one_line(error: BaseException) -> str:
    return " ".join(words(error).split())
