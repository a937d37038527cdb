"""What somebody who waits for the run reads."""

import shutil
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from textwrap import indent, wrap
from typing import TYPE_CHECKING, Any

from behave.formatter.base import Formatter  # type: ignore[import-untyped]

from support.reporting.alike import alike
from support.reporting.live import LONG, LiveLine
from support.reporting.tallies import VERDICTS, WORDS, counted, judged
from support.running.outcome import QUARANTINED, Outcome, sentence

if TYPE_CHECKING:
    from support.running.model import Step
    from support.running.planned import Planned
    from support.running.run import Run

MARKS = {"passed": "✓", "failed": "✗", "skipped": "–", "untested": "·", QUARANTINED: "⊘"}
COLOURS = {"passed": "32", "failed": "31", "skipped": "36", "untested": "2", QUARANTINED: "33"}
LINES = 40  # of a reason; the report has all of it
REASON = "      "


class ConsoleFormatter(Formatter):  # type: ignore[misc]  # behave has no types
    """One line per scenario; failures at once, with reason, evidence and the command that replays them."""

    name = "console"
    description = "One line per scenario, failures at once, a summary by platform and promise"
    summarises = True  # behave's own summary would say it twice

    def __init__(self, stream_opener: Any, config: Any) -> None:
        super().__init__(stream_opener, config)
        self.stream = self.open()
        if hasattr(self.stream, "reconfigure"):
            self.stream.reconfigure(errors="replace")  # a terminal that lacks a letter is no reason to fail
        self._live = LiveLine(self.stream)
        self._coloured = config.has_colored_mode(self.stream)
        self._run: Run | None = None
        self._heading = ("", "")
        self._current: Planned | None = None
        self._told: set[Planned] = set()
        self._since: dict[Planned, float] = {}
        self._told_at: dict[Planned, float] = {}

    def run_started(self, run: "Run") -> None:
        """Remember the run."""
        self._run = run

    def progress(self, text: str) -> None:
        """Show what is being done, until the next word."""
        self._live.show(text)

    def told(self, text: str) -> None:
        """Print a remark."""
        self._live.print(f"    {text}")

    def scenario_started(self, planned: "Planned") -> None:
        """Print the headings when feature or rule changes."""
        self._current = planned
        self._since[planned] = self._told_at[planned] = time.monotonic()
        if self._side_by_side:
            return
        heading = (planned.scenario.feature.filename, planned.identity.rule)
        if heading[0] != self._heading[0]:
            self._live.print()
            platform = f"{planned.identity.platform} · " if planned.identity.platform else ""
            self._live.print(self._paint("1", f"{platform}{planned.scenario.feature.name}"))
        if heading != self._heading and heading[1]:
            self._live.print(f"  {heading[1]}")
        self._heading = heading
        self._live.show(f"    … {planned.title}")

    def step_started(self, step: "Step") -> None:
        """Show the sentence that is being carried out."""
        if self._current:
            self._live.show(f"    … {self._current.title}: {sentence(step)}")

    def rests(self) -> None:
        """Be ready for a fork."""
        self._live.rest()

    def under_way(self, doing: "Sequence[tuple[Planned, Step | None]]") -> None:
        """Show what all workers are at; where nothing can be shown in passing, what takes long."""
        told = [f"{planned.title}: {sentence(step)}" if step else planned.title for planned, step in doing]
        if self._run:
            self._live.draw(f"    … {len(self._told)} of {len(self._run.planned)} done; {' · '.join(told)}")
        now = time.monotonic()
        for (planned, _), text in zip(doing, told, strict=True):
            if not self.stream.isatty() and now - self._told_at[planned] >= LONG:
                self._told_at[planned] = now
                self._live.print(f"    … {text} ({now - self._since[planned]:.0f} s so far)")

    def scenario_finished(self, planned: "Planned") -> None:
        """Print the scenario's line, and of a failure all that leads on."""
        outcome = planned.outcome or Outcome("untested")
        if planned.tried_again:
            again = f"{WORDS[outcome.status]}, is tried again: {_first_line(outcome)}"
            self._live.print(f"    ↻ {self._place(planned)}{planned.title}  {again}")
            return
        self._told.add(planned)
        row = f" ({planned.row})" if planned.row else ""
        word = "" if outcome.status in {"passed", "failed"} or self._dry else f"  {WORDS[outcome.status]}"
        if planned.flaky:
            word = f"  flaky: passed at attempt {len(planned.earlier) + 1}"
        if outcome.status in {"skipped", "untested"} and outcome.reason and not self._dry:
            word += f": {outcome.reason}"
        if planned.quarantined and outcome.forgiven:
            word = f"  {WORDS[outcome.status]}, quarantined ({planned.quarantined.words})"
        mark = MARKS.get(planned.standing, "!")
        line = f"    {mark} {self._place(planned)}{planned.title}{row}{word}"
        seconds = "" if outcome.status == "untested" else f"  {planned.seconds:.2f} s"
        self._live.print(f"{self._paint(COLOURS.get(planned.standing, '31'), line)}{seconds}")
        if outcome.bad:
            self._tell_failure(planned, outcome)
        self._current = None

    @property
    def _side_by_side(self) -> bool:
        return self._run is not None and self._run.jobs > 1

    def _place(self, planned: "Planned") -> str:
        """Where a scenario stands, for a line that has no heading above it."""
        if not self._side_by_side or self._run is None:
            return ""
        platform = f"{planned.identity.platform} · " if len(self._run.platforms) > 1 else ""
        return f"{platform}{planned.scenario.feature.name} · "

    @property
    def _dry(self) -> bool:
        return self._run is not None and self._run.dry

    def run_finished(self, run: "Run") -> None:
        """Print what was never reached because a hook failed, and the summary."""
        if run.failure is None:
            for planned in run.bad:
                if planned not in self._told:
                    self.scenario_started(planned)
                    self.scenario_finished(planned)
        self._live.close()
        if run.failure and not run.began:
            self._live.print("No scenario ran.")
        elif not run.dry:
            self._summary(run)

    def _tell_failure(self, planned: "Planned", outcome: Outcome) -> None:
        if outcome.step:
            self._live.print(f"{REASON}{outcome.step}")
        lines = outcome.reason.splitlines() or ["no reason is known"]
        if len(lines) > LINES:
            lines[LINES:] = [f"… {len(lines) - LINES} more lines are in the report"]
        self._live.print(indent("\n".join(lines), REASON + "  "))
        if planned.evidence:
            self._live.print(f"{REASON}Evidence: {_near(planned.evidence)}")
        if self._run:
            self._live.print(f"{REASON}Replay:   {self._run.replay(planned)}")

    def _summary(self, run: "Run") -> None:
        by_platform: dict[str, list[Planned]] = defaultdict(list)
        for planned in run.planned:
            by_platform[planned.identity.platform].append(planned)
        self._live.print()
        for platform, scenarios in sorted(by_platform.items()):
            seconds = sum(one.seconds for one in scenarios)
            name = self._paint("1", platform or "scenarios")
            self._live.print(f"{name}: {_counted(scenarios)}, {seconds:.1f} s")
            for line in _promises(scenarios):
                self._live.print(f"  {line}")
        if run.bad:
            self._live.print()
            self._live.print("To look into:")
            for equal in alike(run.bad):
                self._live.print(f"  {_told_of(equal)}")
            if again := run.repeat():
                self._live.print(f"  All of it again, as it was: {again}")
        if run.forgiven:
            self._live.print()
            self._live.print(f"Quarantined: {len(run.forgiven)}")
            for one in run.forgiven:
                self._live.print(f"  {one.location}  {one.title}  ({one.quarantined and one.quarantined.words})")
        for error in run.besides:
            self._live.print(f"Besides: {error}")
        self._live.print()
        self._live.print(f"{_counted(run.planned)}. Seed {run.settings.seed}. Reports: {_near(run.reports)}")

    def _paint(self, colour: str, text: str) -> str:
        return f"\x1b[{colour}m{text}\x1b[0m" if self._coloured else text


