"""The page of an event: all that is known of it, and what is like it."""

from __future__ import annotations

from typing import Any

from hamcrest import assert_that, equal_to

from support.observing.waiting import eventually
from support.systems.answers import data
from support.systems.events.pages.page import SHOWN_WITHIN, Page, topics, when

SIMILAR = "Similar events"
FACTS = """list => Object.fromEntries([...list.querySelectorAll("dt")].map(term => {
    const told = term.nextElementSibling, lines = [...told.querySelectorAll("li")];
    return [term.textContent, lines.length ? lines.map(line => line.textContent) : told.textContent];
}))"""


class EventPage(Page):
    """An event on a page of its own."""

    def follow(self, name: str) -> None:
        """The link of an event in a list."""
        self._main.get_by_role("link", name=name, exact=True).first.click()

    def check_told(self, name: str) -> None:
        """Heading, description, topics, date, place, speakers with companies, companies and quality, to the letter."""
        identity = self._catalogue.id_of(name)
        facts, answer = self._catalogue.facts[identity], self._catalogue.get(identity)
        self._catalogue.check_shown(identity)
        self.check_on(name)
        expected: dict[str, Any] = {"When": when(facts), "Where": facts.place or "Not said"}
        if answer["speakers"]:
            expected["Speakers"] = [_person(one) for one in answer["speakers"]]
        if answer["companies"]:
            expected["Companies"] = [one["name"] for one in answer["companies"]]
        expected["Quality"] = f"{facts.quality} of 100"
        assert_that(self._main.locator("dl").evaluate(FACTS), equal_to(expected), f'what the page tells of "{name}"')
        shown = self._main.locator(".described").text_content()
        assert_that(shown, equal_to(facts.description or "Nobody has described it yet."), "the description")
        about = self._main.locator('ul[aria-label="Topics"]').first.get_by_role("listitem").all_text_contents()
        assert_that(about, equal_to(topics(facts)), f'the topics of "{name}"')
        source = self._main.get_by_role("link", name="The page it came from")
        addresses = [one.get_attribute("href") for one in source.all()]
        assert_that(addresses, equal_to([answer["url"]] if answer["url"] else []), "the page that it came from")

    def check_similar(self, name: str, count: int) -> None:
        """So many others, the nearest first, as Events itself tells."""
        path = f"/api/v1/events/{self._catalogue.id_of(name)}/similar"
        near = [self._catalogue.facts[one["id"]] for one in data(self._catalogue.open().get(path))]
        assert_that(len(near), equal_to(count), f'how many are similar to "{name}"')
        self.check_cards(SIMILAR, near)
        if not count:
            self.check_says("Nothing similar yet.")

    def check_gone(self) -> None:
        """It says so, and shows nothing else."""
        self.check_on("There is no such event")
        eventually(
            self.said,
            equal_to("It was removed, or has never been here."),
            within=SHOWN_WITHIN,
            what="what the page says",
        )


def _person(speaker: dict[str, Any]) -> str:
    return f"{speaker['name']} ({speaker['company']})" if speaker["company"] else str(speaker["name"])
