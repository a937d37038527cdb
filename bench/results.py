"""What was measured, whether it keeps the limits, and how it is told."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bench import schedule
from bench.cases import Case
from bench.contestants import Contestant
from bench.measuring import Timing

IDEAL = 1.08  # the equal case: times the ideal
BEHAVEX = 0.75  # the equal case: times behavex in its better scheme
OVERHEAD = 0.001  # the short case: seconds above the ideal for each scenario
SCHEDULE = 1.05  # the unequal case: times the ideal

Figure = Literal["wall", "within", "cpu"]
HEAD = (
    "median", "shortest to longest", "× ideal", "above ideal, each", "first to last scenario", "processor time",
)  # fmt: skip


@dataclass
class Series:
    """All runs of one contestant."""

    contestant: Contestant
    timings: list[Timing] = field(default_factory=list)

    @property
    def fault(self) -> str:
        """Why its figures are void; empty when they are not."""
        return next((one.fault for one in self.timings if one.fault), "" if self.timings else "it never ran")

    def median(self, figure: Figure = "wall") -> float:
        """The median of a figure of `Timing`, in seconds."""
        return statistics.median([float(getattr(one, figure)) for one in self.timings])


@dataclass
class Comparison:
    """All contestants on one case."""

    case: Case
    workers: int
    series: list[Series]

    @property
    def ideal(self) -> float:
        """A time that no schedule beats, in seconds."""
        return schedule.lower_bound(self.case.seconds, self.workers)

    def best(self, kind: str) -> float | None:
        """The median wall time of the quickest of a kind, in seconds; None when no figure of the kind counts."""
        medians = [one.median() for one in self.series if one.contestant.kind == kind and not one.fault]
        return min(medians, default=None)


@dataclass(frozen=True)
class Verdict:
    """Whether one limit is kept."""

    limit: str
    found: str
    kept: bool

    def __str__(self) -> str:
        return f"{'kept  ' if self.kept else 'MISSED'} {self.limit}: {self.found}"


def verdicts(comparisons: Sequence[Comparison]) -> list[Verdict]:
    """The limits, judged by the medians of wall times. One that void figures leave open is missed."""
    by_name = {one.case.name: one for one in comparisons}
    equal, short, unequal = by_name["equal"], by_name["short"], by_name["unequal"]
    behavex = equal.best("behavex")
    overhead = len(short.case.seconds) * OVERHEAD
    return [
        judged(f"{equal.case.title}: at most {IDEAL} × ideal", equal.best("cold"), IDEAL * equal.ideal),
        judged(
            f"{equal.case.title}: at most {BEHAVEX} × behavex in its better scheme",
            equal.best("cold"),
            BEHAVEX * behavex if behavex is not None else None,
        ),
        judged(
            f"{short.case.title}: at most {OVERHEAD * 1000:g} ms above the ideal for each",
            short.best("cold"),
            short.ideal + overhead,
        ),
        judged(f"{unequal.case.title}: at most {SCHEDULE} × ideal", unequal.best("timed"), SCHEDULE * unequal.ideal),
    ]


def judged(limit: str, seconds: float | None, allowed: float | None) -> Verdict:
    """The verdict on a time that is allowed to be so long; None stands for a figure that does not count."""
    if seconds is None or allowed is None:
        return Verdict(limit, "the figures are void", False)
    return Verdict(limit, f"{seconds:.2f} s, and {allowed:.2f} s are allowed", seconds <= allowed)


def like_for_like(equal: Comparison) -> str:
    """The equal case beside behavex once more: with reports on both sides, and with none on either."""
    pairs = {"with reports": ("whole", "behavex"), "without any": ("cold", "behavex lean")}
    told = []
    for what, (ours, theirs) in pairs.items():
        mine, other = equal.best(ours), equal.best(theirs)
        told.append(f"{what} {mine / other:.2f} × behavex" if mine and other else f"{what} the figures are void")
    return f"Like for like, {equal.case.title}: {', '.join(told)}."


def row(series: Series, comparison: Comparison) -> list[str]:
    """What a table says of a contestant, in the order of `HEAD`."""
    if series.fault:
        return [f"void: {series.fault}", *[""] * (len(HEAD) - 1)]
    wall, ideal = series.median(), comparison.ideal
    walls = [one.wall for one in series.timings]
    each = (wall - ideal) / len(comparison.case.seconds)
    return [
        f"{wall:.2f} s",
        f"{min(walls):.2f} to {max(walls):.2f} s",
        f"{wall / ideal:.2f}",
        f"{each * 1000:.2f} ms",
        f"{series.median('within'):.2f} s",
        f"{series.median('cpu'):.2f} s",
    ]


def section(comparison: Comparison) -> str:
    """The comparison in Markdown."""
    case, workers = comparison.case, comparison.workers
    known = schedule.longest_first(case.seconds, workers)
    lines = [
        f"## {case.title}, {workers} workers",
        "",
        f"Ideal: {comparison.ideal:.2f} s, which no schedule beats; longest first takes {known:.2f} s. "
        f"Figures are medians; runs of each: {len(comparison.series[0].timings)}.",
        "",
        *map(_line, [["", *HEAD], ["---", *["---:"] * len(HEAD)]]),
        *(_line([one.contestant.name, *row(one, comparison)]) for one in comparison.series),
    ]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def markdown(
    about: Mapping[str, str], comparisons: Sequence[Comparison], more: Sequence[str], judged: Sequence[Verdict]
) -> str:
    """The whole page. `more` are sections besides the comparisons."""
    commands = {one.contestant.name: one.contestant.command for each in comparisons for one in each.series}
    parts = [
        INTRODUCTION,
        "\n".join(f"- {verdict}" for verdict in judged) + "\n",
        *(like_for_like(one) + "\n" for one in comparisons if one.case.name == "equal"),
        "\n".join(f"- {name}: {value}" for name, value in about.items()) + "\n",
        *map(section, comparisons),
        *more,
        "## Commands\n",
        "\n".join(f"- {name}: `{command}`" for name, command in commands.items()) + "\n",
    ]
    return "\n".join(parts)


INTRODUCTION = """\
# The parallel runner beside other ways to run the same features

Made by `make bench`; every run is in `results.json`. Times are of the whole command, from the start of its shell
to its end. All took turns, round after round. A figure counts only when every scenario ran once and the command
ended with status 0. Limits are judged on this runner without formatters and hooks, and on behavex as it comes.

![Times](results.svg)
"""


def record(
    about: Mapping[str, str], comparisons: Sequence[Comparison], veza: Any, judged: Sequence[Verdict]
) -> dict[str, Any]:
    """The same for machines. Times in seconds."""
    return {
        "about": dict(about),
        "limits": [vars(verdict) for verdict in judged],
        "cases": [
            {
                "name": one.case.name,
                "title": one.case.title,
                "workers": one.workers,
                "scenarios": len(one.case.seconds),
                "ideal": one.ideal,
                "contestants": [
                    {
                        "name": series.contestant.name,
                        "kind": series.contestant.kind,
                        "command": series.contestant.command,
                        "runs": [vars(timing) for timing in series.timings],
                    }
                    for series in one.series
                ],
            }
            for one in comparisons
        ],
        "veza": veza,
    }
