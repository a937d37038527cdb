"""How well events are described, and what is known of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from hamcrest import assert_that, equal_to

from support.observing.together import at_the_same_time
from support.systems.answers import data
from support.systems.events.catalogue import Catalogue
from support.systems.events.discovery import Discovery
from support.systems.events.facts import Company, Facts, Speaker, words
from support.systems.system import System

NAME = "An evening"
EVERYTHING = Facts(
    NAME,
    description=f"An evening of honey, wax, {'· ' * 4_900} hives and bees, with friends in the old mill.",
    date=datetime(2027, 5, 1, 18, tzinfo=UTC),
    place="Basel",
    speakers=(Speaker("Ada", role="judge"),),
    companies=(Company("Bold Labs", "venue"),),
    topics=("Bees",),
)
NOTHING = Facts(NAME)
TEXTS = {
    "place": EVERYTHING.place,
    "topics": EVERYTHING.topics[0],
    "companies": EVERYTHING.companies[0].name,
    "description": "Honey, wax, hives and bees, with friends in the old mill.",
    "speakers": EVERYTHING.speakers[0].name,
}
"""What each thing says in words; those of the description are at the beginning and the end of a very long one."""
KNOWN: Mapping[str, Mapping[str, Any]] = {
    "a name": {},
    "a description of 50 letters": {"description": "日本語éß" * 10},
    "a description of 51 letters": {"description": "x" * 51},
    "50 letters between blanks for a description": {"description": f"  {'x' * 50}\n "},
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
    def __init__(self, system: System, catalogue: Catalogue, discovery: Discovery) -> None:
        self._system, self._catalogue, self._discovery = system, catalogue, discovery
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
            facts = replace(facts, **{step["thing"]: getattr(EVERYTHING, step["thing"])})
            self._change(facts, step["thing"], nearer=True)
            self.check_quality(int(step["quality"]))
            self._catalogue.check_shown(self.last)

    def add_at_once(self) -> None:
        """Each thing is told by a program of its own, at the same moment, and is all that it tells."""
        body, client = EVERYTHING.body(), self._catalogue.kept_by()
        path = f"/api/v1/events/{self.last}"
        told = [{thing: body[thing]} for thing in ("date", *TEXTS)]
        for reply in at_the_same_time([partial(client.request, "PATCH", path, json=one) for one in told]):
            data(reply)
        self._catalogue.facts[self.last] = EVERYTHING
        self._catalogue.check_shown(self.last)

    def check_worsened(self) -> None:
        """Each thing that is taken away lowers it by its weight, down to that of a name alone."""
        facts = self._catalogue.facts[self.last]
        for thing in ("speakers", "place", "description", "companies", "date", "topics"):
            facts = replace(facts, **{thing: getattr(NOTHING, thing)})
            self._change(facts, thing, nearer=False)
            self.check_quality(facts.quality)
            self._catalogue.check_shown(self.last)

    def _change(self, facts: Facts, thing: str, *, nearer: bool) -> None:
        """From then on it is found by every word that is told of it, by no other, and is nearer to what was added."""
        text = TEXTS.get(thing, "")
        before = self._nearness(text)
        self._catalogue.change(self.last, facts, thing)
        if text:
            what = f'whether it is nearer to "{text}" than before'
            assert_that(self._nearness(text) > before, equal_to(nearer), what)
        told = {word for one in facts.texts().values() for word in words(one)}
        for word in sorted({word for one in EVERYTHING.texts().values() for word in words(one)}):
            found = [one["id"] for one in self._discovery.search(word)]
            assert_that(found, equal_to([self.last] if word in told else []), f'what is found by "{word}"')

    def _nearness(self, text: str) -> float:
        """Of the event, which is the only one, to a text."""
        return float(self._discovery.search(text, by="meaning")[0]["score"]) if text else 0.0
