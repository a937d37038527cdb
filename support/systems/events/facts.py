"""What is told of events, and what has to follow from it: computed here, never asked of the platform."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

PLACES = (("name", 8), ("topics", 4), ("people", 2), ("else", 1))
"""Where a word of a query may stand, and how much it counts there; the best place counts."""
LONG = 50
EMPTY = frozenset(["a", "an", "and", "at", "for", "in", "of", "on", "or", "the", "to", "with"])
"""Words that say nothing, among those of the features' texts."""
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|\+00:00)")
"""As Events shows a time: in UTC, with milliseconds."""
NO_DATE = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Speaker:
    name: str
    company: str = ""
    role: str = "speaker"


@dataclass(frozen=True)
class Company:
    name: str
    relation: str = "sponsor"


@dataclass(frozen=True)
class Facts:
    """What is told of one event."""

    name: str
    description: str = ""
    date: datetime | None = None
    place: str = ""
    speakers: tuple[Speaker, ...] = ()
    companies: tuple[Company, ...] = ()
    topics: tuple[str, ...] = ()
    url: str | None = None

    @property
    def quality(self) -> int:
        """The published weights: 20, and so much for each thing that is told."""
        told = (
            (15, self.name),
            (20, len(self.description) > LONG),
            (15, self.speakers),
            (10, self.topics),
            (10, self.companies),
            (5, self.place),
            (5, self.date),
        )
        return 20 + sum(weight for weight, there in told if there)

    def body(self) -> dict[str, Any]:
        """As a program tells it: most dates in the time of some place."""
        return {
            "name": self.name,
            "description": self.description,
            "date": _where_it_is(self.date) if self.date else None,
            "place": self.place,
            "speakers": [vars(one) for one in self.speakers],
            "companies": [vars(one) for one in self.companies],
            "topics": list(self.topics),
            **({"url": self.url} if self.url else {}),
        }

    def texts(self) -> dict[str, str]:
        """Its texts, by the place that they are in for a search."""
        people = [f"{one.name} {one.company}" for one in self.speakers] + [one.name for one in self.companies]
        return {
            "name": self.name,
            "topics": " ".join(self.topics),
            "people": " ".join(people),
            "else": f"{self.place} {self.description}",
        }


def shown(event: dict[str, Any]) -> dict[str, Any]:
    """What an event as Events shows it tells, in the form of `Facts.body`; AssertionError for a time that is none."""
    for key in ("date", "scraped_at", "made_at", "changed_at"):
        if event[key] is not None:
            read(event[key])
    keys = ("name", "description", "date", "place", "topics", "url")
    return {
        **{key: event[key] for key in keys},
        "date": moment(read(event["date"])) if event["date"] else None,
        "topics": sorted(event["topics"]),
        "speakers": sorted((one["name"], one["company"], one["role"]) for one in event["speakers"]),
        "companies": sorted((one["name"], one["relation"]) for one in event["companies"]),
        "quality": event["quality"],
    }


def expected(facts: Facts) -> dict[str, Any]:
    """What Events has to show of an event of which this was told."""
    return {
        **{key: getattr(facts, key) for key in ("name", "description", "place")},
        "date": moment(facts.date) if facts.date else None,
        "topics": sorted(facts.topics),
        "speakers": sorted((one.name, one.company, one.role) for one in facts.speakers),
        "companies": sorted((one.name, one.relation) for one in facts.companies),
        "url": facts.url,
        "quality": facts.quality,
    }


def read_back(event: dict[str, Any]) -> Facts:
    """What an event as Events shows it tells, as if somebody had told it."""
    told = shown(event)
    return Facts(
        **{key: told[key] for key in ("name", "description", "place", "url")},
        date=datetime.fromisoformat(event["date"]) if event["date"] else None,
        speakers=tuple(Speaker(*one) for one in told["speakers"]),
        companies=tuple(Company(*one) for one in told["companies"]),
        topics=tuple(told["topics"]),
    )


def read(time: str) -> datetime:
    """A time as Events shows it; AssertionError unless it is in UTC, to the millisecond."""
    assert TIME.fullmatch(time), f"{time} is no time in UTC with milliseconds"
    return datetime.fromisoformat(time)


def moment(time: datetime) -> str:
    """A time as Events writes it."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{time.microsecond // 1000:03}Z"


def _where_it_is(time: datetime) -> str:
    """A time as somebody writes it whose clock is some hours before or behind, or not; the day decides."""
    apart = timedelta(hours=5, minutes=30) * (time.day % 3 - 1)
    return time.astimezone(timezone(apart)).isoformat(timespec="milliseconds") if apart else moment(time)


def words(text: str) -> list[str]:
    """The words of a text in small letters; of those in the features' texts, an s at the end is all of their ending."""
    found = re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text).lower())
    return [word.removesuffix("s") if len(word) > 3 else word for word in found if word not in EMPTY]


def score(facts: Facts, query: str) -> int:
    """How well a search by words has to find this: 0 when a word is missing."""
    texts = {place: set(words(text)) for place, text in facts.texts().items()}
    total = 0
    for word in dict.fromkeys(words(query)):
        best = next((counts for place, counts in PLACES if word in texts[place]), 0)
        if not best:
            return 0
        total += best
    return total


def ranked(known: Iterable[tuple[str, Facts]], query: str) -> list[tuple[str, int]]:
    """The ids of what a search by words has to find, with their scores, in order; `known` are ids with facts."""
    hits = [(identity, facts, score(facts, query)) for identity, facts in known]
    found = sorted(
        (one for one in hits if one[2]),
        key=lambda one: (-one[2], -one[1].quality, one[1].date or NO_DATE, one[0]),
    )
    return [(identity, points) for identity, _, points in found]


def newest_first(known: Sequence[tuple[str, Facts]]) -> list[str]:
    """Ids as a list shows them: the latest date first, those without one last; equal ones by id."""
    dated = sorted(known, key=lambda one: one[0])
    dated.sort(key=lambda one: one[1].date.timestamp() if one[1].date else float("-inf"), reverse=True)
    return [identity for identity, _ in dated]
