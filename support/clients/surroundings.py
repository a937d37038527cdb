"""What surrounds the pages of a visit, in the hand of the suite: their clock, and what reaches them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, WebSocketRoute

    from support.evidence.journal import Journal

WENT_WRONG = 1011
"""The code with which a live connection ends whose other end met with something unexpected."""


class Surroundings:
    """Addresses are patterns such as `**/ws/chat`."""

    def __init__(self, context: BrowserContext, journal: Journal, who: str) -> None:
        self._context, self._journal, self._who = context, journal, who
        self._broken: list[str] = []

    def hold_clock(self, *, still: bool = False) -> None:
        """Have the clock of the pages in one's hand: it goes on by itself, unless it is to stand still, and `jump` and
        `go_on` move it. What a page waits for already is not moved; to stand still costs it up to a second."""
        self._context.clock.install()
        if still:
            page = self._context.pages[-1]
            self._context.clock.pause_at(page.evaluate("() => Date.now() + 1000") / 1000)

    def jump(self, seconds: float) -> None:
        """Let the pages find that so much time has passed, as after a nap: what was due is done once."""
        self._context.clock.fast_forward(round(seconds * 1000))

    def go_on(self, seconds: float) -> None:
        """Let so much time pass on the pages, in which everything is done that falls due."""
        self._context.clock.run_for(round(seconds * 1000))

    def keep_from(self, addresses: str) -> None:
        """Let the pages get nothing from these addresses, and everything from all others."""
        self._context.route(addresses, lambda route: route.abort("failed"))
        self._journal.record("fault", f"{self._who}'s browser gets nothing from {addresses}", who=self._who)

    def let_through(self, addresses: str) -> None:
        """They get all of that again."""
        self._context.unroute(addresses)
        self._journal.record("fault", f"{self._who}'s browser gets what is at {addresses} again", who=self._who)

    def break_what_opens(self, addresses: str) -> list[str]:
        """From now on live connections to these addresses open, and break at the first word of the page.

        Returns a list that gets the address of each, while the pages are looked at.
        """

        def end(socket: WebSocketRoute) -> None:
            self._broken.append(socket.url)
            socket.on_message(lambda _: socket.close(code=WENT_WRONG))

        self._context.route_web_socket(addresses, end)
        self._journal.record("fault", f"{self._who}'s lines to {addresses} break once they are open", who=self._who)
        return self._broken

    def let_break(self, addresses: str) -> Callable[[], list[str]]:
        """Have live connections to these addresses, from the next one on, go through our hands, as they are.

        Returns what breaks those that are open. It returns a list that gets the address of each that is opened
        afterwards, while the pages are looked at.
        """
        opened: list[str] = []
        there: list[tuple[WebSocketRoute, WebSocketRoute]] = []

        def hand_on(socket: WebSocketRoute) -> None:
            opened.append(socket.url)
            there.append((socket, socket.connect_to_server()))

        def break_all() -> list[str]:
            opened.clear()
            self._journal.record("fault", f"{self._who}'s lines to {addresses} break", who=self._who)
            for here, beyond in there:
                beyond.close()  # a browser may not tell the other end that something went wrong
                here.close(code=WENT_WRONG)
            there.clear()
            return opened

        self._context.route_web_socket(addresses, hand_on)
        return break_all

    def let_fall_silent(self, addresses: str) -> SilentLines:
        """Have live connections to these addresses, from the next one on, go through our hands."""
        lines = SilentLines(self._journal, self._who)
        self._context.route_web_socket(addresses, lines.hand_on)
        return lines


class SilentLines:
    """Live connections of a visit that can be made to fall silent."""

    def __init__(self, journal: Journal, who: str) -> None:
        self._journal, self._who = journal, who
        self._opened: list[str] = []
        self._there: list[WebSocketRoute] = []
        self._silent: list[WebSocketRoute] = []
        self._breaking = False

    def hand_on(self, socket: WebSocketRoute) -> None:
        """Take one that is opened."""
        self._opened.append(socket.url)
        if self._breaking:
            socket.on_message(lambda _: socket.close(code=WENT_WRONG))
            return
        self._there.append(socket)
        server = socket.connect_to_server()
        server.on_message(lambda message: None if socket in self._silent else socket.send(message))

    def fall_silent(self) -> list[str]:
        """Those that are open stay so, and nothing comes over them any more, while what is sent still arrives.

        Returns a list that gets the address of each that is opened afterwards, while the pages are looked at.
        """
        self._silent.extend(self._there)
        self._opened.clear()
        self._tell("nothing comes to {}'s browser any more over its lines")
        return self._opened

    def break_what_opens(self) -> None:
        """Those that are opened from now on break at the first word of the page."""
        self._breaking = True
        self._tell("the lines of {}'s browser break once they are open")

    def mend(self) -> None:
        """Those that are opened from now on are as ever."""
        self._breaking = False
        self._tell("the lines of {}'s browser are mended")

    def _tell(self, what: str) -> None:
        self._journal.record("fault", what.format(self._who), who=self._who)
