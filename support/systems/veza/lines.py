"""Somebody's live connection to a conversation, and what comes and goes over it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from hamcrest import equal_to, not_none

from support.clients.websocket import Frame, SocketClient
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import Refusal

HEARD_WITHIN = 2.0
"""Seconds until something said must be seen, where the scenario measures no time."""
BURST_WITHIN = 10.0
"""The same for something said as one of very many."""
Learnt = tuple[dict[str, Any], float]
"""A message, and when it came, on the clock that stamps frames."""
QUICK = 0.002
"""Seconds between two looks for an answer that is usually there within a few milliseconds."""


@dataclass(frozen=True)
class Said:
    """Something somebody said over a live connection, whether or not it was accepted."""

    line: Line
    text: str
    client_message_id: str
    clock: float
    """When it was sent, on the clock that stamps frames."""

    @property
    def speaker(self) -> Persona:
        return self.line.who

    @property
    def message(self) -> dict[str, Any]:
        """The message as it was confirmed: id, sequence, time and all."""
        answer = self._answer()
        confirmed = answer["type"] == "ActionConfirmed"
        assert confirmed, f'"{self.text[:40]}" of {self.speaker.name} was not accepted: {answer}'
        message: dict[str, Any] = answer["message"]
        return message

    @property
    def confirmed_at(self) -> float:
        """When it was confirmed, on the clock that stamps frames."""
        return self._frame().clock

    def answers(self) -> list[dict[str, Any] | None]:
        """The message of each answer so far, in the order they came; None for a refusal."""
        return [
            frame.data.get("message") if frame.data["type"] == "ActionConfirmed" else None
            for frame in self.line.frames()
            if frame.data.get("client_message_id") == self.client_message_id
        ]

    @property
    def error(self) -> Refusal:
        """Why it was not accepted."""
        answer = self._answer()
        assert answer["type"] == "Error", f'"{self.text[:40]}" of {self.speaker.name} was accepted: {answer}'
        return refusal_of(answer)

    @property
    def refused(self) -> bool:
        return bool(self._answer()["type"] == "Error")

    def _answer(self) -> dict[str, Any]:
        return dict(self._frame().data)

    def _frame(self) -> Frame:
        frame = eventually(
            lambda: self.line.first(lambda frame: frame.get("client_message_id") == self.client_message_id),
            not_none(),
            within=BURST_WITHIN,
            poll=QUICK,
            what=f'the answer that {self.speaker.name} gets to "{self.text[:40]}"',
        )
        assert frame is not None
        return frame


@dataclass(frozen=True)
class SaidElsewhere:
    """Something somebody said, but not over a line of the suite: the message as the history holds it."""

    text: str
    speaker: Persona
    message: dict[str, Any]


class Line:
    """Somebody's live connection to chat-server from one device."""

    def __init__(self, who: Persona, device: str, socket: SocketClient) -> None:
        self.who, self.device, self._socket = who, device, socket

    @property
    def name(self) -> str:
        return self.who.name if self.device == "laptop" else f"{self.who.name} ({self.device})"

    def join(self, conversation_id: str, after: int | None = None) -> dict[str, Any]:
        """Join, and return what is told on joining: messages, has_more, present."""
        before = len(self._socket.frames)
        self.ask_to_join(conversation_id, after)
        frame = eventually(
            lambda: self.first(_answers_join, start=before),
            not_none(),
            within=HEARD_WITHIN,
            poll=QUICK,
            what=f"the answer that {self.name} gets to joining",
        )
        return dict(frame.data) if frame else {}

    def ask_to_join(self, conversation_id: str, after: int | None = None) -> None:
        """Ask for the conversation, and for all since a message of this number; do not wait for the answer."""
        asked: dict[str, Any] = {"type": "JoinConversation", "conversation_id": conversation_id}
        if after is not None:
            asked["after"] = after
        self._socket.send(asked)

    @property
    def joined(self) -> set[str]:
        """The ids of the conversations that were joined over it so far."""
        told = [frame.data for frame in self._socket.frames if frame.data.get("action") == "joined_conversation"]
        return {str(one["conversation_id"]) for one in told}

    def is_in(self, conversation_id: str) -> bool:
        """Whether it is open, and the conversation was joined over it and not left since."""
        told = [one.data for one in self._socket.frames if one.data.get("conversation_id") == conversation_id]
        acts = [one["action"] for one in told if one["type"] == "ActionConfirmed" and "action" in one]
        return not self.ended and acts[-1:] == ["joined_conversation"]

    @property
    def ended(self) -> bool:
        """Whether the connection is gone."""
        return self._socket.closed is not None

    def stay(self, conversation_id: str, until: Callable[[], bool]) -> list[Learnt]:
        """Join, stay until something came live (or it is over), and leave: the messages as they came, and when."""
        before = len(self._socket.frames)
        told = self.join(conversation_id)["messages"]
        eventually(
            lambda: until() or self.first(lambda frame: frame["type"] == "NewMessage", start=before) is not None,
            equal_to(True),
            within=HEARD_WITHIN,
            poll=QUICK,
            what=f"whether {self.name} sees anything live",
        )
        self.leave(conversation_id)
        frames = self._socket.frames[before:]
        joined = next(frame for frame in frames if frame.data.get("action") == "joined_conversation")
        live = [(frame.data["message"], frame.clock) for frame in frames if frame.data["type"] == "NewMessage"]
        return [(message, joined.clock) for message in told] + live

    def leave(self, conversation_id: str) -> None:
        before = len(self._socket.frames)
        self._socket.send({"type": "LeaveConversation", "conversation_id": conversation_id})
        eventually(
            lambda: self.first(lambda frame: frame.get("action") == "left_conversation", start=before),
            not_none(),
            within=HEARD_WITHIN,
            poll=QUICK,
            what=f"the answer that {self.name} gets to leaving",
        )

    def say(self, conversation_id: str, text: str, track_id: str | None = None, identity: str | None = None) -> Said:
        """Send a message, for the first time unless `identity` says which it is, and do not wait for the answer."""
        identity = identity or str(uuid.uuid4())
        frame = {
            "type": "SendMessage",
            "conversation_id": conversation_id,
            "client_message_id": identity,
            "content": text,
        }
        if track_id is not None:
            frame["track_id"] = track_id
        return Said(self, text, identity, self._socket.send(frame))

    def read_no_more(self) -> None:
        """Leave unread whatever comes, as a device does that hangs."""
        self._socket.stop_reading()

    def read_on(self) -> int:
        """Read what there is; the code with which the connection has ended then."""
        self._socket.go_on_reading()
        what = f"how the connection of {self.name} has ended"
        closed = eventually(lambda: self._socket.closed, not_none(), within=BURST_WITHIN, what=what)
        assert closed is not None
        return closed.code

    def ping(self) -> None:
        self._socket.send_text('{"type": "Ping"}', journal=False)

    def vanish(self) -> None:
        """The line breaks without a word."""
        self._socket.drop()

    def frames(self) -> list[Frame]:
        """Everything that came, in the order of its arrival."""
        return self._socket.frames

    def first(self, wanted: Callable[[dict[str, Any]], bool], start: int = 0) -> Frame | None:
        return next((frame for frame in self._socket.frames[start:] if wanted(frame.data)), None)

    def live(self) -> list[dict[str, Any]]:
        """Messages of others that arrived live, in the order of their arrival."""
        return [frame.data["message"] for frame in self._socket.frames if frame.data["type"] == "NewMessage"]

    def shown(self) -> list[dict[str, Any]]:
        """Messages in the order in which this device learnt of them live, its own included."""
        return [message for message, _ in self.learnt()]

    def learnt(self) -> list[Learnt]:
        """The same, each with the time at which it came."""
        return [
            (frame.data["message"], frame.clock)
            for frame in self._socket.frames
            if frame.data["type"] == "NewMessage" or frame.data.get("action") == "message_sent"
        ]

    def arrivals(self) -> dict[str, float]:
        """When each live message arrived first, by its id, on the clock that stamps frames."""
        times: dict[str, float] = {}
        for frame in self._socket.frames:
            if frame.data["type"] == "NewMessage":
                times.setdefault(frame.data["message"]["id"], frame.clock)
        return times

    def presence_of(self, person_id: str) -> list[bool]:
        """Each time it was told that somebody came (True) or went (False)."""
        return [
            frame.data["present"]
            for frame in self._socket.frames
            if frame.data["type"] == "PresenceChanged" and frame.data["person"]["id"] == person_id
        ]

    def not_seen(self, wanted: Iterable[dict[str, Any]]) -> list[str]:
        """The words of those of these messages that have not come to this device, neither live nor confirmed."""
        seen = {message["id"] for message in self.shown()}
        return [f"{one['sequence']}: {one['content'][:40]}" for one in wanted if one["id"] not in seen]

    def last_presence_of(self, person_id: str) -> bool | None:
        """The last that was told of somebody's presence; None when nothing was."""
        return next(iter(self.presence_of(person_id)[::-1]), None)

    def types(self) -> list[str]:
        return [str(frame.data["type"]) for frame in self._socket.frames]


def refusal_of(frame: dict[str, Any]) -> Refusal:
    return Refusal(0, frame["code"], frame["message"], frame.get("details") or {})


def _answers_join(frame: dict[str, Any]) -> bool:
    return frame.get("action") == "joined_conversation" or (
        frame["type"] == "Error" and "client_message_id" not in frame
    )


def sightings(line: Line, said: Said | SaidElsewhere) -> list[float]:
    """When something was seen on a device, each time; of what was said in the browser also when it was sent twice."""
    message = said.message
    live = [(frame.data["message"], frame.clock) for frame in line.frames() if frame.data["type"] == "NewMessage"]
    if isinstance(said, Said):
        return [clock for one, clock in live if one["id"] == message["id"]]
    sender = message["sender"]["id"]
    return [clock for one, clock in live if (one["content"], one["sender"]["id"]) == (said.text, sender)]
