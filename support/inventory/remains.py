"""What may stay behind on a platform: `support/systems/<platform>/remains.toml` declares it, each with a reason."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from support.failures import SuiteFailure
from support.inventory.left import CHANGED, LEFT, REMOVED
from support.inventory.things import KINDS, Thing

SYSTEMS = Path(__file__).resolve().parents[1] / "systems"


@dataclass(frozen=True)
class Remain:
    """A kind of thing that scenarios leave by contract, and why nobody can do otherwise.

    `place` and `name` are patterns with `*` and `?`. A row has to have the values `having`, and something other
    than null in the columns `filled`.
    """

    kind: str
    because: str
    place: str = "*"
    name: str = "*"
    having: Mapping[str, Any] = field(default_factory=dict)
    filled: tuple[str, ...] = ()
    changes: bool = False
    """Whether what was there before may also be another afterwards, such as a row that counts."""
    goes: bool = False
    """Whether what was there before may also be gone afterwards, such as the row of a process that died."""

    def covers(self, thing: Thing) -> bool:
        """Whether this thing is one of these."""
        return (
            self.kind == thing.kind
            and fnmatchcase(thing.place, self.place)
            and fnmatchcase(thing.name, self.name)
            and all(column in thing.content and thing.content[column] == value for column, value in self.having.items())
            and all(thing.content.get(column) is not None for column in self.filled)
        )

    def allows(self, change: str) -> bool:
        """Whether that may have happened to one of these: `LEFT`, `CHANGED` or `REMOVED`."""
        return {LEFT: True, CHANGED: self.changes, REMOVED: self.goes}[change]


def load_remains(platform: str, systems: Path = SYSTEMS) -> list[Remain]:
    """What is declared for a platform; nothing where there is no such file. SuiteFailure when it is wrong."""
    file = systems / platform / "remains.toml"
    if not file.is_file():
        return []
    try:
        tables = tomllib.loads(file.read_text(encoding="utf-8"))["remains"]
        return [_remain(table) for table in tables]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        fault = f"{error} is missing" if isinstance(error, KeyError) else str(error)
        raise SuiteFailure(
            f"{file} is wrong: {fault}", "mend it; support/inventory/remains.py says what it may hold"
        ) from error


def _remain(table: Mapping[str, Any]) -> Remain:
    remain = Remain(**{**table, "filled": tuple(table.get("filled", ()))})
    if remain.kind not in KINDS:
        raise ValueError(f"there is no kind {remain.kind!r}, only {', '.join(KINDS)}")
    if not remain.because.strip():
        raise ValueError(f"a {remain.kind} remains for no reason")
    return remain
