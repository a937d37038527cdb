"""Which scenarios are likely to notice a defect: those that speak of the same things. It only says who goes first."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence

from proof.judging import Ran

SHORTEST_WORD = 3
ENDINGS = ("ing", "ed", "es", "er", "ly", "s")
SHORTEST_STEM = 3


def likeliest(told: str, scenarios: Collection[Ran], all_scenarios: Sequence[Ran], count: int) -> frozenset[str]:
    """Ids of so many of these scenarios that have most in common with what is told of a defect.

    A word counts the more, the fewer of all scenarios have it.
    """
    rare = Counter(word for one in all_scenarios for word in words(one.text))
    wanted = words(told)

    def common(one: Ran) -> float:
        return sum(math.log(len(all_scenarios) / rare[word]) for word in words(one.text) & wanted)

    return frozenset(one.id for one in sorted(scenarios, key=common, reverse=True)[:count])


def words(text: str) -> frozenset[str]:
    """The words of a text without their commonest endings, and without the shortest, which stand everywhere."""
    found = re.findall(r"[a-z]+", text.lower())
    return frozenset(_stem(word) for word in found if len(word) >= SHORTEST_WORD)


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word.removesuffix(ending)
    return word
