"""Addresses of the page that somebody has made up, and what must not come of them."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

from hamcrest import assert_that, equal_to, not_

from support.observing.waiting import eventually
from support.systems.events.catalogue import API
from support.systems.events.pages.page import SHOWN_WITHIN, Page

MARKUP = '"><img src=x onerror="document.title=1"><script>document.title=2</script>'
FILTERS = ("place", "topic", "from", "to", "quality", "page")
ODD = {
    ("q",): (MARKUP, "\0", "bees " * 1_000),
    FILTERS: (MARKUP, "\0", "-1", "0001-01-01", "9999-12-31", "2027-02-31", "1000000", "9" * 30),
    ("catalogue",): (MARKUP, "..", "../../auth/logout", "//elsewhere.test/", "javascript:document.title=3", "1000000"),
}
"""What may stand in the address, by its parameters, all of which have it at the same time."""
IDS = ("javascript:1", "%3Cb%3E", "%E0%A4%A", "a" * 2_000, "00000000-0000-0000-0000-000000000000")
"""What may stand where the id of an event should."""


class StrangePage(Page):
    """The pages at odd addresses."""

    def check_stays(self) -> None:
        """One stays at the address, which says something, as text, and asks for nothing but events."""
        own = {"catalogue": self._catalogue.name}
        asked: list[str] = []
        self._page.on("request", lambda request: asked.append(request.url))
        for names, values in ODD.items():
            for value in values:
                self._check(asked, f"/?{urlencode({**own, **dict.fromkeys(names, value)})}")
        for one in IDS:
            self._check(asked, f"/events/{one}?{urlencode(own)}")

    def _check(self, asked: list[str], path: str) -> None:
        home, what = self._system.platform.url(API), f"the page at {path[:150]}"
        asked.clear()
        self._page.goto(home + path)
        eventually(self.said, not_(equal_to("")), within=SHOWN_WITHIN, what=f"what {what} says")
        assert_that(self._page.url, equal_to(home + path), f"where {what} has led")
        strange = [one for one in asked if one != home + path and not _offered(one, home)]
        assert_that(strange, equal_to([]), f"what {what} has asked for")
        assert_that(self._page.title().endswith(" · Events"), equal_to(True), f"whether {what} is still called Events")
        self.check_text_only()


def _offered(url: str, home: str) -> bool:
    """Whether it is something that a page of Events asks for on its own: its files, who one is, events."""
    parts = urlsplit(url)
    path = parts.path
    own = path.startswith(("/assets/", "/api/v1/events/")) or path == "/api/v1/people/me"
    listed = path.startswith("/api/v1/catalogues/") and path.count("/") in (5, 6) and "/events" in path
    return f"{parts.scheme}://{parts.netloc}" == home and (own or listed)
