"""What workers, and whoever hands out their work, know of the runner."""

from typing import Any, Protocol

from support.running.planned import Planned
from support.running.run import Run
from support.running.threads import Threads


class Stage(Protocol):
    """Where scenarios are run: what of the runner a worker needs."""

    config: Any
    context: Any
    features: list[Any]
    formatters: list[Any]
    undefined_steps: list[Any]
    threads: Threads
    aborted: bool

    def announce(self, event: str, *args: Any) -> None:
        """Tell the formatters that have a method of that name."""

    def announce_unreached(self, planned: Planned) -> None:
        """Tell of a scenario that a hook before it, or the end of the run, did not let run."""

    def run_hook(self, hook_name: str, *args: Any) -> bool:
        """Run a hook; True when it went well."""

    def run_feature(self, run: Run, feature: Any, seen: list[Planned]) -> bool:
        """Run a feature, or what a worker runs of it; `seen` has, when it is over, the scenarios it has come to."""
