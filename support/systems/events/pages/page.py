"""What every page of Events has: somebody at a browser, in the catalogue of the scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from hamcrest import assert_that, contains_string, equal_to

from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.accounts import ME, Accounts
from support.systems.answers import refused
from support.systems.events.catalogue import API, Catalogue
from support.systems.events.facts import Facts
from support.systems.system import System

if TYPE_CHECKING:
    from support.clients.browser import Element, Visit

SHOWN_WITHIN = 5.0
"""Seconds until the page shows something, where the scenario measures no time."""
COOKIE = "events_session"
MOST_KEYS = 60
"""Presses of the tabulator after which whatever is looked for cannot be reached with it."""
CARDS = """list => [...list.children].map(card => ({
    name: card.querySelector("h2, h3").textContent,
    meta: card.querySelector("p").textContent,
    topics: [...card.querySelectorAll("ul li")].map(topic => topic.textContent),
}))"""
MARKUP = "main img, main script, main b, main i, main iframe, main object, main style, main svg"
"""What no page of Events has of its own."""
FOCUSED = """() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const label = one.labels && one.labels.length ? one.labels[0] : one;
    return [label.textContent.trim(), style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0];
}"""


class Page:
    """What is shown to one person in one browser."""

    def __init__(self, system: System, accounts: Accounts, catalogue: Catalogue, who: Persona, visit: Visit) -> None:
        self._system, self._accounts, self._catalogue = system, accounts, catalogue
        self.who, self._visit, self._page = who, visit, visit.page
        self._main = self._page.get_by_role("main")

    def address(self, path: str = "/", **asked: str) -> str:
        """The address of a page, in the catalogue of the scenario unless another is asked for."""
        query = urlencode({"catalogue": self._catalogue.name, **asked})
        return f"{self._system.platform.url(API)}{path}?{query}"

    def open(self, path: str = "/", **asked: str) -> None:
        """Go to a page by its address."""
        self._visit.go(self.address(path, **asked))
        self.see(self._main.get_by_role("heading", level=1), "a heading")

    def sign_in(self) -> None:
        """By the form, up to the page that one comes to."""
        person = self._accounts.of(self.who).person
        self._fill_in(person.email, person.password)
        self.see(self._sign_out, "the button to sign out")

    def _fill_in(self, email: str, password: str) -> None:
        self.open("/sign-in")
        self._page.get_by_label("E-mail").fill(email)
        self._page.get_by_label("Password").fill(password)
        self._page.get_by_role("button", name="Sign in").click()

    def sign_in_wrongly(self) -> None:
        """It is said that something is not right, not what; nobody is signed in, then and when it is loaded anew."""
        person = self._accounts.of(self.who).person
        self._fill_in(person.email, f"{person.password}-not")
        self.check_says("E-mail or password is not right.")
        self.reload()
        self.see(self._page.get_by_role("button", name="Sign in"), "the button to sign in")
        assert_that(self._sign_out.count(), equal_to(0), "buttons to sign out, though the password was wrong")

    @property
    def _sign_out(self) -> Element:
        return self._page.get_by_role("button", name=f"Sign out {self._accounts.of(self.who).person.display_name}")

    def sign_out(self) -> None:
        """By the button; afterwards one may sign in, and who still has the session gets nowhere with it."""
        token = next(one["value"] for one in self._page.context.cookies() if one["name"] == COOKIE)
        self._sign_out.click()
        self.see(self._page.get_by_label("E-mail"), "the form to sign in")
        refused(self._system.service(API, token).get(ME), 401)
        self.reload()
        self.see(self._page.get_by_role("button", name="Sign in"), "the button to sign in")
        assert_that(self._sign_out.count(), equal_to(0), "buttons to sign out of a session that has ended")

    def see(self, element: Element, what: str) -> Element:
        """Wait until something can be seen, and return it; an AssertionError if it does not come."""
        eventually(element.is_visible, equal_to(True), within=SHOWN_WITHIN, what=f"whether {what} is shown")
        return element

    def said(self) -> str:
        """What the page says of how it went; empty as long as it says nothing."""
        return " ".join(text for text in self._main.get_by_role("status").all_inner_texts() if text != "Looking …")

    def check_says(self, text: str) -> None:
        eventually(self.said, contains_string(text), within=SHOWN_WITHIN, what=f"what the page of {self.who.name} says")

    def check_on(self, heading: str) -> None:
        found = self._main.get_by_role("heading", level=1)
        eventually(found.all_text_contents, equal_to([heading]), within=SHOWN_WITHIN, what="the heading of the page")
        assert_that(self._page.title(), equal_to(f"{heading} · Events"), "the title of the page")

    def cards(self, name: str) -> list[dict[str, Any]]:
        """The events of a list on the page, word for word, from the first to the last; none when it is empty."""
        lists = self._main.locator(f'ul[aria-label="{name}"]')
        found: list[dict[str, Any]] = lists.first.evaluate(CARDS) if lists.count() else []
        return found

    def check_cards(self, name: str, events: list[Facts]) -> None:
        """A list on the page has just these events, in this order, each with its date, place and topics."""
        names = [one.name for one in events]
        eventually(
            lambda: [one["name"] for one in self.cards(name)],
            equal_to(names),
            within=SHOWN_WITHIN,
            what=f'the list "{name}"',
        )
        assert_that(self.cards(name), equal_to([card(one) for one in events]), f'what the list "{name}" shows')

    def check_text_only(self) -> None:
        """Nothing that is shown has become part of the page, and nothing went wrong in it."""
        assert_that(self._page.locator(MARKUP).count(), equal_to(0), "how much of what is told has become markup")
        wrong = [one for one in self._visit.troubles if one.startswith("error in the page")]
        assert_that(wrong, equal_to([]), "errors in the page")

    def go_back(self) -> None:
        self._page.go_back()

    def reload(self) -> None:
        self._page.reload()

    def reach(self, label: str) -> None:
        """Go on by the tabulator until something of this label has the focus; whatever has it can be seen to."""
        for _ in range(MOST_KEYS):
            self._page.keyboard.press("Tab")
            text, marked = self._page.evaluate(FOCUSED)
            assert marked, f'nothing shows that "{text}" has the focus'
            if text == label:
                return
        raise AssertionError(f'"{label}" is not reached with {MOST_KEYS} presses of the tabulator')


def card(facts: Facts) -> dict[str, Any]:
    """What a list on the page shows of an event."""
    return {"name": facts.name, "meta": " · ".join(filter(None, (when(facts), facts.place))), "topics": topics(facts)}


def topics(facts: Facts) -> list[str]:
    return sorted(facts.topics)


def when(facts: Facts) -> str:
    """The date of an event as the page writes it."""
    if facts.date is None:
        return "No date yet"
    return f"{facts.date.day} {facts.date:%B %Y} at {facts.date:%H:%M} UTC"
