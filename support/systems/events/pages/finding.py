"""Searching and browsing on the page: what it shows is what has to be found, all of it, in order, and counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from hamcrest import assert_that, equal_to

from support.observing.waiting import eventually
from support.systems.events import facts as told
from support.systems.events.facts import Facts
from support.systems.events.pages.page import SHOWN_WITHIN, Page

if TYPE_CHECKING:
    from support.clients.browser import Element

FOUND = "Events found"
DAY, PAGE = timedelta(days=1), 20
"""Events on a page of what is browsed."""
QUESTION = "What are you looking for?"


class FindingPage(Page):
    """The page that one comes to first."""

    query = ""
    _filters: Mapping[str, str] = {}
    _beyond: tuple[tuple[str, int], ...] = ()

    # By words

    def search(self, query: str) -> None:
        """As somebody types it, and sends it."""
        self.query = query
        self._page.get_by_label(QUESTION).fill(query)
        self._page.get_by_role("button", name="Search").click()

    def check_found(self) -> None:
        """All that has every word, the best first, word for word; how many; and the words still in their field."""
        known = self._catalogue.facts
        expected = [known[identity] for identity, _ in told.ranked(known.items(), self.query)]
        assert expected, f'"{self.query}" would tell nothing: nothing has all of its words'
        self.check_cards(FOUND, expected)
        self.check_counted(number(len(expected)))
        field = self._page.get_by_label(QUESTION)
        eventually(field.input_value, equal_to(self.query), within=SHOWN_WITHIN, what="the words in the field")
        self.check_text_only()

    def check_counted(self, text: str) -> None:
        eventually(self.said, equal_to(text), within=SHOWN_WITHIN, what=f"what {self.who.name} reads of how many")

    def check_nothing_found(self) -> None:
        self.check_says(f"Nothing found for “{self.query}”.")
        assert_that(self.cards(FOUND), equal_to([]), "what is shown all the same")

    def check_without_answer(self) -> None:
        """It says that it cannot tell, shows nothing as if it were found, and offers to try again."""
        self.check_says("at the moment")
        self.see(self._again, "the button to try again")
        assert_that(self.cards(FOUND), equal_to([]), "what is shown as if it were found")

    def try_again(self) -> None:
        self._again.click()

    @property
    def _again(self) -> Element:
        return self._main.get_by_role("button", name="Try again")

    def search_by_keyboard(self, query: str) -> None:
        """Go to the field, type, send, and go on to the first that is found."""
        self.query = query
        self.reach(QUESTION)
        self._page.keyboard.type(query)
        self._page.keyboard.press("Enter")
        self.check_found()
        self.reach(self.first)
        self._page.keyboard.press("Enter")

    @property
    def first(self) -> str:
        """What the list shows first."""
        return str(self.cards(FOUND)[0]["name"])

    # How wide it is

    def measure(self) -> None:
        """Note by how many pixels what is shown now is wider than the screen."""
        beyond = self._page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        self._beyond += ((self._page.title(), int(beyond)),)

    def check_all_fit(self) -> None:
        assert len(self._beyond) > 1, "no page was measured"
        wider = [(title, beyond) for title, beyond in self._beyond if beyond > 0]
        assert_that(wider, equal_to([]), f"pages that are wider than the screen of {self.who.name}, in pixels")

    # By place, date, topic and quality

    def browse(self, filters: Mapping[str, str]) -> None:
        """Fill in the form, each field by its label, and send it."""
        self.open()
        self._filters = filters
        self._page.get_by_text("Browse by").click()
        for label, value in filters.items():
            self._filter(label).fill(value)
        self._page.get_by_role("button", name="Show these").click()

    def _filter(self, label: str) -> Element:
        return self._page.get_by_role("form", name="Browse").get_by_label(label, exact=True)

    def check_browsed(self, fits: Callable[[Facts], bool], what: str) -> None:
        """Page by page, all that fits, the latest first; each page says which of how many it shows."""
        known = self._catalogue.facts
        expected = [known[one] for one in told.newest_first([*known.items()]) if fits(known[one])]
        assert expected, f"{what} would tell nothing: no event fits"
        for first in range(0, len(expected), PAGE):
            part = expected[first : first + PAGE]
            self.check_cards(FOUND, part)
            self.check_counted(
                number(len(expected))
                if len(expected) <= PAGE
                else f"Events {first + 1} to {first + len(part)} of {len(expected)}"
            )
            self._check_filters_kept()
            following = self._main.get_by_role("link", name="Next page")
            last = first + PAGE >= len(expected)
            assert_that(following.count(), equal_to(0 if last else 1), "whether there is a next page")
            if not last:
                following.click()
        if len(expected) > PAGE:
            self._main.get_by_role("link", name="Previous page").click()
            self.check_cards(FOUND, expected[(len(expected) - 1) // PAGE * PAGE - PAGE :][:PAGE])

    def _check_filters_kept(self) -> None:
        seen = {label: self._filter(label).input_value() for label in self._filters}
        assert_that(seen, equal_to(dict(self._filters)), "what stands in the fields afterwards")

    def follow_topic(self, topic: str) -> None:
        """From an event in the list, to all that are about the same."""
        self._filters = {"Topic": topic}
        self._main.get_by_role("list", name=FOUND).get_by_role("link", name=topic, exact=True).first.click()

    def check_topic(self) -> None:
        topic = self._filters["Topic"]
        self.check_browsed(lambda one: topic in one.topics, f"the topic {topic}")

    def check_each_way(self, ways: list[str]) -> None:
        offered = self._ways()
        for way in ways:
            filters, fits = offered[way]
            self.browse(filters)
            self.check_browsed(fits, way)
        self.browse({"Place": "%"})
        self.check_counted("No event fits.")
        assert_that(self.cards(FOUND), equal_to([]), "what is shown though nothing fits")

    def _ways(self) -> dict[str, tuple[dict[str, str], Callable[[Facts], bool]]]:
        """By what is browsed: what is filled in, and what then fits."""
        days = sorted(one.date for one in self._catalogue.facts.values() if one.date)
        early, late = _midnight(days[5]), _midnight(days[5 + PAGE - 1])  # just so many as fill a page
        last = _midnight(days[14])
        better = sorted((one.quality for one in self._catalogue.facts.values()), reverse=True)[PAGE]
        between = {"From": f"{early:%Y-%m-%d}", "To": f"{late:%Y-%m-%d}"}

        def in_time(one: Facts) -> bool:
            return one.date is not None and early <= _midnight(one.date) <= late

        return {
            "topic": ({"Topic": "cooking"}, lambda one: "Cooking" in one.topics),
            "date": (between, in_time),
            "first day": (  # more than a page
                {"From": between["From"]},
                lambda one: one.date is not None and early <= _midnight(one.date),
            ),
            "quality": (  # more than a page, and not all
                {"Quality, at least": str(better)},
                lambda one: one.quality >= better,
            ),
            "place, last day and quality": (
                {"Place": "bASel", "To": f"{last:%Y-%m-%d}", "Quality, at least": "95"},
                lambda one: (
                    "Basel" in one.place and one.quality >= 95 and one.date is not None and one.date < last + DAY
                ),
            ),
        }


def number(events: int) -> str:
    return f"{events} event" if events == 1 else f"{events} events"


def _midnight(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
