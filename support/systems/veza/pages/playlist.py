"""Playlists: made, shown, put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hamcrest import (
    equal_to,
    has_item,
)

from support.observing.waiting import eventually
from support.systems.veza.pages.page import SHOWN_WITHIN, Page


class PlaylistPage(Page):
    """A playlist, and the list of them."""

    def make_playlist_with_playing_track(self, name: str) -> None:
        self._order_playlist(name)
        self.check_on(name)

    def make_playlist_on_a_breaking_line(self, name: str) -> None:
        """The first thing that the page has changed on Veza is done; from then on the line is broken."""
        answered = self._order_playlist(name, breaking=True)
        eventually(
            lambda: (self._page.title(), len(answered)),  # a look at the page lets the browser go on
            has_item(1),
            within=SHOWN_WITHIN,
            what="the page, and how many changes were answered before the line broke",
        )

    def _order_playlist(self, name: str, *, breaking: bool = False) -> list[str]:
        self._navigation.get_by_role("link", name="Playlists").click()
        self._see(self._page.get_by_role("button", name="New playlist"), "the button for a new playlist").click()
        dialog = self._see(self._page.get_by_role("dialog", name="New playlist"), "the dialog for a new playlist")
        dialog.get_by_label("Name").fill(name)
        dialog.get_by_role("checkbox").check()
        answered = self._visit.break_line_after_change() if breaking else []
        dialog.get_by_role("button", name="Create playlist").click()
        return answered

    def check_list(self, known: Sequence[Mapping[str, Any]]) -> None:
        """The own playlists are these: the name of each, for whom it is and how many tracks it holds."""
        self._navigation.get_by_role("link", name="Playlists").click()
        cards = self._page.get_by_role("list", name="Your playlists").get_by_role("listitem")
        wanted = [_card(one) for one in known]
        eventually(
            lambda: [[line.strip() for line in text.splitlines() if line.strip()] for text in cards.all_inner_texts()],
            equal_to(wanted),
            within=SHOWN_WITHIN,
            what=f"the playlists of {self.who.name}, on the page",
        )

    def check_playlist(self, name: str, titles: Sequence[str]) -> None:
        self.check_on(name)
        eventually(self._tracks, equal_to(list(titles)), within=SHOWN_WITHIN, what="the tracks on the page")

    def _tracks(self) -> list[str]:
        tracks = self._page.get_by_role("list", name="Tracks", exact=True).locator(".track-title")
        return [text.strip() for text in tracks.all_inner_texts()]

    def move_up(self, title: str) -> None:
        before = eventually(self._tracks, has_item(title), within=SHOWN_WITHIN, what="the tracks on the page")
        place = before.index(title)
        self._see(self._page.get_by_role("button", name=f"Move up {title}"), f'the button to move up "{title}"').click()
        after = [*before[: place - 1], title, before[place - 1], *before[place + 1 :]]
        eventually(self._tracks, equal_to(after), within=SHOWN_WITHIN, what="the tracks on the page")
        self.check_reads(f"{title} is now number {place}.")

    def take_out(self, title: str) -> None:
        """Take a track out of the last of its places; it stays in the others."""
        tracks = self._tracks()
        place = len(tracks) - 1 - tracks[::-1].index(title)
        self._page.get_by_role("button", name=f"Take out {title}").last.click()
        after = [*tracks[:place], *tracks[place + 1 :]]
        eventually(self._tracks, equal_to(after), within=SHOWN_WITHIN, what="the tracks on the page")
        self.check_reads(f"{title} is out of the playlist.")


def _card(playlist: Mapping[str, Any]) -> list[str]:
    """What a list on a page tells of a playlist, line by line."""
    number = playlist["track_count"]
    tracks = "1 track" if number == 1 else f"{number} tracks"
    return [playlist["name"], f"{'Public' if playlist['public'] else 'Private'} · {tracks}"]
