"""Finding events in a catalogue: what is found, beside what has to be, which follows from what was told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from hamcrest import assert_that, equal_to

from support.systems.answers import data
from support.systems.events import facts as told
from support.systems.events.catalogue import Catalogue
from support.systems.events.facts import Facts, moment

Found = list[dict[str, Any]]
SMALL_PAGE = 7
MOST = 10
"""Hits of a search that says nothing of how many it wants."""


class Discovery:
    """What everybody finds in the catalogue of the scenario."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.query = ""
        self.found: Found = []
        """What was found last, best first."""

    def search(self, query: str, by: str = "words") -> Found:
        path = f"{self._catalogue.path}/events/search"
        asked = {"q": query, "by": by}
        self.query = query
        self.found = data(self._catalogue.open().get(path, params=asked))
        return self.found

    def check_expected(self) -> None:
        """What was found is what has every word, the best first, with the scores that follow from where they stand."""
        query = self.query
        expected = told.ranked(self._catalogue.facts.items(), query)[:MOST]
        assert expected, f'"{query}" would tell nothing: nothing has all of its words'
        assert_that(
            [(self._catalogue.name_of(one["id"]), one["score"]) for one in self.found],
            equal_to([(self._catalogue.name_of(identity), score) for identity, score in expected]),
            f'what is found by "{query}", with its scores',
        )

    def check_names(self, names: list[str]) -> None:
        assert_that(self._catalogue.names(self.found), equal_to(names), "what is found")

    def check_empty(self) -> None:
        assert_that(self._catalogue.listed(), equal_to([]), "the events of the catalogue")

    def check_details(self) -> None:
        """Each of what was found shows all that was told of it, where it was found and on its own."""
        assert self.found, "nothing was found that could be looked at"
        for one in self.found:
            facts = self._catalogue.facts[one["id"]]
            assert_that(told.shown(one), equal_to(told.expected(facts)), f'what the search shows of "{facts.name}"')
            self._catalogue.check_shown(one["id"])

    # Near to each other

    def similar(self, name: str, limit: int | None = None) -> Found:
        path = f"/api/v1/events/{self._catalogue.id_of(name)}/similar"
        found: Found = data(self._catalogue.open().get(path, params={} if limit is None else {"limit": limit}))
        return found

    def check_similar(self, name: str, count: int) -> None:
        """So many others, each once, the nearest first, each of the catalogue, and none of them the event itself."""
        self.found = self.similar(name)
        ids = [one["id"] for one in self.found]
        assert_that(len(ids), equal_to(count), f'how many are similar to "{name}"')
        assert_that(len(set(ids)), equal_to(count), "how many of them are different")
        assert self._catalogue.id_of(name) not in ids, f'"{name}" is said to be similar to itself'
        strange = [one for one in ids if one not in self._catalogue.facts]
        assert not strange, f"{strange} are of another catalogue"
        scores = [one["score"] for one in self.found]
        assert_that(scores, equal_to(sorted(scores, reverse=True)), "how near they are, one after the other")

    def check_nearest(self, name: str, nearest: list[str]) -> None:
        """These share most of their text with the event, in this order, and come before all others."""
        found = self._catalogue.names(self.similar(name, 50))
        assert_that(found[: len(nearest)], equal_to(nearest), f'what is nearest to "{name}"')
        others = len(self._catalogue.facts) - 1
        assert_that(len(found), equal_to(min(others, 50)), "how many others there are in all")

    # Lists

    def check_pages(self) -> None:
        """Page by page everything is there once, the latest date first, and each page counts the same."""
        expected = told.newest_first([*self._catalogue.facts.items()])
        pages = [*self._catalogue.pages(SMALL_PAGE)]
        found = [event["id"] for page in pages for event in page["events"]]
        names = self._catalogue.name_of
        assert_that([*map(names, found)], equal_to([*map(names, expected)]), "the pages together")
        number = -(-len(expected) // SMALL_PAGE)
        assert_that(len(pages), equal_to(number), "how many pages there are")
        for page in pages:
            counted = (page["total"], page["pages"], page["limit"])
            assert_that(counted, equal_to((len(expected), number, SMALL_PAGE)), "what a page says of them all")
        beyond = data(
            self._catalogue.open().get(
                f"{self._catalogue.path}/events", params={"page": number + 1, "limit": SMALL_PAGE}
            )
        )
        assert_that((beyond["events"], beyond["total"]), equal_to(([], len(expected))), "the page after the last one")

    def check_filtered(self, by: str) -> None:
        """A list that is filtered has what fits, all of it, in order, and counts it."""
        known = self._catalogue.facts
        for asked, fits in self._filters()[by]:
            expected = told.newest_first([(one, facts) for one, facts in known.items() if fits(facts)])
            assert 0 < len(expected) < len(known), f"filtering {by} would tell nothing: {len(expected)} events fit"
            pages = [*self._catalogue.pages(SMALL_PAGE, **asked)]
            found = [event["id"] for page in pages for event in page["events"]]
            names = self._catalogue.name_of
            assert_that([*map(names, found)], equal_to([*map(names, expected)]), f"what is listed {by} {asked}")
            assert_that({page["total"] for page in pages}, equal_to({len(expected)}), f"how many there are {by}")

    def _filters(self) -> dict[str, list[tuple[dict[str, Any], Callable[[Facts], bool]]]]:
        """By what is filtered: what is asked, exactly at its edges too, and what then fits."""
        return {
            "by place": [
                ({"place": "zÜrich"}, lambda one: "Zürich" in one.place),
                ({"place": "town h"}, lambda one: "Town Hall" in one.place),
            ],
            "by date": [*self._by_date()],
            "by topic": [({"topic": "cooking"}, lambda one: "Cooking" in one.topics)],
            "by quality": [
                ({"quality": value}, lambda one, value=value: one.quality >= value)  # type: ignore[misc]
                for value in (81, 100)
            ],
            "by place, date and quality": [
                (
                    {"place": "Bern", "quality": 100, "after": moment(self._dates()[21])},
                    lambda one: "Bern" in one.place and one.quality == 100 and one.date in self._dates()[21:],
                )
            ],
        }

    def _by_date(self) -> Iterator[tuple[dict[str, Any], Callable[[Facts], bool]]]:
        early, late = self._dates()[10], self._dates()[30]
        yield {"after": moment(early)}, lambda one: one.date is not None and one.date >= early
        yield {"before": moment(late)}, lambda one: one.date is not None and one.date <= late
        yield (
            {"after": moment(early), "before": moment(late)},
            lambda one: one.date is not None and early <= one.date <= late,
        )

    def _dates(self) -> list[datetime]:
        return sorted(one.date for one in self._catalogue.facts.values() if one.date)
