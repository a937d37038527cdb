"""Which worker ran what, in which order: written down, so that a run can be repeated with all its neighbours."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.failures import SettingsFailure
from support.files import put
from support.running.schedule import Need, Repetition, Schedule, longest_first, quickest_first

if TYPE_CHECKING:
    from support.running.planned import Planned
    from support.running.run import Run

NAME = "placement.json"


def schedule(run: "Run", seconds: "Callable[[Planned], float]", *, stops: bool) -> "Schedule[Planned]":
    """The schedule of a run: as before, as chance has it, the longest first; or, to stop soon, the quickest first."""

    def need(planned: "Planned") -> Need:
        return planned.need.elsewhere if run.apart and planned.disrupts else planned.need

    if run.settings.placement:
        return _repetition(run, need, _read(run.settings.placement))
    if run.settings.order == "random":
        return Schedule(run.planned, need)
    if stops:
        return Schedule(quickest_first(run.planned, need, seconds), need)
    return Schedule(longest_first(run.planned, need, seconds), need)


def workers(run: "Run") -> int:
    """How many workers a run needs that repeats another; 1 for any other."""
    if not run.settings.placement:
        return 1
    return max((entry["worker"] for entry in _read(run.settings.placement)), default=1)


def write(run: "Run") -> None:
    """Write down what was begun, in order, as `placement.json` in the reports folder."""
    begun = sorted((one for one in run.planned if one.turn), key=lambda one: one.turn)
    entries = [{"worker": one.worker, "scenario": one.identity.key} for one in begun]
    put(run.reports / NAME, json.dumps(entries, ensure_ascii=False, indent=0) + "\n")


def _repetition(run: "Run", need: "Callable[[Planned], Need]", entries: list[dict[str, Any]]) -> "Repetition[Planned]":
    by_key = {planned.identity.key: planned for planned in run.planned}
    placed = {by_key[entry["scenario"]]: int(entry["worker"]) for entry in entries if entry["scenario"] in by_key}
    return Repetition([*placed, *(one for one in run.planned if one not in placed)], need, placed)


def _read(file: Path) -> list[dict[str, Any]]:
    try:
        entries = json.loads(file.read_text("utf-8"))
        return [{"worker": int(entry["worker"]), "scenario": str(entry["scenario"])} for entry in entries]
    except (OSError, ValueError, KeyError, TypeError):
        raise SettingsFailure(
            f"{file} does not say which worker ran what", f"name the {NAME} of an earlier run"
        ) from None
