"""What was found out about an event so far. The first who says something is believed; lists are added to."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from platforms.events.extractor import dates
from platforms.events.shape import Involved, Relation, SpeakerRole, SpokenOf, Told

TITLE_LETTERS = 200
MOST_NAMED = 100
MOST_TOPICS = 30
TAG = re.compile(r"<[^<>]{0,500}>")


def plain(text: str) -> str:
    """Text in one line: no mark-up, no control characters, nothing that is not shown, blanks as one."""
    text = TAG.sub(" ", text)
    kept = (
        letter if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") else " " for letter in text
    )
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


class Clues:
    def __init__(self, language: str) -> None:
        self.language = language
        self._name = self._description = self._place = ""
        self._date: datetime | None = None
        self._speakers: dict[str, SpokenOf] = {}
        self._companies: dict[str, Involved] = {}
        self._topics: dict[str, str] = {}

    def name(self, text: str) -> None:
        self._name = self._name or plain(text)[:TITLE_LETTERS].strip()

    def description(self, text: str) -> None:
        self._description = self._description or plain(text)[:10_000].strip()

    def place(self, text: str) -> None:
        self._place = self._place or plain(text)[:TITLE_LETTERS].strip()

    def date(self, text: str) -> None:
        if self._date is None and text:
            found = dates.read(text, self.language)
            self._date = found if found is not None and 1900 <= found.year < 9999 else None

    def speaker(self, name: str, company: str = "", role: SpeakerRole = "speaker") -> None:
        name, company = plain(name)[:TITLE_LETTERS].strip(), plain(company)[:TITLE_LETTERS].strip()
        if name and len(self._speakers) < MOST_NAMED:
            self._speakers.setdefault(name.casefold(), SpokenOf(name=name, company=company, role=role))

    def company(self, name: str, relation: Relation = "partner") -> None:
        name = plain(name)[:TITLE_LETTERS].strip()
        if name and len(self._companies) < MOST_NAMED:
            self._companies.setdefault(name.casefold(), Involved(name=name, relation=relation))

    def topics(self, names: list[str]) -> None:
        for name in (plain(name).strip("# ")[:60].strip() for name in names):
            if name and len(self._topics) < MOST_TOPICS:
                self._topics.setdefault(name.casefold(), name)

    @property
    def has_name(self) -> bool:
        return bool(self._name)

    def told(self) -> Told | None:
        """All of it; None when there is too little to speak of an event: a name, and one thing more."""
        more = (self._date, self._place, self._speakers, self._companies, self._topics)
        if not self._name or not any(more):
            return None
        return Told(
            name=self._name,
            description=self._description,
            date=self._date,
            place=self._place,
            speakers=list(self._speakers.values()),
            companies=list(self._companies.values()),
            topics=list(self._topics.values()),
        )
