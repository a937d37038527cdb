"""The journal of a scenario as a reader wants it: one line for each thing that happened, in order."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from support.evidence.journal import Entry

LONGEST = 400  # characters of one detail
FIRST, LAST = 400, 1_600
"""Entries that are shown, from the beginning and the end."""


def timeline(entries: "Sequence[Entry]", dropped: int = 0) -> str:
    """The entries with local times to the millisecond; details below each, cut to `LONGEST`.

    `dropped`: how many were not kept in the first place. Whatever is left out is told.
    """
    lines: list[str] = []
    left_out = max(len(entries) - FIRST - LAST, 0)
    for number, entry in enumerate(entries):
        if left_out and FIRST <= number < FIRST + left_out:
            lines += [f"… {left_out} entries are left out here …"] * (number == FIRST)
            continue
        local = entry.at.astimezone()
        if not lines:
            lines.append(f"Times are those of UTC{local:%z}.\n")
        lines.append(f"{local:%H:%M:%S}.{local.microsecond // 1000:03}  {entry.channel:9}  {entry.what}")
        lines += [f"{'':25}{name}: {_indented(detail(value))}" for name, value in entry.details.items()]
    if dropped:
        lines.append(f"\n{dropped} entries in the middle were not kept.")
    return "\n".join(lines) + "\n"


def detail(value: Any) -> str:
    """A detail as text, cut to `LONGEST`, which is told."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text) - LONGEST} more characters)"


def _indented(text: str) -> str:
    return text.replace("\n", "\n" + " " * 27)
