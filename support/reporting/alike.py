"""Scenarios that failed alike, so that fifty of them are one line."""

from collections import defaultdict
from collections.abc import Iterable

from support.running.planned import Planned


def alike(planned: Iterable[Planned]) -> list[list[Planned]]:
    """These scenarios in groups of equal failures, the group of the first of them first."""
    groups: dict[tuple[str, str], list[Planned]] = defaultdict(list)
    for one in planned:
        if one.outcome:
            groups[one.outcome.cause, one.outcome.key or one.location].append(one)
    return list(groups.values())
