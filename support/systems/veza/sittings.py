"""One sitting at the browser, whose live connections break, that of the chat and that of the player together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from hamcrest import assert_that, equal_to, greater_than

from support.observing.waiting import eventually, looks
from support.systems.veza.lines import HEARD_WITHIN

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.conversations import Conversations
    from support.systems.veza.pages import Browser

LINES = ["/ws/chat", "/ws/stream"]
"""What a page is connected to that is open in a conversation while music plays on it."""
BACK_WITHIN = 5.0
"""Seconds until a page whose lines broke is as it was: its first tries are after half a second."""
BEGUN = "Where was I"
"""What somebody has begun to write when the lines break."""


@dataclass(frozen=True)
class Break:
    """What was seen after the lines had broken once, when all was as before, or was not for too long."""

    connection: str
    """What the page told of its line."""
    opened: list[str]
    """The paths of the lines that it opened."""
    told: str | None
    """The title that the others were told of last, since then; None when they were told of nothing."""
    begun: str
    """What stood in the box for messages."""
    before: float
    """Seconds into the track when the lines broke."""
    after: float | None
    """The same when it was looked at; None when there was no player any more."""

    @property
    def over(self) -> bool:
        back = self.connection == "Live" and sorted(self.opened) == LINES
        return back and self.told is not None and self.after is not None


class Sittings:
    """What becomes of listening and talking on one page, which is never opened afresh."""

    def __init__(self, accounts: Accounts, conversations: Conversations) -> None:
        self._accounts, self._talk = accounts, conversations
        self._break: Callable[[], list[str]] = list
        self._breaks: list[Break] = []

    def let_lines_break(self, browser: Browser) -> None:
        """From the next page on, have what the browser keeps open in our hand."""
        self._break = browser.surroundings.let_break("**/ws/*")

    def break_lines(self, browser: Browser, watcher: Persona, times: int) -> None:
        """All lines break so often, each time when the page is as it was; or until it does not come back to that."""
        for _ in range(times):
            browser.conversation.begin(BEGUN)
            before, known = browser.player.position(), len(self._told(watcher, browser.who))
            opened = self._break()
            for _ in looks(BACK_WITHIN):
                seen = Break(
                    browser.conversation.connection(),
                    [urlsplit(one).path for one in opened],
                    next(iter(self._told(watcher, browser.who)[known:][::-1]), None),
                    browser.conversation.begun(),
                    before,
                    browser.player.reached(),
                )
                if seen.over or browser.loaded_anew:
                    break
            self._breaks.append(seen)
            if not seen.over:
                break

    def check_went_on(self, browser: Browser, watcher: Persona, title: str, times: int) -> None:
        """Each time the page came back by itself with both lines, once each; the music went on from where it was, and
        was shown again; and what was being written is there still."""
        assert self._breaks, "no line has broken"
        for number, one in enumerate(self._breaks, 1):
            when = f"after break {number} of the lines of {browser.who.name}"
            assert_that(one.connection, equal_to("Live"), f"what the page tells of its line {when}")
            assert_that(sorted(one.opened), equal_to(LINES), f"the lines that the page opened {when}")
            assert_that(one.told, equal_to(title), f"what {watcher.name} is told that they listen to {when}")
            assert_that(one.begun, equal_to(BEGUN), f"what they had begun to write, {when}")
            assert one.after is not None, f"there is no player on the page {when}"
            assert one.after >= one.before, f"the music was at {one.before:.1f} s, and is at {one.after:.1f} s {when}"
        assert_that(len(self._breaks), equal_to(times), "how often the lines broke")
        position = browser.player.position()
        what = f'the position in "{title}", which plays on'
        eventually(browser.player.position, greater_than(position), within=HEARD_WITHIN, what=what)

    def _told(self, watcher: Persona, who: Persona) -> list[str]:
        """All titles of which somebody was told that another listens to them, oldest first."""
        identity = self._accounts.of(who).id
        frames = [one.data for one in self._talk.line(watcher).frames() if one.data["type"] == "NowPlaying"]
        return [one["track"]["title"] for one in frames if one["person"]["id"] == identity and one["track"]]
