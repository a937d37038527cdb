"""The player, which goes on playing from page to page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hamcrest import (
    assert_that,
    contains_string,
    equal_to,
    greater_than,
    greater_than_or_equal_to,
)

from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.music import Music
from support.systems.veza.pages.page import SHOWN_WITHIN, Page

if TYPE_CHECKING:
    from support.clients.browser import Visit

ENOUGH_TO_TELL = 3.0
"""Seconds of listening over which a gap of 5 % is more than the jitter of clocks."""
_WATCH_THE_AUDIO = """() => {
    const audio = document.querySelector('#player audio');
    const seen = window.watchedAudio = { troubles: [], samples: [] };
    const note = event => seen.troubles.push(`${event.type} at ${audio.currentTime.toFixed(2)} s`);
    for (const kind of ['error', 'pause', 'ended', 'emptied']) audio.addEventListener(kind, note);
    // A player that waits with the whole track received has a busy machine below it; any other was let down.
    const received = () => audio.buffered.length > 0
        && audio.buffered.end(audio.buffered.length - 1) > audio.duration - 0.1;
    audio.addEventListener('waiting', event => { if (!received()) note(event); });
    const look = () => seen.samples.push([performance.now() / 1000, audio.currentTime]);
    look();
    setInterval(look, 20);
}"""


class Player(Page):
    """Tracks as they are found and heard."""

    def __init__(self, system: System, accounts: Accounts, who: Persona, visit: Visit, music: Music) -> None:
        super().__init__(system, accounts, who, visit)
        self._music = music
        self._player = self._page.get_by_role("region", name="Player")
        self._position_before = 0.0

    def play(self, title: str, quality: str | None = None) -> None:
        """Find a track on the dashboard, play it, in this quality if one is wished, and wait until it sounds."""
        self.ask_to_play(title, quality)
        self.await_sound(title)

    def ask_to_play(self, title: str, quality: str | None = None) -> None:
        """The same, without waiting until it sounds."""
        if self._page.url == "about:blank":
            self.enter("/dashboard")
        if quality is not None:
            self._choose(quality)
        track = self._music.tracks[title]
        self._see(self._page.get_by_label("Find a track"), "the search for tracks").fill(title)
        found = self._page.get_by_role("list", name="Found").get_by_role("listitem").filter(has_text=track.artist)
        self._see(found.get_by_role("button", name=f"Play {title}"), f'"{title}" among what was found').click()

    def await_sound(self, title: str, within: float = SHOWN_WITHIN) -> None:
        """It sounds, it is this track, and from here on it is watched."""
        eventually(self.position, greater_than(0.0), within=within, what=f'the position in "{title}"')
        self._page.evaluate(_WATCH_THE_AUDIO)
        assert_that(self._playing(), equal_to(title), "what the player shows")

    def play_from(self, playlist: str, title: str) -> None:
        """Go to a playlist by the navigation, or from outside, and play a track that it holds until it sounds."""
        if self._page.url == "about:blank":
            self.enter("/playlists")
        self._navigation.get_by_role("link", name="Playlists").click()
        self._see(self._main.get_by_role("link", name=playlist), f'the playlist "{playlist}"').click()
        self.check_on(playlist)
        self._see(self._main.get_by_role("button", name=f"Play {title}", exact=True), f'"{title}" in it').click()
        eventually(self._playing, equal_to(title), within=SHOWN_WITHIN, what="what the player shows")
        eventually(self.position, greater_than(0.0), within=SHOWN_WITHIN, what=f'the position in "{title}"')

    def go_on_to(self, title: str) -> None:
        """To the next track of what is being played, which is this one."""
        self._page.get_by_role("button", name="Next track").click()
        self.await_sound(title)

    def position(self) -> float:
        """Seconds into the track that plays."""
        reached = self.reached()
        assert reached is not None, f"there is no player on the page of {self.who.name}"
        return reached

    def reached(self) -> float | None:
        """The same; None when there is no player."""
        found = self._page.evaluate("() => document.querySelector('#player audio')?.currentTime ?? null")
        return None if found is None else float(found)

    def _playing(self) -> str:
        return self._player.locator(".track-title").inner_text()

    def _watched(self) -> dict[str, Any]:
        watched = self._page.evaluate("() => window.watchedAudio ?? null")
        assert watched is not None, f"the page of {self.who.name} was loaded anew, which ends what was playing on it"
        return dict(watched)

    def _watched_seconds(self) -> float:
        samples = self._watched()["samples"]
        return float(samples[-1][0] - samples[0][0])

    def listen_for(self, seconds: float) -> None:
        eventually(
            self._watched_seconds,
            greater_than_or_equal_to(seconds),
            within=seconds + 2,
            what="seconds of listening",
        )

    def check_played_well(self, share: float) -> None:
        """No stall since it began to sound, and at most this share of the time without any advance."""
        watched = self._watched()
        assert_that(watched["troubles"], equal_to([]), "what interrupted the audio")
        (began, first), (ended, last) = watched["samples"][0], watched["samples"][-1]
        heard, passed = last - first, ended - began
        assert heard >= passed * (1 - share), f"in {passed:.2f} s only {heard:.2f} s were heard"
        assert heard <= passed * (1 + share), f"in {passed:.2f} s as much as {heard:.2f} s were heard"

    def check_still_playing(self, title: str) -> None:
        """It plays, it is this track, and it has done so since it was started: for long enough to tell."""
        self.listen_for(ENOUGH_TO_TELL)
        assert_that(self._playing(), equal_to(title), "what the player shows")
        self.check_played_well(0.05)

    def pause(self) -> None:
        """Pause, and wait until it is silent."""
        self._player.get_by_role("button", name="Pause", exact=True).click()
        eventually(self._paused, equal_to(True), within=SHOWN_WITHIN, what="whether it is paused")

    def resume(self) -> None:
        """Go on after a pause, and wait until it sounds."""
        self._player.get_by_role("button", name="Play", exact=True).click()
        eventually(self._paused, equal_to(False), within=SHOWN_WITHIN, what="whether it is paused")

    def _paused(self) -> bool:
        return bool(self._page.evaluate("() => document.querySelector('#player audio').paused"))

    def seek(self, share: float) -> None:
        slider = self._player.get_by_role("slider", name="Seek")
        length = float(slider.get_attribute("max") or 0)
        slider.fill(str(round(length * share, 1)))
        self._page.evaluate("() => { window.watchedAudio.samples.length = 0; }")

    def check_playing_from(self, share: float) -> None:
        length = float(self._player.get_by_role("slider", name="Seek").get_attribute("max") or 0)
        start = length * share
        reached = eventually(
            self.position, greater_than(start + 0.5), within=SHOWN_WITHIN, what="the position after seeking"
        )
        first = min(position for _, position in self._watched()["samples"])
        assert start - 0.3 < first and reached < start + 3, (
            f"it should play on from {start:.1f} s; it did from {first:.1f} s, and is at {reached:.1f} s"
        )

    def choose_quality(self, quality: str) -> None:
        self._position_before = self.position()
        self._choose(quality)

    def _choose(self, quality: str) -> None:
        self._player.get_by_role("combobox", name="Quality").select_option(quality)

    def choose_to_prefer(self, quality: str) -> None:
        """Choose a quality while nothing plays."""
        if self._page.url == "about:blank":
            self.enter("/dashboard")
        self._choose(quality)

    def check_offered(self, quality: str) -> None:
        """This is the quality in which the next track will start, on a page that is opened afresh."""
        self.open_again()
        choice = self._see(self._player.get_by_role("combobox", name="Quality"), "the choice of quality")
        eventually(choice.input_value, equal_to(quality), within=SHOWN_WITHIN, what="the quality that is chosen")

    def check_quality(self, quality: str) -> None:
        """What sounds, and what the player says of it, is of this quality."""
        address = self._page.evaluate("() => document.querySelector('#player audio').currentSrc")
        assert_that(address, contains_string(f"/{quality}.mp3"), "the address that plays")
        shown = self._player.get_by_role("combobox", name="Quality").input_value()
        assert_that(shown, equal_to(quality), "the quality that the player shows")

    def sounding_quality(self) -> str:
        """The quality of the address that sounds."""
        address: str = self._page.evaluate("() => document.querySelector('#player audio').currentSrc")
        return address.partition(".mp3")[0].rpartition("/")[2]

    def check_says(self, text: str) -> None:
        eventually(self.says, contains_string(text), within=SHOWN_WITHIN, what="what the player says")

    def try_again(self) -> None:
        self._see(self._player.get_by_role("button", name="Try again"), "the button to try again").click()

    def says(self) -> str:
        """What the player has to say."""
        return self._player.get_by_role("status").inner_text()

    def check_playing_on_in(self, quality: str) -> None:
        eventually(
            lambda: self._page.evaluate("() => document.querySelector('#player audio').currentSrc"),
            contains_string(f"/{quality}.mp3"),
            within=SHOWN_WITHIN,
            what="the address that plays",
        )
        reached = eventually(
            self.position,
            greater_than(self._position_before + 0.3),
            within=SHOWN_WITHIN,
            what="the position in the other quality",
        )
        assert reached < self._position_before + 3, (
            f"it played at {self._position_before:.1f} s and plays on at {reached:.1f} s"
        )
