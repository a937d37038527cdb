"""Finding events in a catalogue: what is found, beside what has to be, which follows from what was told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

from hamcrest import assert_that, equal_to

from support.systems.answers import data
from support.systems.events import facts as told
from support.systems.events.catalogue import Catalogue
from support.systems.events.facts import Facts, moment

Found = list[dict[str, Any]]
SMALL_PAGE = 7
PAGES = (SMALL_PAGE, 10, 20, 50, 100)
"""Sizes of pages which fifty events fill, or do not: exactly, more than once, and with the last one."""
UNLESS_TOLD = 20
"""Events on a page of a list that says nothing of how many it wants."""
MOST = 10
"""Hits of a search that says nothing of how many it wants."""
NEARLY = 1e-5
"""By how much what is told of nearness, in six digits, may differ from what follows from the embeddings."""
LIMITS = (None, 1, 50)


class Discovery:
    """What everybody finds in the catalogue of the scenario."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.query = ""
        self.found: Found = []
        """What was found last, best first."""

    def search(self, query: str, by: str = "words", limit: int | None = None) -> Found:
        path = f"{self._catalogue.path}/events/search"
        asked = {"q": query, "by": by, **({} if limit is None else {"limit": limit})}
        self.query = query
        self.found = data(self._catalogue.open().get(path, params=asked))
        return self.found

    def check_found(self, query: str) -> None:
        """By words: as many as are asked for, of those that there are."""
        for limit in LIMITS:
            self.search(query, limit=limit)
            self.check_expected(limit or MOST)

    def check_expected(self, most: int = MOST) -> None:
        """What was found is what has every word, the best first, with the scores that follow from where they stand."""
        query = self.query
        expected = told.ranked(self._catalogue.facts.items(), query)[:most]
        assert expected, f'"{query}" would tell nothing: nothing has all of its words'
        assert_that(
            [(self._catalogue.name_of(one["id"]), one["score"]) for one in self.found],
            equal_to([(self._catalogue.name_of(identity), score) for identity, score in expected]),
            f'what is found by "{query}", with its scores',
        )

    def check_names(self, names: list[str]) -> None:
        assert_that(self._catalogue.names(self.found), equal_to(names), "what is found")

    def check_details(self) -> None:
        """Each of what was found shows all that was told of it, where it was found and on its own."""
        assert self.found, "nothing was found that could be looked at"
        self._check_whole(self.found)
        for one in self.found:
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
        self.check_strange(self.found)
        scores = [one["score"] for one in self.found]
        assert_that(scores, equal_to(sorted(scores, reverse=True)), "how near they are, one after the other")
        for one in self.found:
            facts = self._catalogue.facts[one["id"]]
            assert_that(told.shown(one), equal_to(told.expected(facts)), f'what is shown of "{facts.name}", similar')
        nearest = [(one["id"], one["score"]) for one in self.found]
        for limit in (1, count + 1, 50):
            others = [(one["id"], one["score"]) for one in self.similar(name, limit)]
            assert_that(
                len(others), equal_to(min(limit, len(self._catalogue.facts) - 1)), f"how many of {limit} are told"
            )
            assert_that(others[:count], equal_to(nearest[:limit]), "the first of all that are there")
        self._check_cosine(name)
        if nearest:
            back = {one["id"]: one["score"] for one in self.similar(self._catalogue.name_of(ids[0]), 50)}
            it = self._catalogue.id_of(name)
            assert_that(back.get(it), equal_to(scores[0]), f'how near "{name}" is to what is nearest to it')

    def _check_cosine(self, name: str) -> None:
        """Where the suite may look: how near each other one is follows from the embeddings, of 512 numbers each."""
        database, identity = self._catalogue.database, self._catalogue.id_of(name)
        if database is None:
            return
        rows = database.rows(
            "SELECT b.id::text, public.vector_dims(b.embedding) AS numbers,"
            " 1 - (a.embedding OPERATOR(public.<=>) b.embedding) AS near"
            " FROM events.events a JOIN events.events b ON b.catalogue_id = a.catalogue_id AND b.id <> a.id"
            " WHERE a.id = %s::uuid",
            (identity,),
        )
        assert_that({row["numbers"] for row in rows} <= {512}, equal_to(True), "whether embeddings are of 512 numbers")
        told = {one["id"]: one["score"] for one in self.similar(name, 50)}
        near = {row["id"]: row["near"] for row in rows}
        assert_that(set(told), equal_to(set(near)), f'what is told of how near it is to "{name}"')
        wrong = {one: (told[one], near[one]) for one in near if abs(told[one] - near[one]) > NEARLY}
        assert_that(wrong, equal_to({}), f'what is told to be otherwise near to "{name}" than it is')

    def check_by_meaning(self, query: str) -> None:
        """All events, as many as are asked for, the nearest first, each once and whole, whatever it shares with it."""
        found = {limit: self.search(query, "meaning", limit) for limit in LIMITS}
        nearest = [(one["id"], one["score"]) for one in self.found]
        number = min(len(self._catalogue.facts), LIMITS[-1] or MOST)
        assert_that(len({one for one, _ in nearest}), equal_to(number), f'how many "{query}" finds by meaning')
        scores = [score for _, score in nearest]
        assert_that(scores, equal_to(sorted(scores, reverse=True)), f'how near they are to "{query}"')
        for limit, some in found.items():
            told = [(one["id"], one["score"]) for one in some]
            assert_that(told, equal_to(nearest[: limit or MOST]), f'what "{query}" finds of {limit or MOST}')
        self._check_whole(self.found)

    def _check_whole(self, found: Found) -> None:
        for one in found:
            facts = self._catalogue.facts[one["id"]]
            assert_that(told.shown(one), equal_to(told.expected(facts)), f'what the search shows of "{facts.name}"')

    def check_only_here(self, query: str) -> None:
        """By words and by meaning, nothing is found that is of another catalogue."""
        for by in ("words", "meaning"):
            self.check_strange(self.search(query, by, 50))

    def check_strange(self, found: Found) -> None:
        strange = [one["name"] for one in found if one["id"] not in self._catalogue.facts]
        assert_that(strange, equal_to([]), "what is found that is of another catalogue")

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
        for size in PAGES:
            self._check_paged(size, expected, f"of {size}")
            beyond = self._page(page=-(-len(expected) // size) + 1, limit=size)
            assert_that((beyond["events"], beyond["total"]), equal_to(([], len(expected))), "the page after the last")
        first = self._page()
        counted = (first["page"], first["limit"], [one["id"] for one in first["events"]])
        assert_that(counted, equal_to((1, UNLESS_TOLD, expected[:UNLESS_TOLD])), "the list of whoever asks for no page")

    def _page(self, **asked: Any) -> dict[str, Any]:
        found: dict[str, Any] = data(self._catalogue.open().get(f"{self._catalogue.path}/events", params=asked))
        return found

    def _check_paged(self, size: int, expected: list[str], what: str, **asked: Any) -> None:
        """All of these, page by page, in order; each page is full but for the last, and says how many there are."""
        pages = [*self._catalogue.pages(size, **asked)]
        names = [self._catalogue.name_of(event["id"]) for page in pages for event in page["events"]]
        assert_that(names, equal_to([*map(self._catalogue.name_of, expected)]), f"the pages {what} together")
        number = -(-len(expected) // size)
        told_of_them = [
            (page["page"], page["limit"], page["total"], page["pages"], len(page["events"])) for page in pages
        ]
        wanted = [
            (at + 1, size, len(expected), number, min(size, len(expected) - at * size)) for at in range(max(number, 1))
        ]
        assert_that(told_of_them, equal_to(wanted), f"what the pages {what} say of themselves, and what is on them")

    def check_filtered(self, by: str) -> None:
        """A list that is filtered has what fits, all of it, in order, and counts it."""
        known = self._catalogue.facts
        for asked, fits in self._filters()[by]:
            expected = told.newest_first([(one, facts) for one, facts in known.items() if fits(facts)])
            assert len(expected) < len(known), f"filtering {by} would tell nothing: all events fit"
            self._check_paged(SMALL_PAGE, expected, f"{by} {asked}", **asked)
            if expected:  # once more as many on a page as there are, and one fewer
                self._check_paged(len(expected), expected, f"{by} {asked}, all on one", **asked)

    def _filters(self) -> dict[str, list[tuple[dict[str, Any], Callable[[Facts], bool]]]]:
        """By what is filtered: what is asked, exactly at its edges too, and what then fits."""
        return {
            "by place": [
                ({"place": "zÜrich"}, lambda one: "Zürich" in one.place),
                ({"place": "town h"}, lambda one: "Town Hall" in one.place),
                *(
                    ({"place": signs}, lambda _: False)
                    for signs in ("%", "t_wn", "Town%Hall", "\\", "Town Hall,Zürich")
                ),
            ],
            "by date": [*self._by_date()],
            "by topic": [
                ({"topic": "cooking"}, lambda one: "Cooking" in one.topics),
                ({"topic": "öKONOMIE"}, lambda one: "Ökonomie" in one.topics),
                *(({"topic": part}, lambda _: False) for part in ("cook", "ooking", "cooking%", "Cooking, Space")),
            ],
            "by quality": [
                ({"quality": value}, lambda one, value=value: one.quality >= value)  # type: ignore[misc]
                for value in (81, 95, 96, 100)
            ],
            "by place, date and quality": [
                ({"place": "Bern", "topic": "design"}, lambda one: "Bern" in one.place and "Design" in one.topics),
                (
                    {"place": "Bern", "quality": 100, "after": moment(self._dates()[21])},
                    lambda one: "Bern" in one.place and one.quality == 100 and one.date in self._dates()[21:],
                ),
            ],
        }

    def _by_date(self) -> Iterator[tuple[dict[str, Any], Callable[[Facts], bool]]]:
        early, late = self._dates()[10], self._dates()[30]
        yield {"after": moment(early)}, lambda one: one.date is not None and one.date >= early
        yield {"before": moment(late)}, lambda one: one.date is not None and one.date <= late
        there = timezone(timedelta(hours=-9, minutes=-30))
        yield {"before": late.astimezone(there).isoformat()}, lambda one: one.date is not None and one.date <= late
        yield {"after": moment(self._dates()[-1] + timedelta(milliseconds=1))}, lambda _: False
        yield (
            {"after": moment(early), "before": moment(late)},
            lambda one: one.date is not None and early <= one.date <= late,
        )

    def _dates(self) -> list[datetime]:
        return sorted(one.date for one in self._catalogue.facts.values() if one.date)
