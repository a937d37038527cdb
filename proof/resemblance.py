"""Which scenarios are likely to notice a defect: those that speak of the same things. It only says who goes first."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from proof.judging import Ran

SHORTEST_WORD = 3
ENDINGS = ("ing", "ed", "es", "er", "ly", "s")
SHORTEST_STEM = 3
HEADING = re.compile(r"\s*(Scenario Outline|Scenario Template|Scenario|Example|Rule|Feature|Background):")
ROW = re.compile(r"\s*\|")


class Resemblance:
    """What the scenarios of a run speak of. A word counts the more, the fewer of them have it."""

    def __init__(self, scenarios: Sequence[Ran], root: Path) -> None:
        """`root`: the folder that the places of the scenarios begin at."""
        self._words = {one.id: words(text(one, root)) for one in scenarios}
        self._holders = Counter(word for held in self._words.values() for word in held)

    def likeliest(self, told: str, among: Collection[Ran], count: int) -> frozenset[str]:
        """Ids of so many of these scenarios that have most in common with what is told of a defect."""
        wanted = words(told)

        def common(one: Ran) -> float:
            return sum(math.log(len(self._words) / self._holders[word]) for word in self._words[one.id] & wanted)

        return frozenset(one.id for one in sorted(among, key=common, reverse=True)[:count])


def text(one: Ran, root: Path) -> str:
    """All that a scenario says: its name, its row if it has one, and its steps as they stand in the feature."""
    file, _, number = one.location.rpartition(":")
    lines = (root / file).read_text(encoding="utf-8").splitlines()
    place = int(number) - 1
    first = max((at for at in range(place + 1) if HEADING.match(lines[at])), default=0)
    end = next((at for at in range(first + 1, len(lines)) if HEADING.match(lines[at])), len(lines))
    rule = next((line for line in reversed(lines[:first]) if line.lstrip().startswith("Rule:")), "")
    steps = [line for line in lines[first:end] if not ROW.match(line) and not line.lstrip().startswith("@")]
    return "\n".join([rule, one.name, one.row, *steps])


def words(told: str) -> frozenset[str]:
    """The words of a text without their commonest endings, and without the shortest, which stand everywhere."""
    found = re.findall(r"[a-z]+", told.lower())
    return frozenset(_stem(word) for word in found if len(word) >= SHORTEST_WORD)


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
