"""FILE:LINE on the command line: which scenarios stand there, as whoever clicks on a line in an editor means it."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from behave.model_type import FileLocation
from behave.runner_util import parse_features

ALWAYS = frozenset({"setup", "teardown"})
"""Tags of scenarios that behave runs whatever line is named."""


def parse(locations: Iterable[FileLocation], language: str | None) -> list[Any]:
    """The features at these places. In each, scenarios that stand at none of the lines named are marked as skipped."""
    features = []
    for file, places in groupby(locations, lambda place: place.filename):
        lines = [place.line for place in places]
        for feature in parse_features([FileLocation(file)], language=language):
            if all(lines):
                keep(feature, lines)
            features.append(feature)
    return features


def keep(feature: Any, lines: Iterable[int]) -> None:
    """Mark all scenarios as skipped but those at these lines."""
    chosen = {id(scenario) for line in lines for scenario in at(feature, line)}
    for scenario in feature.walk_scenarios():
        if id(scenario) not in chosen and not ALWAYS & {str(tag) for tag in scenario.tags}:
            scenario.mark_skipped()


def at(feature: Any, line: int) -> list[Any]:
    """The scenarios at a line: those of the part that begins there, or last before it.

    A part begins with its tags: a feature, a rule, a scenario, an outline with all its rows, one of its `Examples`,
    whose header is a part of it, and each row. What is beyond the end is the last.
    """
    beginnings = sorted(_beginnings(feature), key=lambda beginning: beginning[0])
    after = bisect_right(beginnings, line, key=lambda beginning: beginning[0])
    return beginnings[max(after - 1, 0)][1]


def _beginnings(feature: Any) -> Iterator[tuple[int, list[Any]]]:
    """Where each part begins, and its scenarios."""
    yield 0, feature.walk_scenarios()
    for item in feature.walk_scenarios(with_outlines=True):
        if item.type == "scenario_outline":
            yield _begin(item), item.scenarios
            for examples in item.examples:
                rows = {row.line for row in examples.table.rows} if examples.table else set()
                yield _begin(examples), [one for one in item.scenarios if one.line in rows]
        else:
            yield (item.line if item._row else _begin(item)), [item]
    for rule in feature.iter_rules():
        yield _begin(rule), rule.walk_scenarios()


def _begin(statement: Any) -> int:
    """The line of a statement's first tag, or else its own."""
    return int(min([statement.line, *(tag.line for tag in statement.tags)]))
