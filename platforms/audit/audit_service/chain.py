"""The chain that makes tampering evident: each record is sealed together with the one before, and the end as well.

A seal is an HMAC with a key that the database does not have, so whoever writes into the database cannot make one.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from platforms.audit.audit_service.record import words

BEGINNING = "0" * 64
"""The seal before the first one."""


@dataclass(frozen=True)
class End:
    """Where a chain ends."""

    position: int
    seal: str


class Finding(BaseModel):
    """Something that is not as it was recorded."""

    kind: Literal["changed", "missing", "swapped", "appended", "cut_short"]
    position: int
    event_id: UUID | None
    says: str
    """In a sentence for people."""


def seal(key: str, position: int, before: str, content: Mapping[str, Any]) -> str:
    """The seal of a record at its position."""
    told = f"{position}|{before}|".encode() + words(content)
    return hmac.new(key.encode(), told, hashlib.sha256).hexdigest()


def closing(key: str, end: End) -> str:
    """The seal of the end of a chain."""
    return hmac.new(key.encode(), f"end|{end.position}|{end.seal}".encode(), hashlib.sha256).hexdigest()


def links(key: str, end: End, contents: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """What makes each of these a record: its position, the seal before and its own, from the end of the chain on."""
    position, previous = end.position, end.seal
    for content in contents:
        position += 1
        own = seal(key, position, previous, content)
        yield {"position": position, "previous": previous, "seal": own}
        previous = own


def check(key: str, rows: Sequence[Mapping[str, Any]], end: End, closed: str) -> list[Finding]:
    """Everything that is wrong with a chain, in the order of positions; empty when all is as it was recorded.

    `rows` in the order of their positions. Each record is judged by its own seal, so what was done to one does not
    make those after it look changed.
    """
    findings: list[Finding] = []
    broken: list[Mapping[str, Any]] = []
    expected, before = 1, BEGINNING
    for row in rows:
        position = row["position"]
        if position > end.position:
            findings.append(_finding("appended", row, "was put behind the end by somebody else"))
            continue
        whole = seal(key, position, row["previous"], row) == row["seal"]
        if position > expected:
            findings += _gap(expected, position - 1)
        elif whole and before and row["previous"] != before:
            whole = False  # genuine, but of another chain
        if not whole:
            broken.append(row)
        before, expected = row["seal"] if whole else "", position + 1
    findings += _gap(expected, end.position)
    findings += _told_apart(key, broken)
    if not hmac.compare_digest(closing(key, end), closed):
        said = "The end of the records was changed."
        findings.append(Finding(kind="cut_short", position=end.position, event_id=None, says=said))
    return sorted(findings, key=lambda finding: finding.position)


def _told_apart(key: str, broken: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Records that changed places, and those that were changed."""
    swapped: dict[int, int] = {}
    for at, one in enumerate(broken):
        for other in broken[at + 1 :]:
            crossed = _belongs(key, one, other) and _belongs(key, other, one)
            if crossed and not {one["position"], other["position"]} & swapped.keys():
                swapped[one["position"]] = other["position"]
                swapped[other["position"]] = one["position"]
    for row in broken:
        if place := swapped.get(row["position"]):
            yield _finding("swapped", row, f"and record {place} have changed places")
        else:
            yield _finding("changed", row, "is not what was recorded")


def _belongs(key: str, row: Mapping[str, Any], place: Mapping[str, Any]) -> bool:
    """Whether what a row says was recorded in the place of another, be it that its seal went with it or stayed."""
    moved = seal(key, place["position"], row["previous"], row)
    stayed = seal(key, place["position"], place["previous"], row)
    return bool(moved == row["seal"] or stayed == place["seal"])


def _gap(first: int, last: int) -> list[Finding]:
    return [
        Finding(kind="missing", position=position, event_id=None, says=f"Record {position} is missing.")
        for position in range(first, last + 1)
    ]


def _finding(kind: Literal["changed", "swapped", "appended"], row: Mapping[str, Any], says: str) -> Finding:
    what = f"{row['action']} of {row['resource_name']} by {row['actor_username']}"
    return Finding(
        kind=kind, position=row["position"], event_id=row["event_id"], says=f"Record {row['position']} ({what}) {says}."
    )
