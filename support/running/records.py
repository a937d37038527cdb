"""What a run leaves for machines, as far as the runner has to know: that it is begun, and ended, at the right time."""

from pathlib import Path
from typing import Any, Protocol

from support.running.run import Run


class Records(Protocol):
    """The records of a run. What they raise as an OSError makes the reports incomplete."""

    def take_away(self, reports: Path) -> None:
        """Take away what the last run has left."""

    def begin(self, run: Run) -> None:
        """Leave a record that says that this run has begun."""

    def reporter(self, run: Run, config: Any) -> Any:
        """A reporter, as behave knows them, that was begun with the run; `config` is behave's."""

    def foresee(self) -> None:
        """Get ready what the end of the run needs."""

    def conclude(self, run: Run, status: int) -> None:
        """Write what the run has found; `status` is that with which it exits."""
