"""When a run is green: the one rule, for runs one by one and side by side, and for whoever reads their records."""

from collections.abc import Iterable, Mapping
from typing import Any

COUNTED = frozenset({"passed", "quarantined"})


def counts(standing: str, reason: str) -> bool:
    """Whether what became of a planned scenario lets the run be green: it passed, its failure is forgiven, or it was
    skipped for a reason. Whatever was not run does not, for whichever cause."""
    return standing in COUNTED or (standing == "skipped" and bool(reason))


def owing(scenarios: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The scenarios of a run's record (`run.json`) that keep it from being green; an empty list for a green run."""
    return [one for one in scenarios if not counts(one["standing"], one["reason"])]
