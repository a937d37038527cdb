"""Dates as people write them on pages, in English, German, French and Spanish."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from platforms.events.vectoriser import words

MONTHS = [
    "january januar janvier enero jan ene",
    "february februar fevrier febrero feb fev fevr",
    "march marz maerz mars marzo mar mrz",
    "april avril abril apr avr abr",
    "may mai mayo",
    "june juni juin junio jun",
    "july juli juillet julio jul juil",
    "august aout agosto aug ago",
    "september septembre septiembre sep sept",
    "october oktober octobre octubre oct okt",
    "november novembre noviembre nov",
    "december dezember decembre diciembre dec dez dic",
]
MONTH_OF = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}

ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?")
NUMBERS = re.compile(r"\b(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\b")
SLASHES = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
DAY_FIRST = re.compile(
    r"\b(\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+|of\s+)?([^\W\d_]{3,12})\.?,?\s+(?:de[l]?\s+)?(\d{4})\b"
)
MONTH_FIRST = re.compile(r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
CLOCK = re.compile(r"\b(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm|a\.m\.|p\.m\.|uhr|h)?\b", re.IGNORECASE)
NEAR = 40
"""How far behind its date a time of day may stand, in letters."""


def read(text: str, language: str = "en") -> datetime | None:
    """The first date in a text, with the time of day that follows it; None when there is none.

    A time without a zone is UTC. `03/04/2027` is in March for a page in English, else in April.
    """
    if found := ISO.search(text):
        return _iso(found)
    candidates = [
        (found.start(), found.end(), moment)
        for pattern, make in (
            (NUMBERS, lambda found: (found[3], found[2], found[1])),
            (SLASHES, lambda f: (f[3], f[1], f[2]) if language == "en" else (f[3], f[2], f[1])),
            (DAY_FIRST, lambda found: (found[3], _month(found[2]), found[1])),
            (MONTH_FIRST, lambda found: (found[3], _month(found[1]), found[2])),
        )
        for found in pattern.finditer(text)
        if (moment := _moment(*make(found))) is not None
    ]
    if not candidates:
        return None
    _, end, day = min(candidates, key=lambda one: one[0])
    hour, minute = _clock(text[end : end + NEAR])
    return day.replace(hour=hour, minute=minute)


def _iso(found: re.Match[str]) -> datetime | None:
    year, month, day, hour, minute, zone = found.groups()
    try:
        text = f"{year}-{month}-{day}T{hour or '00'}:{minute or '00'}:00{(zone or '+00:00').replace('Z', '+00:00')}"
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _month(name: str) -> int | None:
    plain = words(name)
    return MONTH_OF.get(plain[0]) if plain else None


def _moment(year: str, month: str | int | None, day: str) -> datetime | None:
    try:
        return datetime(int(year), int(month), int(day), tzinfo=UTC) if month is not None else None
    except ValueError:
        return None


def _clock(text: str) -> tuple[int, int]:
    """The first time of day in a text; midnight when there is none."""
    for found in CLOCK.finditer(text):
        hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower().replace(".", "")
        if not found[2] and not half:
            continue
        if half in ("am", "pm"):
            hour = hour % 12 + (12 if half == "pm" else 0)
        if hour < 24 and minute < 60:
            return hour, minute
    return 0, 0
