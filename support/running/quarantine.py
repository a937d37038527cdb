"""Known failures that do not fail a run for a while: `quarantine.toml` in the project root.

[[scenario]]
feature = "features/veza/playlists.feature"
rule = "The order is kept"              # only where the feature has the name under several rules
name = "when tracks are added"          # as the feature has it
row = { role = "artist" }               # only some rows of an outline; all without it
owner = "Ada"
reason = "waits for the new storage, VZ-417"
until = 2026-12-31                      # the last day
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from support.evidence import masking
from support.failures import SuiteFailure
from support.running.selection import Identity

FILE = "quarantine.toml"
TABLE = "scenario"
OPTIONAL = ("rule", "row")
FIELDS = {
    "feature": "the path of a feature file, in quotes",
    "rule": "the name of a rule, in quotes",
    "name": "the name of a scenario, in quotes",
    "row": 'a table of headings and cells, such as { role = "artist" }',
    "owner": "who sees to it, in quotes",
    "reason": "a sentence, in quotes",
    "until": "the last day, such as 2026-12-31, without quotes",
}


@dataclass(frozen=True)
class QuarantineEntry:
    """One entry of the file: which scenarios, and who answers for them until when."""

    number: int  # its place in the file, from 1
    feature: str
    name: str
    owner: str  # masked, as is the reason
    reason: str
    until: date
    rule: str = ""
    row: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        """The entry, as sentences name it."""
        row = f" ({', '.join(f'{heading}: {cell}' for heading, cell in self.row)})" if self.row else ""
        return f"entry {self.number} of {FILE} (“{self.name}”{row} of {self.feature})"

    def fits(self, identity: Identity) -> bool:
        """True when the entry is about that scenario."""
        return (
            (self.feature, self.name) == (identity.path, identity.name)
            and self.rule in ("", identity.rule)
            and set(self.row) <= set(identity.row)
        )

    def expired(self, today: date) -> bool:
        """True after the last day."""
        return today > self.until

    @property
    def words(self) -> str:
        """Who answers for it, until when and why."""
        return f"{self.owner}, until {self.until}: {self.reason}"


@dataclass(frozen=True)
class Quarantine:
    """The entries of the file; `strangers` are those that fit no scenario of the features read."""

    entries: tuple[QuarantineEntry, ...] = ()
    strangers: tuple[QuarantineEntry, ...] = ()

    def of(self, identity: Identity) -> QuarantineEntry | None:
        """The entry that is about a scenario."""
        return next((entry for entry in self.entries if entry.fits(identity)), None)


def load(root: Path, identities: Collection[Identity]) -> Quarantine:
    """Read the file, and see what it says about these scenarios; nothing is quarantined when there is no file.

    SuiteFailure names file and entry when it is not well-formed, lacks a field, or leaves open which entry or
    which rule is meant.
    """
    if not (root / FILE).exists():
        return Quarantine()
    import tomllib

    try:
        told = tomllib.loads((root / FILE).read_text("utf-8"))
    except OSError as error:
        raise SuiteFailure(f"{FILE} cannot be read: {error.strerror}", "mend that or take it away") from None
    except ValueError as error:  # TOMLDecodeError, UnicodeDecodeError
        raise SuiteFailure(f"{FILE} is not well-formed: {error}", "mend it") from None
    tables = told.pop(TABLE, [])
    if told or not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        what = f"{FILE} holds {', '.join(told)}" if told else f"{TABLE} in {FILE} is no list of entries"
        raise SuiteFailure(what, f"begin each entry with [[{TABLE}]]")
    entries = tuple(_entry(number, table) for number, table in enumerate(tables, start=1))
    meant: dict[Identity, QuarantineEntry] = {}
    for entry in entries:
        fitting = [identity for identity in identities if entry.fits(identity)]
        if len({identity.rule for identity in fitting}) > 1:
            raise SuiteFailure(f"{entry} fits scenarios of several rules", "name the rule")
        for identity in fitting:
            if other := meant.get(identity):
                raise SuiteFailure(f"{entry} is about the same scenario as entry {other.number}", "take one out")
            meant[identity] = entry
    return Quarantine(entries, tuple(entry for entry in entries if entry not in meant.values()))


def _entry(number: int, table: Mapping[str, Any]) -> QuarantineEntry:
    where = f"entry {number} of {FILE}" + (f" (“{table['name']}”)" if isinstance(table.get("name"), str) else "")
    for field in table:
        if field not in FIELDS:
            import difflib

            near = difflib.get_close_matches(field, FIELDS, 1)
            advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(FIELDS)}"
            raise SuiteFailure(f"{where} has a field {field!r}, which means nothing", advice)
    for field, meaning in FIELDS.items():
        if field not in table:
            if field not in OPTIONAL:
                raise SuiteFailure(f"{where} lacks {field}", f"it has to be {meaning}")
        elif not _right(field, table[field]):
            raise SuiteFailure(f"{field} in {where} is {str(table[field])!r}", f"it has to be {meaning}")
    told = {field: masking.mask(table[field]) for field in ("owner", "reason")}
    return QuarantineEntry(number, **{**table, **told, "row": tuple(table.get("row", {}).items())})


def _right(field: str, value: object) -> bool:
    if field == "until":
        return isinstance(value, date) and not isinstance(value, datetime)
    if field == "row":
        return isinstance(value, dict) and bool(value) and all(isinstance(cell, str) for cell in value.values())
    return isinstance(value, str) and bool(value.strip())
