"""Listening over a line that is too narrow for what somebody wishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hamcrest import assert_that, contains_string, equal_to, has_length, is_in, less_than_or_equal_to

from support.observing.waiting import eventually
from support.systems.answers import data
from support.systems.veza.alerts import Alerts
from support.systems.veza.music import BIT_RATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.music import Music
    from support.systems.veza.pages import Browser

PLAYS_WITHIN = 25.0
"""Seconds until it sounds: each try may take some, and nobody promises how many."""
MUSIC = "**/stream/*/*.mp3*"
"""The addresses of audio, for a browser."""
SERVICE = "stream-server"
"""Which starts the music, and raises the alerts."""


class PoorLine:
    def __init__(self, system: System, accounts: Accounts, music: Music) -> None:
        self._accounts, self._music = accounts, music
        self._alerts = Alerts(system)
        self._title, self._wished = "", ""
        self._tried: list[str] = []
        """The qualities in which stream-server started the track, one after the other."""

    def bring_no_music(self, browser: Browser) -> None:
        """Let this browser get everything but the music."""
        browser.surroundings.keep_from(MUSIC)

    def check_given_up(self, who: Persona, qualities: Sequence[str]) -> None:
        """stream-server has started it in each of these qualities, one after the other and once, and stopped each."""
        eventually(
            lambda: [(row["quality"], row["stopped_at"] is not None) for row in self._music.listened(who)],
            equal_to([(quality, True) for quality in qualities]),
            within=PLAYS_WITHIN,
            what="the qualities that were started, and whether each was stopped, for stream-server",
        )
        self._tried = list(qualities)

    def check_tried_again(self, browser: Browser, quality: str) -> None:
        """Music comes again, the person tries again, and one stream more is started, in which it sounds."""
        browser.surroundings.let_through(MUSIC)
        browser.player.try_again()
        browser.player.await_sound(self._title, PLAYS_WITHIN)
        browser.player.check_quality(quality)
        started = [row["quality"] for row in self._music.listened(browser.who)]
        assert_that(started, equal_to([*self._tried, quality]), "the qualities that were started")

    def start(self, browser: Browser, title: str, quality: str) -> None:
        """Somebody wishes to hear a track in this quality; it may take a while."""
        self._title, self._wished = title, quality
        self._alerts.note(SERVICE)
        browser.player.ask_to_play(title, quality)

    def check_plays(self, browser: Browser, who: Persona, tries: int) -> None:
        """It sounds; stream-server has started it in one quality after the other, so often at most, each lower."""
        browser.player.await_sound(self._title, PLAYS_WITHIN)
        quality = browser.player.sounding_quality()
        qualities = list(BIT_RATES)[::-1]
        started = self._music.listened(who)
        self._tried = [row["quality"] for row in started] or [self._wished, quality]
        wanted = qualities[qualities.index(self._wished) :][: len(self._tried)]
        assert_that(self._tried, equal_to(wanted), "the qualities that were started, one after the other")
        assert_that(len(self._tried), less_than_or_equal_to(tries), "how often it was started")
        assert_that(quality, equal_to(self._tried[-1]), "the quality that sounds")
        eventually(
            lambda: [row["quality"] for row in self._music.listened(who) if row["stopped_at"] is None],
            has_length(min(1, len(started))),
            within=5,
            what="the qualities in which it is still going on, for stream-server",
        )

    def check_lower(self) -> None:
        assert_that(self._tried[-1], is_in(["low", "medium"]), "the quality that sounds")

    def check_told(self, browser: Browser, wished: str) -> None:
        """The player says what plays, and why not what was wished; what they prefer is what was wished still."""
        wanted = f"Playing in {self._tried[-1]} quality, because {wished} could not be started."
        assert_that(browser.player.says(), contains_string(wanted), "what the player says")
        browser.player.check_quality(self._tried[-1])
        account = data(self._accounts.as_(browser.who, "backend-api").get("/api/v1/users/me"))
        assert_that(account["preferred_quality"], equal_to(wished), f"the quality that {browser.who.name} prefers")

    def check_alerts(self) -> None:
        """One for each quality that was tried in place of the one that was wished."""
        self._alerts.check(SERVICE, len(self._tried) - 1, f"{self._wished} quality could not be started in time")
