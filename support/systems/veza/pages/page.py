"""What every page of Veza has: somebody at a browser, who goes there and reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hamcrest import (
    assert_that,
    contains_string,
    equal_to,
)

from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.contract import COOKIE

if TYPE_CHECKING:
    from support.clients.browser import Element, Visit
    from support.clients.surroundings import Surroundings


SHOWN_WITHIN = 5.0
"""Seconds until a page shows something, where the scenario measures no time."""
SETTLE = 0.4
"""Seconds in which something that must not be shown is looked for."""


class Page:
    """What is shown to one person in one browser."""

    def __init__(self, system: System, accounts: Accounts, who: Persona, visit: Visit) -> None:
        self._system, self._accounts = system, accounts
        self.who, self._visit = who, visit
        self._page = visit.page
        self._main = self._page.get_by_role("main")
        self._navigation = self._page.get_by_role("navigation", name="Main")

    def open(self, path: str) -> None:
        """Go to a page of Veza by its address, signed in or not."""
        self._visit.go(self._system.platform.url("web") + path)

    def open_again(self) -> None:
        """Have the page loaded anew."""
        self._visit.load(self._page.reload)

    @property
    def loaded_anew(self) -> bool:
        """Whether the page was loaded anew though nobody asked for it."""
        return bool(self._visit.unasked)

    def check_stayed(self) -> None:
        """Nothing that was done on the page had it loaded anew, which ends what plays and loses what is written."""
        anew = f"what the browser of {self.who.name} has loaded anew, though nobody asked for it"
        assert_that(self._visit.unasked, equal_to([]), anew)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was opened yet."""
        return bool(self._page.url == "about:blank")

    def leave(self) -> None:
        """Close the page, as somebody does who is done with it."""
        self._page.goto("about:blank")

    def enter(self, path: str) -> None:
        """Open a page as somebody who is signed in already; signing in is not what the scenario is about."""
        token = self._accounts.device(self.who).token
        url = self._system.platform.url("web")
        self._visit.context.add_cookies(
            [
                {
                    "name": COOKIE,
                    "value": token,
                    "url": url,
                    "httpOnly": True,
                    "secure": True,
                    "sameSite": "Strict",
                }
            ]
        )
        self.open(path)
        self._see(self._navigation, "the navigation of somebody signed in")

    def lose_line(self) -> None:
        """From now on this browser reaches nobody."""
        self._visit.lose_line()

    def regain_line(self) -> None:
        self._visit.regain_line()

    @property
    def surroundings(self) -> Surroundings:
        """The clock of the page, and what reaches it."""
        return self._visit.surroundings

    def watch_tries(self) -> list[float]:
        """When each live connection failed that the page tries to open from now on; filled while it is looked at."""
        return self._visit.live_tries()

    def _see(self, element: Element, what: str) -> Element:
        """Wait until something can be seen, and return it; an AssertionError if it does not come."""
        eventually(element.is_visible, equal_to(True), within=SHOWN_WITHIN, what=f"whether {what} is shown")
        return element

    def source(self, path: str = "") -> str:
        """All that makes up a page when it is shown, also what nobody sees; the present one without a path."""
        if path:
            self.open(path)
        self._see(self._main.get_by_role("heading", level=1), "a heading")
        return f"{self._page.url}\n{self._page.content()}"

    def check_on(self, heading: str) -> None:
        self._see(self._main.get_by_role("heading", name=heading, level=1), f'the heading "{heading}"')

    def check_reads(self, text: str) -> None:
        self._reads(lambda shown: text in shown, f'"{text}" on the page')

    def check_does_not_read(self, text: str) -> None:
        never(
            lambda: self._page.locator("body").inner_text(),
            contains_string(text),
            during=SETTLE,
            what=f"the page, without {text!r}",
        )

    def _reads(self, wanted: Any, what: str) -> None:
        eventually(
            lambda: wanted(self._page.locator("body").inner_text()),
            equal_to(True),
            within=SHOWN_WITHIN,
            what=what,
        )

    def check_no_such(self, what: str) -> None:
        self.check_on(f"There is no such {what}")

    def check_dashboard(self) -> None:
        name = self._accounts.of(self.who).person.display_name
        self.check_on(name)
        assert_that(self._path(), equal_to("/dashboard"), "the page")
        self._see(self._page.get_by_role("heading", name="Recent activity"), "the recent activity")

    def _path(self) -> str:
        path: str = self._page.evaluate("() => location.pathname")
        return path
