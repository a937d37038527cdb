"""How well events are described, and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from hamcrest import assert_that, equal_to

from support.systems.answers import data
from support.systems.events.catalogue import Catalogue
from support.systems.events.facts import Company, Facts, Speaker
from support.systems.system import System

NAME = "An evening"
EVERYTHING = Facts(
    NAME,
    description="An evening on everything there is to know of bees, and a bit more.",
    date=datetime(2027, 5, 1, 18, tzinfo=UTC),
    place="Basel",
    speakers=(Speaker("Ada"),),
    companies=(Company("Bold Labs"),),
    topics=("Bees",),
)
NOTHING = Facts(NAME)
KNOWN: Mapping[str, Mapping[str, Any]] = {
    "a name": {},
    "a description of 50 letters": {"description": "x" * 50},
    "a description of 51 letters": {"description": "x" * 51},
    "a speaker": {"speakers": EVERYTHING.speakers},
    "two speakers": {"speakers": (Speaker("Ada"), Speaker("Bruno"))},
    "a topic": {"topics": EVERYTHING.topics},
    "a company": {"companies": EVERYTHING.companies},
    "a place": {"place": EVERYTHING.place},
    "a date": {"date": EVERYTHING.date},
    "blanks for a place": {"place": "   "},
    "everything": {key: value for key, value in vars(EVERYTHING).items() if key not in ("name", "url")},
}


def facts_with(what: str) -> Facts:
    """Of "a name, a place and a date", in these words."""
    parts = what.replace(" and ", ", ").split(", ")
    return replace(NOTHING, **{key: value for part in parts for key, value in KNOWN[part].items()})


class Describing:
    def __init__(self, system: System, catalogue: Catalogue) -> None:
        self._system, self._catalogue = system, catalogue
        self.last = ""
        """The id of the event that the scenario speaks of."""

    def tell(self, what: str) -> None:
        self.last = self._catalogue.add(facts_with(what))["id"]

    def check_quality(self, quality: int) -> None:
        """In the event, in searches, in lists of this quality and of a better one, in the mean, in the database."""
        event = self._catalogue.get(self.last)
        assert_that(event["quality"], equal_to(quality), "the quality of the event")
        path = f"{self._catalogue.path}/events/search"
        hits = data(self._catalogue.open().get(path, params={"q": event["name"]}))
        assert_that([one["quality"] for one in hits], equal_to([quality]), "its quality in what is found")
        listed = [one["quality"] for one in self._catalogue.listed(quality=quality)]
        assert_that(listed, equal_to([quality]), "its quality in the list of those that have at least this one")
        if quality < 100:
            assert_that(self._catalogue.listed(quality=quality + 1), equal_to([]), "the list of better ones")
        mean = self._catalogue.counted()["mean_quality"]
        assert_that(mean, equal_to(quality), "the mean quality of the catalogue")
        if self._system.database is not None:
            row = self._system.database.value("SELECT quality FROM events.events WHERE id = %s::uuid", (self.last,))
            assert_that(row, equal_to(quality), "its quality in the database")

    def check_improved(self, steps: Sequence[Mapping[str, str]]) -> None:
        """Each thing that is added raises the quality to what the table says."""
        facts = self._catalogue.facts[self.last]
        for step in steps:
            thing = step["thing"]
            facts = replace(facts, **{thing: getattr(EVERYTHING, thing)})
            self._catalogue.change(self.last, facts, thing)
            self.check_quality(int(step["quality"]))
        self._catalogue.check_shown(self.last)

    def check_worsened(self) -> None:
        """Each thing that is taken away lowers it by its weight, down to that of a name alone."""
        facts = self._catalogue.facts[self.last]
        for thing in ("speakers", "place", "description", "companies", "date", "topics"):
            facts = replace(facts, **{thing: getattr(NOTHING, thing)})
            self._catalogue.change(self.last, facts, thing)
            self.check_quality(facts.quality)
