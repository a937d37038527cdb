"""The dashboard: profile, recommendations, recent activity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from hamcrest import (
    assert_that,
    contains_string,
    equal_to,
    greater_than_or_equal_to,
    has_item,
    has_length,
)

from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.veza.pages.page import SETTLE, SHOWN_WITHIN, Page

if TYPE_CHECKING:
    from support.clients.browser import Element


ASKS_AGAIN_WITHIN = 5.0
"""Seconds until a page has asked again for what it lacks."""
HEADINGS = {"recommendations": "For you", "recent_activity": "Recent activity"}
"""Above each part of the dashboard."""
LISTS = {"recommendations": "Recommendations", "recent_activity": "Recent activity"}
"""What the list of each part is called."""


class DashboardPage(Page):
    """What somebody sees first."""

    def check_lacks(self, part: str, role: str, known: Mapping[str, str]) -> None:
        """The page says that this part is missing; the others are there, with what is `known` to be in them.

        It goes on saying so when it has asked again in vain.
        """
        asked: list[str] = []
        self._page.on("response", lambda reply: asked.append(reply.url) if "/api/dashboard" in reply.url else None)
        self._page.evaluate("() => { window.stayed = true; }")
        self.check_profile(role)
        self._check_says_missing(part)
        for name, text in known.items():
            shown = self._part(name).inner_text()
            if name != part:
                assert_that(shown, contains_string(text), f"what {self.who.name} reads of {name}")
        eventually(
            lambda: (self._part(part).is_visible(), len(asked))[1],
            greater_than_or_equal_to(1),
            within=ASKS_AGAIN_WITHIN,
            what="how often the page has asked again for what it lacks",
        )
        self._check_says_missing(part)

    def check_goes_on_asking(self, part: str, times: int, pause: float) -> None:
        """Each time that so many seconds have passed on the page it asks again for what it lacks, and says so still."""
        asked: list[str] = []
        self._page.on("response", lambda reply: asked.append(reply.url) if "/api/dashboard" in reply.url else None)
        self.surroundings.hold_clock()
        for number in range(1, times + 1):
            self.surroundings.jump(pause)
            eventually(
                lambda: (self._part(part).is_visible(), len(asked))[1],
                greater_than_or_equal_to(number),
                within=ASKS_AGAIN_WITHIN,
                poll=0.02,
                what=f"how often the page has asked again in {number * pause / 60:.1f} minutes",
            )
        self._check_says_missing(part)

    def await_back(self, part: str, text: str, within: float) -> None:
        """The part comes to show this, on the page that was open all the time."""
        eventually(
            lambda: self._part(part).inner_text(), contains_string(text), within=within, what=f"the {part} on the page"
        )
        assert "not available" not in self._part(part).inner_text(), f"the page has the {part} and says it has not"
        assert_that(self._page.evaluate("() => window.stayed === true"), equal_to(True), "whether the page stayed")

    def _check_says_missing(self, part: str) -> None:
        wanted = f"{part.replace('_', ' ').capitalize()} {'are' if part.endswith('s') else 'is'} not available"
        eventually(
            lambda: self._part(part).inner_text(),
            contains_string(wanted),
            within=SHOWN_WITHIN,
            what=f"what the page says in place of the {part}",
        )
        assert not self._part(part).get_by_role("list", name=LISTS[part]).is_visible(), f"there is a list of {part}"

    def _part(self, part: str) -> Element:
        return self._page.get_by_role("region", name=HEADINGS[part])

    def check_profile(self, role: str) -> None:
        self.check_dashboard()
        shown = self._page.get_by_role("region", name="Profile").inner_text()
        assert_that(shown, contains_string(role.capitalize()), "the profile")

    def check_recommended(self, title: str, artist: Persona) -> None:
        name = self._accounts.of(artist).person.display_name
        card = self._page.get_by_role("list", name="Recommendations").get_by_role("listitem").filter(has_text=title)
        card = card.filter(has_text=name)
        eventually(card.all_inner_texts, has_length(1), within=SHOWN_WITHIN, what=f'the cards of "{title}"')
        assert_that(card.inner_text(), contains_string(f"More by {name}"), "the reason on the card")
        eventually(
            self._shown_otherwise,
            equal_to({}),
            within=SHOWN_WITHIN,
            poll=0.3,
            what="what the page shows otherwise than the dashboard has it: (shown, known)",
        )

    def _shown_otherwise(self) -> dict[str, tuple[list[str], list[str]]]:
        """The recommendations, each with its artist and its reason, and what was done, in the order of the dashboard.

        It is asked for before and after the page is opened again: others publish meanwhile.
        """
        before = self._known()
        self.open_again()
        lists = {part: self._page.get_by_role("list", name=name) for part, name in LISTS.items()}
        for part, one in lists.items():
            self._see(one, f"the {part}")
        lines = {part: one.get_by_role("listitem").all_inner_texts() for part, one in lists.items()}
        after = self._known()
        shown = {part: [" / ".join(_lines(text)) for text in texts] for part, texts in lines.items()}
        shown["recent_activity"] = [_lines(text)[0] for text in lines["recent_activity"]]
        return {part: (shown[part], after[part]) for part in LISTS if shown[part] not in (before[part], after[part])}

    def _known(self) -> dict[str, list[str]]:
        told = data(self._accounts.as_(self.who, "web").get("/api/dashboard"))
        tracks = [(one["title"], one["artist"]["name"], one["reason"]) for one in told["recommendations"]]
        return {
            "recommendations": [" / ".join(one) for one in tracks],
            "recent_activity": [one["summary"] for one in told["recent_activity"]],
        }

    def check_activity(self, title: str) -> None:
        entries = self._page.get_by_role("list", name="Recent activity").get_by_role("listitem")
        eventually(
            lambda: self._after_reload(entries.all_inner_texts),
            has_item(contains_string(title)),
            within=SHOWN_WITHIN,
            poll=0.3,
            what="the recent activity on the page",
        )

    def check_activity_without(self, title: str) -> None:
        """The recent activity tells that somebody signed in, and nothing of this."""
        entries = self._page.get_by_role("list", name="Recent activity").get_by_role("listitem")
        what = f"the recent activity that {self.who.name} sees"
        eventually(entries.all_inner_texts, has_item(contains_string("Signed in")), within=SHOWN_WITHIN, what=what)
        never(entries.all_inner_texts, has_item(contains_string(title)), during=SETTLE, what=what)

    def _after_reload(self, look: Any) -> Any:
        """What a page shows that does not renew itself: looked at, and asked for again for the next look."""
        self._see(self._page.get_by_role("heading", name="Recent activity"), "the recent activity")
        shown = look()
        self.open_again()
        return shown


def _lines(text: str) -> list[str]:
    """What stands in a part of a page, line by line."""
    return [line.strip() for line in text.splitlines() if line.strip()]
