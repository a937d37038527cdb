"""Having a page scraped on the page, and watching how far it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hamcrest import assert_that, contains_string, equal_to, has_item

from support.observing.waiting import eventually
from support.systems.events.manners import REASONS, Manners
from support.systems.events.pages.page import SHOWN_WITHIN, Page
from support.systems.events.scraping import DONE_WITHIN, Scraping

if TYPE_CHECKING:
    from support.clients.browser import Element

ADDING = "/scrape"
WAITING = "Waiting for its turn"
WATCH = """() => {
    const steps = window.steps = [], main = document.querySelector("main");
    new MutationObserver(() => {
        const bar = main.querySelector("progress"), said = main.querySelector("progress ~ [role=status]");
        if (bar) steps.push([bar.value, said.textContent]);
    }).observe(main, { childList: true, subtree: true, characterData: true, attributes: true });
}"""
"""Has the page note each change of how far it shows that it is, with what it says of it."""
LATE = "the site keeps failing"
"""Why a page fails that was tried for a while."""
TOLD = {
    "SITE_FAILING": "does not answer",
    "ROBOTS_DISALLOWED": "does not want this page to be read",
    "PAGE_REFUSED": "has no such page",
    "ADDRESS_PRIVATE": "an address that is not public",
    "TOO_MANY_REDIRECTS": "from one address to the next",
    "NO_EVENT": "tells of no event",
    "WRONG_CONTENT_TYPE": "not a web page",
    "PAGE_TOO_LARGE": "too large",
    "SITE_NOT_ALLOWED": "a site that is not read",
}
"""What people read of why it failed."""


class AddingPage(Page):
    """The form, and below it the progress."""

    _name = ""

    def add(self, scraping: Scraping, name: str) -> None:
        """Fill in the address of a page of the event site, and send it; one after another on the same page."""
        self._name = name
        if urlsplit(self._page.url).path != ADDING:
            self.open(ADDING)
        self._page.get_by_label("Address of the page").fill(scraping.pages[name].url)
        self._page.evaluate(WATCH)
        self._page.get_by_role("button", name="Add this page").click()

    def check_progress(self, scraping: Scraping) -> None:
        """It shows that the page is fetched, never that it is less far than before, and in the end that it is done."""
        eventually(self.said, contains_string("Done."), within=DONE_WITHIN, what="how far it is")
        seen: list[tuple[float, str]] = self._page.evaluate("window.steps")
        steps = [step for step, _ in seen]
        assert_that(steps, equal_to(sorted(steps)), "how far it was shown to be, one after the other")
        assert_that([words for _, words in seen], has_item("Fetching the page"), "what the page has said")
        assert_that(steps[-1], equal_to(100), "how far it is in the end")
        self._await_event(scraping)

    def _await_event(self, scraping: Scraping) -> None:
        """What is watched, by the address, which keeps it for whoever loads the page anew, has become an event."""
        scrape: str = self._page.evaluate("new URLSearchParams(location.search).get('scrape')")
        scraping.pages[self._name].scrape = {"id": scrape}
        scraping.await_end(self._name)
        scraping.check_event(self._name)

    def check_waiting(self) -> None:
        eventually(self.said, equal_to(WAITING), within=SHOWN_WITHIN, what="how far it is")

    def check_each_failed(self, scraping: Scraping, manners: Manners, reasons: Sequence[str]) -> None:
        """It tells people why, of page after page; one that fails late was asked for before, and is looked up."""
        late = {reason: manners.stage_failing(reason) for reason in reasons if reason == LATE}
        for name in late.values():
            scraping.ask_all([name])
        for reason in reasons:
            if reason in late:
                scraping.await_end(late[reason], "failed")
                self.open(ADDING, scrape=scraping.pages[late[reason]].scrape["id"])
            else:
                self.add(scraping, manners.stage_failing(reason))
            self.check_failed(REASONS[reason])

    def check_failed(self, reason: str) -> None:
        """It tells people why."""
        assert reason in REASONS.values(), f"{reason} is no reason"
        eventually(self.said, contains_string(TOLD[reason]), within=DONE_WITHIN, what="what the page says in the end")
        assert_that(self._open.count(), equal_to(0), "links to an event")

    @property
    def _open(self) -> Element:
        return self._main.get_by_role("link", name="Open the event")

    def open_event(self, scraping: Scraping) -> None:
        """By the link that is there when it is done."""
        eventually(self.said, contains_string("Done."), within=DONE_WITHIN, what="how far it is")
        self._await_event(scraping)
        self.see(self._open, "the link to the event").click()

    def check_known(self, scraping: Scraping) -> None:
        """It says so at once, leads to the event, and the page is not asked for another time."""
        self.check_says("We know this page already.")
        self.see(self._open, "the link to the event").click()
        scraping.check_visits(self._name, 1)

    def check_refused(self, scraping: Scraping, says: str) -> None:
        """It says so, shows no progress of anything, and nothing is asked of the event site."""
        self.check_says(says)
        scraping.check_visits(self._name, 0)
        assert_that(self._main.get_by_role("progressbar").count(), equal_to(0), "progress that is shown")
