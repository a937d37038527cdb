"""The features that are measured: what is in them, and how they are written into a folder."""

import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from textwrap import indent

from tools.stages import ROOT

# Scenarios by feature. The first two differ in size as Veza's features do, the third far more.
EQUAL = (1, 4, 5, 6, 13, 9, 7, 10, 9, 10, 6)
SHORT = (13, 50, 62, 75, 163, 112, 88, 125, 112, 125, 75)
UNEQUAL = (5, 1, 8, 2, 3, 35, 13, 21)
STEPS = Path(__file__).with_name("steps.txt")


@dataclass(frozen=True)
class Case:
    """Scenarios to run, each of which lets some seconds pass; a sequence of seconds for each feature."""

    name: str
    title: str
    features: tuple[tuple[float, ...], ...]
    rounds: int = 3
    """How often it is measured, unless somebody says otherwise: more often where a hundredth decides."""

    @property
    def seconds(self) -> list[float]:
        """What each scenario takes, in the order of the features. A scenario's number is its place here."""
        return [seconds for feature in self.features for seconds in feature]

    @property
    def files(self) -> list[str]:
        """The features' files, seen from the project's folder."""
        return [f"features/part_{number:02}.feature" for number in range(len(self.features))]


def cases(*, quick: bool) -> list[Case]:
    """What is measured; `quick` takes the first four features of each, to see whether all of it works."""
    number = 4 if quick else None
    equal = split([0.1] * sum(EQUAL), EQUAL)[:number]
    short = split([0.001] * sum(SHORT), SHORT)[:number]
    unequal = split(heavy_tail(sum(UNEQUAL), shortest=0.02, longest=4.0, seed=4), UNEQUAL)[:number]
    times = [seconds for feature in unequal for seconds in feature]
    told = f"{min(times) * 1000:.0f} ms to {max(times):.1f} s, {sum(times):.1f} s together"
    return [
        Case("equal", f"{sum(map(len, equal))} scenarios of 0.1 s", equal, rounds=9),
        Case("short", f"{sum(map(len, short)):,} scenarios of 1 ms", short),
        Case("unequal", f"{len(times)} scenarios of {told}", unequal),
    ]


def split(seconds: Sequence[float], sizes: Sequence[int]) -> tuple[tuple[float, ...], ...]:
    """Scenarios put into features of these sizes, in order."""
    return tuple(tuple(seconds[begin:end]) for begin, end in pairwise(accumulate(sizes, initial=0)))


def heavy_tail(number: int, *, shortest: float, longest: float, seed: int) -> list[float]:
    """Times of which most are short and a few are very long, in milliseconds' steps, in an order drawn from the seed.

    They are the quantiles of a Pareto distribution cut off at both ends, so that the seed decides nothing but
    the order.
    """
    steepness = 0.6
    rest = (shortest / longest) ** steepness
    found = [
        round(shortest * (1 - (place + 0.5) / number * (1 - rest)) ** (-1 / steepness), 3) for place in range(number)
    ]
    random.Random(seed).shuffle(found)
    return found


def write(case: Case, folder: Path, *, hooks: bool) -> None:
    """Make a project of the case in the folder, and of nothing else; with the suite's own hooks or with none."""
    shutil.rmtree(folder, ignore_errors=True)
    for name in ("features", "steps"):
        (folder / name).mkdir(parents=True)
    shutil.copy(STEPS, folder / "steps" / "work.py")
    if hooks:
        shutil.copy(ROOT / "environment.py", folder)
    # What a step writes is left alone by all of them, as the suite has it.
    (folder / "behave.ini").write_text("[behave]\npaths = features\ncapture = false\ncapture_hooks = false\n", "utf-8")
    first = 0
    for file, feature in zip(case.files, case.features, strict=True):
        (folder / file).write_text(gherkin(file, first, feature), "utf-8")
        first += len(feature)


def gherkin(name: str, first: int, feature: Sequence[float]) -> str:
    """The text of a feature whose scenarios have the numbers from `first` on.

    A third of them stands by itself, a third in a rule, and a third is an outline's rows in that rule.
    """
    numbered = [(first + place, f"{seconds:g}") for place, seconds in enumerate(feature)]
    one, two = len(numbered) // 3, len(numbered) * 2 // 3
    outline = "Scenario Outline: work <number>\n  When work <number> takes <seconds> seconds\n\n  Examples:\n"
    rows = "".join(f"    | {number} | {seconds} |\n" for number, seconds in [("number", "seconds"), *numbered[two:]])
    plain = "\n".join(map(_scenario, numbered[:one]))
    ruled = "\n".join([*map(_scenario, numbered[one:two]), outline + rows])
    return f"Feature: {name}\n\n{indent(plain, '  ')}\n  Rule: work takes its time\n\n{indent(ruled, '    ')}"


def _scenario(numbered: tuple[int, str]) -> str:
    number, seconds = numbered
    return f"Scenario: work {number}\n  When work {number} takes {seconds} seconds\n"
