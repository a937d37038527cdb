"""Events as the tables of features tell of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from support.systems.events.facts import Company, Facts, Speaker


def read(table: Iterable[Mapping[str, str]]) -> list[Facts]:
    """One event per row; of the columns `event, topics, speaker, company, place, description, date` any may be missing.

    Several topics, speakers or companies stand with commas between them, and "Ada of Bold" is Ada with her company.
    """
    return [_event(row) for row in table]


def rows(context: Any) -> list[dict[str, str]]:
    """The rows of the table below a sentence."""
    assert context.table is not None, "no table stands below the sentence"
    return [dict(row.items()) for row in context.table]


def _event(row: Mapping[str, str]) -> Facts:
    return Facts(
        name=row["event"],
        description=row.get("description", ""),
        date=_date(row.get("date", "")),
        place=row.get("place", ""),
        speakers=tuple(speaker(one) for one in _list(row.get("speaker", ""))),
        companies=tuple(Company(one) for one in _list(row.get("company", ""))),
        topics=tuple(_list(row.get("topics", ""))),
    )


def speaker(text: str) -> Speaker:
    """`Ada Adler`, or `Ada Adler of Bold Labs`."""
    name, _, company = text.partition(" of ")
    return Speaker(name, company)


def _list(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def _date(text: str) -> datetime | None:
    return datetime.fromisoformat(text).replace(tzinfo=UTC) if text else None
