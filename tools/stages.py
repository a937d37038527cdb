"""Telling what long work is doing: one line per stage, with its seconds. Standard library only."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"


# What lies behind long messages of pip, npm, apt and Playwright, wherever in them it stands.
CAUSES = re.compile(
    r"\[Errno -?\d+\] [^'\")\n]+|certificate verify failed|Could not (?:connect|resolve) [^\n]+"
    r"|\b(?:connect ECONNREFUSED|getaddrinfo E\w+|ETIMEDOUT|ENOSPC)\b[^\n]*"
)
# A line in which pip, npm, apt or Playwright says what is wrong. npm begins with codes, which its next lines explain.
COMPLAINT = re.compile(r"(?:(?:ERROR|Error|E|Err|fatal):|npm (?:error|ERR!)) +(?! |code |errno |syscall )(.+)")
CONSEQUENCE = "(from versions: none)"  # as pip ends when it has reached no index


def cause(output: str) -> str:
    """The line of a command's output that says why it failed, as far as one can tell: the first that complains."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    complaints = [found[1] for line in lines if (found := COMPLAINT.match(line))]
    known = CAUSES.search("\n".join(complaints))
    if not known and (not complaints or CONSEQUENCE in complaints[0]):
        known = CAUSES.search(output)
    return known.group() if known else (complaints[:1] or lines[-1:] or ["it said nothing"])[0]


class ToolFailure(Exception):
    """Something that the machine lacks, or was asked for in vain. The message says what, and how to mend it."""


class CommandFailure(ToolFailure):
    """A command went wrong; `cause` is the line of its output that says why, as far as one can tell."""

    def __init__(self, command: Sequence[str | Path], log: Path) -> None:
        self.cause = cause(log.read_text(encoding="utf-8", errors="replace"))
        super().__init__(f"{Path(command[0]).name} failed ({self.cause}); see {log}")


@contextmanager
def stage(what: str, *, otherwise: str = "failed") -> Iterator[None]:
    """Print `what`, then the seconds it took; after the word `otherwise` when it came to nothing."""
    print(f"  {what} ... ", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(f"{otherwise} after {time.monotonic() - began:.1f} s", flush=True)
        raise
    print(f"{time.monotonic() - began:.1f} s", flush=True)


def run(command: Sequence[str | Path], *, log: Path, env: Mapping[str, str] | None = None, cwd: Path = ROOT) -> None:
    """Run a command with its output in `log`; `CommandFailure` when it fails."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as out:
        ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=env, cwd=cwd, check=False)
    if ended.returncode:
        raise CommandFailure(command, log)


def ending(main: Callable[[], int]) -> None:
    """Call `main` and end the process; a `ToolFailure` is status 2 and its message, without a traceback.

    So is what the file system refuses: a read-only folder, a full disk.
    """
    try:
        status = main()
    except ToolFailure as failure:
        print(failure, file=sys.stderr)
        status = 2
    except OSError as error:
        if error.filename is None:
            raise
        print(f"{error.filename} cannot be used ({error.strerror}); mend that and repeat the command", file=sys.stderr)
        status = 2
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)
