"""Somebody who goes on talking whatever happens: over a line that breaks, to a service that dies."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from support.clients.unreachable import Unreachable
from support.clients.websocket import Refused
from support.observing.waiting import looks
from support.systems.veza.lines import Learnt, Line

if TYPE_CHECKING:
    from support.observing.histories import History, Recording
    from support.scenario.people import Persona

TRIES = 5
"""How often a message is sent at most; whoever gets no answer tries again, after waits that grow."""
FIRST_WAIT = 0.05
ANSWERED_WITHIN = 2.0
"""Seconds after which an answer is given up."""
LOOK = 0.005
SAYS, SEES, LEARNS = "says", "sees", "learns of"
REFUSED_FOR_GOOD = "CHAT_"
"""How the codes begin with which a message is refused; any other failure leaves open whether it is stored."""


class Talker:
    """One person on one device, which comes back by itself and asks for what it has missed."""

    def __init__(
        self, who: Persona, identity: str, open_line: Callable[[], Line], conversation: tuple[str, str]
    ) -> None:
        """`identity` is the id of their account; `conversation` its id, and what the history calls it."""
        self.who = who
        self._identity, self._open = identity, open_line
        self._id, self._key = conversation
        self._line: Line | None = None
        self._told: list[tuple[Learnt, ...]] = []
        """What each line before this one has brought: on joining, and live."""
        self._on_joining: list[Learnt] = []
        self.comings = 0
        """How often they have joined."""

    def say(self, history: History, text: str) -> bool:
        """Say something, again and again until it is confirmed or refused; whether it was confirmed."""
        identity, wait = str(uuid.uuid4()), FIRST_WAIT
        for _ in range(TRIES):
            with history.record(self.who.name, SAYS, self._key, text) as asked:
                self._send(asked, text, identity)
            if asked.outcome != "unknown":
                return asked.outcome == "ok"
            list(looks(wait, wait, stretch=1))
            wait *= 2
        return False

    def _send(self, asked: Recording, text: str, identity: str) -> None:
        """Over the line there is, or a new one; a line that gave no answer is given up."""
        line = self._line
        if line is None and (line := self.come()) is None:
            asked.lose()
            return
        before = len(line.frames())
        try:
            line.say(self._id, text, identity=identity)
        except Unreachable:
            self.hang_up()
            raise
        answer = _awaited(line, before, lambda frame: frame.get("client_message_id") == identity)
        if answer is None:
            self.hang_up()
            asked.lose()
        elif answer["type"] == "Error":
            (asked.refuse if answer["code"].startswith(REFUSED_FOR_GOOD) else asked.lose)()

    def come(self) -> Line | None:
        """Join over a new line, asking for all since the last that was learnt of; None when nobody lets them in."""
        try:
            line = self._open()
        except Unreachable:
            return None
        except Refused as refused:
            if refused.status < 500:
                raise
            return None
        after = max((message["sequence"] for message, _ in self.learnt()), default=0)
        answer = self._join(line, after)
        if answer is None:
            line.vanish()
            return None
        frame = next(frame for frame in line.frames() if frame.data == answer)
        self._on_joining = [(message, frame.clock) for message in answer["messages"]]
        self._line = line
        self.comings += 1
        return line

    def _join(self, line: Line, after: int) -> dict[str, Any] | None:
        before = len(line.frames())
        try:
            line.ask_to_join(self._id, after)
        except Unreachable:
            return None
        answer = _awaited(line, before, lambda frame: frame.get("action") == "joined_conversation")
        assert answer is None or not answer["has_more"], f"{self.who.name} missed more than is told on joining"
        return answer

    def hang_up(self) -> None:
        """The line is gone; what it has brought is kept."""
        if self._line is not None:
            self._line.vanish()
            self._told.append((*self._on_joining, *self._line.learnt()))
            self._line, self._on_joining = None, []

    def learnt(self) -> list[Learnt]:
        """All that has come over all lines, in order; of what they said themselves only the first time it came."""
        now = (*self._on_joining, *self._line.learnt()) if self._line else ()
        return list(self._once_their_own(message for line in [*self._told, now] for message in line))

    def _once_their_own(self, learnt: Iterator[Learnt]) -> Iterator[Learnt]:
        known: set[str] = set()
        for message, at in learnt:
            if message["id"] not in known or not self._is_own(message):
                yield message, at
            known.add(message["id"])

    def _is_own(self, message: dict[str, Any]) -> bool:
        return bool(message["sender"]["id"] == self._identity)

    def note(self, history: History) -> None:
        """Record what has come to this person: what others said, and the numbers of all."""
        for message, at in self.learnt():
            if not self._is_own(message):
                history.saw(self.who.name, SEES, self._key, message["content"], at)
            history.saw(self.who.name, LEARNS, self._key, message["sequence"], at)


def _awaited(line: Line, start: int, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
    """The first such frame; None when it did not come in time, or the connection ended before."""
    for _ in looks(ANSWERED_WITHIN, LOOK, stretch=1):
        ended = line.ended  # before looking: the last frame may come with the end
        if frame := line.first(partial(_fits, wanted), start):
            return dict(frame.data)
        if ended:
            return None
    return None


def _fits(wanted: Callable[[dict[str, Any]], bool], frame: dict[str, Any]) -> bool:
    return frame.get("type") in ("ActionConfirmed", "Error") and wanted(frame)
