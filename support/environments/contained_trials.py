"""A second copy of a service, started in the container of the one that runs, to see how it ends.

A container of its own would cost most engines a second or more for each copy, and its network interface would upset
browsers on this machine. Image, user, command, files and network are those of the one that runs; only what it is told
differs. The container needs a shell with `env`.
"""

from __future__ import annotations

import secrets
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from support.environments import engine, stacks
from support.environments.events import FIRST_SIGNAL
from support.environments.protocol import TRIAL_LIMIT, Trial
from support.failures import EnvironmentFailure
from support.observing.waiting import looks

if TYPE_CHECKING:
    from python_on_whales import Container

ENDS_WITHIN = 1.5
"""Seconds in which a copy that was told something wrong has ended; asking it meanwhile would only slow it down."""
GRACE = 5.0
"""Seconds that a copy has to end by itself when it is asked to."""
PROBE_LIMIT = 5.0
"""Seconds that a health check may take."""
PORTS = range(20_000, 30_000)
"""Inside the network of a container, where little else listens."""
TELLING_ITS_NUMBER = ("sh", "-c", 'echo "$$"; exec "$@"', "sh")
"""Before a command, so that the first line is the number of its process in the container."""


def attempt(original: Container, changes: Mapping[str, str | None], folder: Path) -> Trial:
    """Start a copy with some of its environment variables changed (None: not set), and see how it ends.

    Nothing of it runs afterwards, however this ends. EnvironmentFailure when the container does not run.
    """
    name = f"{original.name}-trial-{secrets.token_hex(4)}"
    settings, output = folder / f"{name}.env", folder / f"{name}.log"
    told = {"PORT": str(secrets.choice(PORTS)), **changes}
    stacks.Variables({key: value for key, value in told.items() if value is not None}).write(settings)
    try:
        copy = Copy(original, settings, [key for key, value in told.items() if value is None], output)
        try:
            status = copy.ended()
        finally:
            copy.stop()
        return Trial(status, tuple(copy.lines()))
    finally:
        settings.unlink()
        output.unlink(missing_ok=True)


class Copy:
    """A process in the container of another."""

    def __init__(self, original: Container, settings: Path, missing: list[str], output: Path) -> None:
        model = original.config
        self._inside = ["docker", "exec", "--env-file", str(settings), original.name]
        unset = [word for name in missing for word in ("-u", name)]
        command = ["env", *unset, *(model.entrypoint or []), *(model.cmd or [])]
        test = (model.healthcheck and model.healthcheck.test) or []
        check = ["sh", "-c", *test[1:]] if test[:1] == ["CMD-SHELL"] else test[1:]
        self._check = ["env", *unset, *check]  # it is not to ask the original where the copy has no port
        self._output = output
        with output.open("ab") as written:
            self._process = subprocess.Popen(
                [*self._inside, *TELLING_ITS_NUMBER, *command], stdout=written, stderr=subprocess.STDOUT
            )

    def ended(self) -> int | None:
        """How it ended; nothing when it was ready, or ran on until the limit."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(ENDS_WITHIN)
        for _ in looks(TRIAL_LIMIT):
            status = self._process.poll()
            if status is not None:
                self.lines()  # which says so when it never began
                return FIRST_SIGNAL - status if status > FIRST_SIGNAL else status
            if self._is_ready():
                return None
        return None

    def stop(self) -> None:
        """Ask it to end, and make it when it does not."""
        for signal in ("TERM", "KILL"):
            for _ in looks(GRACE):
                if self._process.poll() is not None or self._all_lines():
                    break
            if self._process.poll() is not None:
                return
            kill = ["sh", "-c", f"kill -{signal} {self._all_lines()[0]}"]
            subprocess.run([*self._inside, *kill], capture_output=True, check=False)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(GRACE)
        raise EnvironmentFailure(f"a copy of {self._inside[-1]} does not end", "restart that container")

    def lines(self) -> list[str]:
        """All that it wrote so far. EnvironmentFailure when it did not even begin."""
        first, *rest = self._all_lines() or [""]
        if not first.isdecimal():
            raise engine.failure_of("docker exec", "\n".join((first, *rest)))
        return rest

    def _all_lines(self) -> list[str]:
        return self._output.read_text(encoding="utf-8", errors="replace").splitlines()

    def _is_ready(self) -> bool:
        with suppress(subprocess.TimeoutExpired):
            answer = subprocess.run(
                [*self._inside, *self._check], capture_output=True, timeout=PROBE_LIMIT, check=False
            )
            return answer.returncode == 0
        return False