def _counted(planned: "list[Planned]") -> str:
    return counted(one.standing for one in planned) or "0 scenarios"


def _told_of(equal: "Sequence[Planned]") -> str:
    """One scenario, or several that failed alike."""
    first = equal[0]
    where = f"{first.location}  {first.title}"
    if len(equal) == 1 or first.outcome is None:
        return where
    return f"{where}, and {len(equal) - 1} more: {len(equal)} × {first.outcome.key}"


def _status(planned: "Planned") -> str:
    return planned.outcome.status if planned.outcome else "untested"


def _promises(planned: "list[Planned]") -> list[str]:
    """Lines that say of each promise what was seen of it."""
    verdicts: dict[str, list[str]] = {verdict: [] for verdict in VERDICTS}
    for one in judged((one.promises, _status(one)) for one in planned):
        verdicts[one.verdict].append(str(one))
    width = shutil.get_terminal_size().columns - 16
    return [
        line
        for word, promises in verdicts.items()
        if promises
        for line in wrap(", ".join(promises), max(width, 40), initial_indent=f"{word:14}", subsequent_indent=" " * 14)
    ]


def _first_line(outcome: Outcome) -> str:
    return outcome.reason.partition("\n")[0]


def _near(path: Path) -> str:
    """The path as seen from here where that is shorter."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)
