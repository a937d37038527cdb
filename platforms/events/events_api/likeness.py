"""Whether two speakers are the same person: by their names, and by the companies they are with."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from rapidfuzz.distance import JaroWinkler

SAME = 0.9
PERHAPS = 0.7
SAME_COMPANY = 0.05
OTHER_COMPANY = -0.15
TITLES = frozenset(
    [
        "dr",
        "prof",
        "professor",
        "mr",
        "mrs",
        "ms",
        "mx",
        "herr",
        "frau",
        "mme",
        "m",
        "sir",
        "phd",
        "msc",
        "bsc",
        "mba",
        "ing",
        "dipl",
        "sr",
        "sra",
    ]
)


@dataclass(frozen=True)
class Known:
    """A speaker whom a catalogue has."""

    id: UUID
    normal: str
    company: str


def normal(name: str) -> str:
    """A name in small letters, without accents, titles and punctuation."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    parts = re.findall(r"\w+", plain)
    return " ".join([part for part in parts if part not in TITLES] or parts) or plain.strip()


def score(one: str, other: str, one_company: str, other_company: str) -> float:
    """From 0 to 1, of two names and companies as `normal` gives them; a company that is not known is empty."""
    if not one or not other:
        return 0.0
    alike = JaroWinkler.similarity(one, other)
    if one_company and other_company:
        alike += SAME_COMPANY if one_company == other_company else OTHER_COMPANY
    return min(max(alike, 0.0), 1.0)


def nearest(name: str, company: str, known: Iterable[Known]) -> list[tuple[float, Known]]:
    """Those who are, or may be, the same, the likeliest first; equal ones by id."""
    plain, firm = normal(name), normal(company) if company else ""
    scored = [(score(plain, one.normal, firm, normal(one.company) if one.company else ""), one) for one in known]
    return sorted(
        ((value, one) for value, one in scored if value >= PERHAPS), key=lambda pair: (-pair[0], str(pair[1].id))
    )
