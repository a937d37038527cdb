"""The journal of a scenario as a reader wants it: one line for each thing that happened, in order."""

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from support.evidence.journal import Entry

LONGEST = 400  # characters of one detail


def timeline(entries: "Iterable[Entry]", dropped: int = 0) -> str:
    """The entries with local times to the millisecond; details below each, cut to `LONGEST`."""
    lines: list[str] = []
    for entry in entries:
        local = entry.at.astimezone()
        if not lines:
            lines.append(f"Times are those of UTC{local:%z}.\n")
        lines.append(f"{local:%H:%M:%S}.{local.microsecond // 1000:03}  {entry.channel:9}  {entry.what}")
        lines += [f"{'':25}{name}: {_indented(detail(value))}" for name, value in entry.details.items()]
    if dropped:
        lines.append(f"\n{dropped} entries in the middle are left out.")
    return "\n".join(lines) + "\n"


def detail(value: Any) -> str:
    """A detail as text, cut to `LONGEST`, which is told."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… ({len(text) - LONGEST} more characters)"


def _indented(text: str) -> str:
    return text.replace("\n", "\n" + " " * 27)
