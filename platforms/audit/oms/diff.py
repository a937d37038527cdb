"""What a change changed: field by field, with the values before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Difference:
    """The fields of a document that are not what they were, by name in alphabetical order."""

    fields: list[str]
    old: dict[str, Any]
    new: dict[str, Any]


def difference(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Difference:
    """From one version to the next; None is a version in which the document is not there.

    A field that came or went has a value on one side only.
    """
    before, after = dict(old or {}), dict(new or {})
    changed = sorted(
        name
        for name in before.keys() | after.keys()
        if name not in before or name not in after or before[name] != after[name]
    )
    return Difference(
        changed,
        {name: before[name] for name in changed if name in before},
        {name: after[name] for name in changed if name in after},
    )
