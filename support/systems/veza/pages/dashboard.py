"""The dashboard: profile, recommendations, recent activity."""

from __future__ import annotations

from typing import Any

from hamcrest import (
    assert_that,
    contains_string,
    has_item,
    has_length,
)

from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.veza.pages.page import SETTLE, SHOWN_WITHIN, Page


class DashboardPage(Page):
    """What somebody sees first."""

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
        self._page.reload()
        return shown
