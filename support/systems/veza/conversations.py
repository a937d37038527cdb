"""Conversations: who is in them, what is said, and who sees it when."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from hamcrest import (
    assert_that,
    equal_to,
    greater_than_or_equal_to,
    has_length,
    not_,
    not_none,
)

from support.clients.http import Reply
from support.clients.websocket import Frame, SocketClient
from support.observing.measuring import Sample
from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.answers import Refusal, data, refused
from support.systems.system import System
from support.systems.veza.accounts import Accounts

if TYPE_CHECKING:
    from support.systems.veza.music import Track

HEARD_WITHIN = 2.0
"""Seconds until something said must be seen, where the scenario measures no time."""
BURST_WITHIN = 10.0
"""The same for something said as one of very many."""
GONE_WITHIN = 5.0
"""Seconds until everybody sees that somebody has gone."""
SETTLE = 0.4
"""Seconds in which something that must not arrive is looked for."""
QUICK = 0.002
"""Seconds between two looks for an answer that is usually there within a few milliseconds."""
ON_THEIR_WAY = 6
"""How many things somebody who speaks without a pause has said that are not yet confirmed."""
ENOUGH_STAYS = 10
"""How often somebody must at least have joined while others spoke, for a gap to have had its chance."""
PAGE = 50
"""How many messages somebody who joins sees at most."""
CHARACTERS = {"letter": "é", "letters": "é", "emoji": "🎷"}
"""One character of each kind that a long message may be made of: more than one byte, or even more than one unit."""


@dataclass(frozen=True)
class Conversation:
    """A conversation of the scenario."""

    id: str
    name: str
    owner: Persona
    members: tuple[Persona, ...]


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
        return _refusal(answer)

    @property
    def refused(self) -> bool:
        return bool(self._answer()["type"] == "Error")

    def _answer(self) -> dict[str, Any]:
        frame = eventually(
            lambda: self.line.first(lambda frame: frame.get("client_message_id") == self.client_message_id),
            not_none(),
            within=BURST_WITHIN,
            poll=QUICK,
            what=f'the answer that {self.speaker.name} gets to "{self.text[:40]}"',
        )
        return dict(frame.data) if frame else {}


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
        asked: dict[str, Any] = {"type": "JoinConversation", "conversation_id": conversation_id}
        if after is not None:
            asked["after"] = after
        self._socket.send(asked)
        frame = eventually(
            lambda: self.first(_answers_join, start=before),
            not_none(),
            within=HEARD_WITHIN,
            poll=QUICK,
            what=f"the answer that {self.name} gets to joining",
        )
        return dict(frame.data) if frame else {}

    def stay(self, conversation_id: str, until: Callable[[], bool]) -> list[int]:
        """Join, stay until something came live (or it is over), and leave: the numbers of the messages as they came."""
        before = len(self._socket.frames)
        told = [message["sequence"] for message in self.join(conversation_id)["messages"]]
        eventually(
            lambda: until() or self.first(lambda frame: frame["type"] == "NewMessage", start=before) is not None,
            equal_to(True),
            within=HEARD_WITHIN,
            poll=QUICK,
            what=f"whether {self.name} sees anything live",
        )
        self.leave(conversation_id)
        frames = [frame.data for frame in self._socket.frames[before:]]
        return told + [frame["message"]["sequence"] for frame in frames if frame["type"] == "NewMessage"]

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
        return [
            frame.data["message"]
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

    def times_seen(self, message_id: str) -> int:
        """How often a message arrived live."""
        return sum(message["id"] == message_id for message in self.live())

    def not_seen(self, wanted: Iterable[dict[str, Any]]) -> list[str]:
        """The words of those of these messages that have not come to this device, neither live nor confirmed."""
        seen = {message["id"] for message in self.shown()}
        return [f"{one['sequence']}: {one['content'][:40]}" for one in wanted if one["id"] not in seen]

    def last_presence_of(self, person_id: str) -> bool | None:
        """The last that was told of somebody's presence; None when nothing was."""
        return next(iter(self.presence_of(person_id)[::-1]), None)

    def types(self) -> list[str]:
        return [str(frame.data["type"]) for frame in self._socket.frames]


class Conversations:
    """The conversation of a scenario, the live connections to it, and all that was said in it."""

    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        self.current: Conversation | None = None
        self.said: list[Said] = []
        """Everything said in the scenario over a socket of the suite; of one speaker, in order."""
        self._told: dict[str, dict[str, Any]] = {}
        """What each person, by the name of the line, was told when they joined last."""
        self._refusals: dict[str, Refusal] = {}
        self.elsewhere: list[SaidElsewhere] = []
        """What was said in the browser, oldest first."""
        self._lines: dict[tuple[str, str], Line] = {}
        self._stays: list[list[int]] = []
        """For each time that somebody joined while others spoke: the numbers of the messages they learnt of."""

    @property
    def conversation(self) -> Conversation:
        assert self.current is not None, "no conversation was made in this scenario"
        return self.current

    def make(self, members: Sequence[Persona]) -> None:
        """Have the first of them make a conversation with all of them."""
        owner = members[0]
        self._accounts.make_all(members)
        name = self._system.world.data.conversation_name()
        chat = self._accounts.as_(owner, "chat-server")
        invited = [self._accounts.of(member).id for member in members[1:]]
        made = data(chat.post("/api/conversations", json={"name": name, "members": invited}), 201)
        self.current = Conversation(made["id"], name, owner, tuple(members))
        path = f"/api/conversations/{made['id']}"
        self._system.world.cleanup.add(f'remove the conversation "{name}"', lambda: chat.delete(path))

    def take_in(self, owner: Persona, who: Persona) -> None:
        """Have the owner make somebody a member."""
        path = f"/api/conversations/{self.conversation.id}/members"
        identity = self._accounts.of(who).id
        data(self._accounts.as_(owner, "chat-server").post(path, json={"person_id": identity}), 201)
        self.current = replace(self.conversation, members=(*self.conversation.members, who))

    # Live connections

    def line(self, who: Persona, device: str = "laptop") -> Line:
        """Somebody's live connection, opened when it is first needed."""
        if (who.name, device) not in self._lines:
            token = self._accounts.device(who, device).token
            self._lines[who.name, device] = Line(who, device, self._system.socket("chat-server", token, who.name))
        return self._lines[who.name, device]

    def join(self, who: Persona, device: str = "laptop") -> None:
        line = self.line(who, device)
        told = line.join(self.conversation.id)
        assert told["type"] == "ActionConfirmed", f"{line.name} could not join the conversation: {told}"
        self._told[line.name] = told

    def join_all(self, people: Sequence[Persona]) -> None:
        self._accounts.sign_in_all(people)
        for who in people:
            self.join(who)

    def try_to_join(self, who: Persona) -> None:
        """Join as somebody who may not."""
        told = self.line(who).join(self.conversation.id)
        assert told["type"] == "Error", f"{who.name} joined the conversation: {told}"
        self._refusals[who.name] = _refusal(told)

    def last_refusal(self, who: Persona) -> Refusal:
        """Why somebody could not join, or could not say what they said last."""
        if who.name in self._refusals:
            return self._refusals[who.name]
        return next(said.error for said in reversed(self.said) if said.speaker.name == who.name)

    def check_refused_as_stranger(self, who: Persona) -> None:
        """Somebody was refused as no member, and learnt nothing else: not what it is called, nor who is in it."""
        refusal = self.last_refusal(who)
        assert_that(refusal.code, equal_to("CHAT_NOT_A_MEMBER"), "the reason of the refusal")
        self._check_tells_nothing(who, refusal)

    def _check_tells_nothing(self, who: Persona, refusal: Refusal) -> None:
        told = json.dumps([refusal.message, refusal.details], ensure_ascii=False)
        accounts = [self._accounts.of(member) for member in self.conversation.members]
        secrets = [
            self.conversation.name,
            *(one.person.display_name for one in accounts),
            *(one.id for one in accounts),
        ]
        leaked = [secret for secret in secrets if secret in told]
        assert_that(leaked, equal_to([]), f"what {who.name} learns of the conversation from the refusal {told}")

    def leave(self, who: Persona, device: str = "laptop") -> None:
        self.line(who, device).leave(self.conversation.id)

    def vanish(self, who: Persona) -> None:
        """The line of somebody breaks without a word."""
        self.line(who).vanish()
        del self._lines[who.name, "laptop"]

    def come_back(self, people: Sequence[Persona]) -> None:
        """Have everybody join again over a new line, whatever has become of the one before."""
        for who in people:
            self.vanish(who)
            self.join(who)

    def lines(self, people: Iterable[Persona]) -> list[Line]:
        """The live connections of these people, on all of their devices."""
        names = {person.name for person in people}
        found = [line for (name, _), line in self._lines.items() if name in names]
        assert {line.who.name for line in found} == names, f"not all of {sorted(names)} are connected"
        return found

    def others(self, who: Persona) -> list[Persona]:
        return [member for member in self.conversation.members if member.name != who.name]

    # Saying

    def say(self, who: Persona, text: str, track_id: str | None = None) -> Said:
        """Say something, and do not wait for the answer."""
        said = self.line(who).say(self.conversation.id, text, track_id)
        self.said.append(said)
        return said

    def say_long(self, who: Persona, length: int, characters: str) -> None:
        """Say something of so many characters of one kind, and do not wait for the answer."""
        self.say(who, CHARACTERS[characters] * length)

    def say_confirmed(self, who: Persona, text: str, track_id: str | None = None) -> Said:
        said = self.say(who, text, track_id)
        assert_that(said.message["content"], equal_to(text), "what was confirmed")
        return said

    def repeat(self, said: Said) -> None:
        """Send something once more when it is known to have arrived, as who got no answer does."""
        assert_that(said.message["content"], equal_to(said.text), "what was confirmed")
        before = len(said.answers())
        said.line.say(self.conversation.id, said.text, identity=said.client_message_id)
        eventually(
            lambda: len(said.answers()),
            greater_than_or_equal_to(before + 1),
            within=HEARD_WITHIN,
            poll=QUICK,
            what=f'how many answers {said.speaker.name} gets to "{said.text[:40]}"',
        )

    def check_confirmed_alike(self, said: Said, times: int) -> None:
        """Each time it was sent it was confirmed, as one and the same message."""
        assert_that(said.answers(), equal_to([said.message] * times), f'what was confirmed of "{said.text[:40]}"')

    def remove(self, who: Persona, text: str) -> None:
        """Have a moderator take a message out of the conversation."""
        (said,) = [one for one in self.said if one.text == text]
        path = f"/api/conversations/{self.conversation.id}/messages/{said.message['id']}"
        reply = self._accounts.as_(who, "chat-server").delete(path)
        assert_that(reply.status, equal_to(204), f'the status of removing "{text[:40]}"')

    def say_in_turn(self, people: Sequence[Persona], number: int) -> None:
        """Each says the next thing when the one before is confirmed."""
        for count in range(number):
            self.say_confirmed(people[count % len(people)], self._system.world.data.message())

    def say_at_once(self, people: Sequence[Persona], number: int) -> None:
        """All of them speak at the same time, so many things each, and wait for nothing."""
        texts = {who.name: [self._system.world.data.message() for _ in range(number)] for who in people}
        self.lines(people)

        def speak(who: Persona) -> None:
            for text in texts[who.name]:
                self.say(who, text)

        with ThreadPoolExecutor(len(people)) as pool:
            list(pool.map(speak, people))

    def _say_without_pause(self, who: Persona, number: int) -> None:
        """Always have a few things on their way, so that something is said at every moment until the last."""
        for _ in range(number):
            self.say(who, self._system.world.data.message())
            if len(self.said) >= ON_THEIR_WAY:
                assert self.said[-ON_THEIR_WAY].message
        assert self.said[-1].message

    def join_while_speaking(self, who: Persona, speaker: Persona, number: int) -> None:
        """Somebody joins and leaves again and again while a speaker says so many things without a pause."""
        line = self.line(who)
        line.leave(self.conversation.id)  # else what is said before the first time comes live
        with ThreadPoolExecutor(1) as pool:
            speaking = pool.submit(self._say_without_pause, speaker, number)
            while not speaking.done():
                self._stays.append(line.stay(self.conversation.id, until=speaking.done))
            speaking.result()

    # Seeing

    def expect_said_elsewhere(self, who: Persona, text: str) -> None:
        """Wait until something that somebody says elsewhere, in the browser perhaps, is in the history."""
        found = eventually(
            lambda: [one for one in self.history(who)["messages"] if one["content"] == text],
            has_length(greater_than_or_equal_to(1)),
            within=HEARD_WITHIN,
            what=f'"{text[:40]}" in the history',
        )
        assert_that(self._names([found[0]["sender"]["id"]]), equal_to([who.name]), "who said it")
        self.elsewhere.append(SaidElsewhere(text, who, found[0]))

    @property
    def latest(self) -> Said | SaidElsewhere:
        """What was said last."""
        return self.elsewhere[-1] if self.elsewhere else self.said[-1]

    def check_seen_once(self, people: Iterable[Persona], said: Said | SaidElsewhere) -> None:
        """Everybody sees it live, exactly once on each device, as it was said."""
        message = said.message
        assert_that(message["content"], equal_to(said.text), "the words that were confirmed")
        lines = self.lines(people)
        for line in lines:
            eventually(
                partial(line.times_seen, message["id"]),
                greater_than_or_equal_to(1),
                within=HEARD_WITHIN,
                what=f'how often {line.name} has seen "{said.text[:40]}" by {said.speaker.name}',
            )
            seen = next(one for one in line.live() if one["id"] == message["id"])
            assert_that(seen, equal_to(message), f"what {line.name} saw, beside what was confirmed")
        never(
            lambda: [line.name for line in lines if _times_seen(line, said) != 1],
            has_length(greater_than_or_equal_to(1)),
            during=SETTLE,
            what=f'who has seen "{said.text[:40]}" more than once',
        )

    def check_seen_with_link(self, people: Sequence[Persona], track: Track) -> None:
        said = self.latest
        self.check_seen_once(people, said)
        link = {"id": track.id, "title": track.title}
        assert_that(said.message["track"], equal_to(link), "the track that the message speaks of")

    def check_seen_with_links(self, watcher: Persona, tracks: Sequence[Track]) -> None:
        """What was said in the browser was seen once each, in this order, each with the link to its track."""
        for said in self.elsewhere:
            self.check_seen_once([watcher], said)
        seen = [(message["content"], message["track"]) for message in self.line(watcher).live()]
        links = [{"id": track.id, "title": track.title} for track in tracks]
        expected = list(zip((said.text for said in self.elsewhere), links, strict=True))
        assert_that(seen, equal_to(expected), f"what {watcher.name} saw, and the tracks it speaks of")

    def check_came_and_went(self, watcher: Persona, who: Persona) -> None:
        """A watcher has heard that somebody came and that they went, once each, and nothing else of them."""
        self.check_told_once([watcher], who, present=False)
        told = self.line(watcher).presence_of(self._accounts.of(who).id)
        assert_that(told, equal_to([True, False]), f"the comings and goings of {who.name} that {watcher.name} hears of")

    def history(self, who: Persona, limit: int = PAGE, before: int | None = None) -> dict[str, Any]:
        return dict(data(self.ask_for_history(who, limit, before)))

    def ask_for_history(self, who: Persona, limit: int = PAGE, before: int | None = None) -> Reply:
        query = f"limit={limit}" + (f"&before={before}" if before is not None else "")
        path = f"/api/conversations/{self.conversation.id}/messages?{query}"
        return self._accounts.as_(who, "chat-server").get(path)

    def check_in_history_once(self, who: Persona, said: Said) -> dict[str, Any]:
        """It is in the history exactly once, the same as it was confirmed, with a time that is true."""
        found = [one for one in self.history(who)["messages"] if one["content"] == said.text]
        assert_that(found, has_length(1), f'"{said.text[:40]}" in the history that {who.name} finds')
        assert_that(found[0], equal_to(said.message), "the message in the history, beside what was confirmed")
        sent = datetime.fromisoformat(found[0]["sent_at"])
        age = (datetime.now(UTC) - sent).total_seconds()
        assert 0 <= age < 60, f"the history says it was said {age:.1f} s ago, at {sent}"
        self._check_stored_once(said)
        return dict(found[0])

    def check_all_in_history(self, who: Persona) -> None:
        """All that was said is there as it was confirmed, once, in order, and nothing else."""
        found = sorted(self.history(who)["messages"], key=lambda message: int(message["sequence"]))
        assert_that(found, equal_to([said.message for said in self.said]), f"the history that {who.name} finds")

    def _check_stored_once(self, said: Said) -> None:
        """The database holds it once, and chat-server's log tells of it once, without its words."""
        identity = said.message["id"]
        if self._system.database is not None:
            stored = self._system.database.rows(
                "SELECT id::text AS id FROM chat.messages WHERE conversation_id = %s::uuid AND content = %s",
                (self.conversation.id, said.text),
            )
            assert_that(stored, equal_to([{"id": identity}]), f'what is stored of "{said.text[:40]}"')
        if "logs" in self._system.platform.capabilities:
            told = [line for line in self._system.log("chat-server") if line.get("message_id") == identity]
            assert_that(len(told), equal_to(1), f'lines of the log that tell of "{said.text[:40]}"')
            assert said.text not in str(told), f"the log of chat-server holds the words of {said.speaker.name}"

    def check_same_as_seen(self, who: Persona, other: Persona, said: Said) -> None:
        """What somebody finds in the history, and was told on joining, is what another saw live."""
        self.check_seen_once([other], said)
        seen = [one for one in self.line(other).live() if one["id"] == said.message["id"]]
        found = self.check_in_history_once(who, said)
        assert_that([found], equal_to(seen), f"what {who.name} finds, beside what {other.name} saw")
        told = [one for one in self._told[who.name]["messages"] if one["id"] == said.message["id"]]
        assert_that(told, equal_to(seen), f"what {who.name} was told on joining")

    def check_nothing_seen(self, who: Persona) -> None:
        """Somebody outside gets nothing of the conversation: not live, not by asking."""
        line = self.line(who)
        allowed = {"ActionConfirmed", "Error", "Pong"}
        never(
            lambda: set(line.types()) - allowed,
            has_length(greater_than_or_equal_to(1)),
            during=SETTLE,
            what=f"what {who.name}, who is no member, hears",
        )
        chat = self._accounts.as_(who, "chat-server")
        for reply in (self.ask_for_history(who), chat.get(f"/api/conversations/{self.conversation.id}")):
            self._check_tells_nothing(who, refused(reply, 403))
        listed = [one["id"] for one in data(chat.get("/api/conversations"))]
        assert self.conversation.id not in listed, f"{who.name} finds the conversation in their list"

    def check_not_in_anything(self, text: str) -> None:
        """Nobody in the conversation sees a text, live or in the history."""
        lines = self.lines(self.conversation.members)
        never(
            lambda: [line.name for line in lines if text in [one["content"] for one in line.live()]],
            has_length(greater_than_or_equal_to(1)),
            during=SETTLE,
            what=f'who has seen "{text[:40]}"',
        )
        found = [one["content"] for one in self.history(self.conversation.owner)["messages"]]
        assert text not in found, f'"{text[:40]}" is in the history'

    def check_same_order(self, people: Sequence[Persona], count: int) -> None:
        """Every device learnt of the same messages in the same order, without gap or repetition."""
        spoken = [said.message for said in self.said]
        assert_that(len(spoken), equal_to(count), "the number of messages that were accepted")
        first = min(message["sequence"] for message in spoken)
        ids = {message["sequence"]: message["id"] for message in spoken}
        for line in self.lines(people):
            eventually(
                partial(line.not_seen, spoken),
                equal_to([]),
                within=BURST_WITHIN,
                what=f"the messages that {line.name} has not seen",
            )
            shown = line.shown()
            sequences = [message["sequence"] for message in shown]
            wanted = list(range(first, first + count))
            assert_that(sequences, equal_to(wanted), f"the order in which {line.name} sees the messages")
            assert_that(
                {one["sequence"]: one["id"] for one in shown}, equal_to(ids), f"the messages that {line.name} sees"
            )
            self._check_speakers_order(shown)

    def check_latecomer_sees_same(self) -> None:
        """Who joins now, and reads back to the beginning, finds what everybody saw, in the same order."""
        first = self.lines(self.conversation.members)[0]
        who = first.who
        self.join(who, "phone")
        told = self._told[self.line(who, "phone").name]
        messages = told["messages"]
        while told["has_more"]:
            told = self.history(who, before=messages[0]["sequence"])
            messages = told["messages"] + messages
        assert_that(messages, equal_to(first.shown()), "what is found by who joins afterwards")

    def _check_speakers_order(self, shown: Sequence[dict[str, Any]]) -> None:
        """What each person said comes in the order in which they said it."""
        place = {message["id"]: number for number, message in enumerate(shown)}
        for speaker in {said.speaker.name for said in self.said}:
            places = [place[said.message["id"]] for said in self.said if said.speaker.name == speaker]
            assert places == sorted(places), f"what {speaker} said is seen in another order: {places}"

    def delays(self, people: Sequence[Persona]) -> Sample:
        """Seconds from saying to seeing, for all that was said and each device; all were seen, once, in order."""
        clocks = {said.message["id"]: said.clock for said in self.said}
        spoken = [said.message for said in self.said]
        sample = Sample()
        for line in self.lines(people):
            eventually(
                partial(line.not_seen, spoken),
                equal_to([]),
                within=BURST_WITHIN,
                what=f"the messages that {line.name} has not seen",
            )
            sequences = [message["sequence"] for message in line.live()]
            wanted = [message["sequence"] for message in spoken]
            assert_that(sequences, equal_to(wanted), f"the messages that {line.name} has seen, in order")
            for identity, arrival in line.arrivals().items():
                sample.add(arrival - clocks[identity])
        return sample

    def check_nothing_between(self) -> None:
        """Each time, what was told on joining went on live without gap or repetition."""
        assert len(self._stays) >= ENOUGH_STAYS, f"joined only {len(self._stays)} times while somebody spoke"
        for number, stay in enumerate(self._stays, start=1):
            wanted = list(range(stay[0], stay[0] + len(stay))) if stay else []
            assert_that(stay, equal_to(wanted), f"the messages, by number, on joining for the {number}. time")

    # Joining

    def check_told_on_joining(self, who: Persona, number: int, more: bool) -> None:
        """On joining somebody is told the latest messages in the order they were said, and whether there are more."""
        told = self._told[who.name]
        latest = [said.message for said in self.said[-number:]] if number else []
        assert_that(told["messages"], equal_to(latest), f"the messages that {who.name} is told on joining")
        assert_that(told["has_more"], equal_to(more), "whether it says that there are more")

    def check_older(self, who: Persona, number: int) -> None:
        """Asking for what came before finds the oldest messages, and that there are no more."""
        first = self._told[who.name]["messages"][0]["sequence"]
        found = self.history(who, before=first)
        assert_that(found["messages"], equal_to([said.message for said in self.said[:number]]), "the older messages")
        assert_that(found["has_more"], equal_to(False), "whether it says that there are more still")

    # Presence

    def check_present(self, who: Persona, people: Sequence[Persona]) -> None:
        """Who joined was told that these are present, finds the same when asking; so does the cache hold."""
        members = self._names(person["id"] for person in self._told[who.name]["members"])
        known = sorted(person.name for person in self.conversation.members)
        assert_that(members, equal_to(known), f"the members, as {who.name} is told on joining")
        wanted = sorted(person.name for person in people)
        told = self._names(person["id"] for person in self._told[who.name]["present"])
        assert_that(told, equal_to(wanted), f"who is present, as {who.name} is told on joining")
        assert_that(self._present(who), equal_to(wanted), f"who is present, as {who.name} finds when asking")
        if self._system.cache is not None and not self._system.world.faults.broken("redis"):
            kept = self._system.cache.hash(f"presence:{self.conversation.id}")
            assert_that(self._names(kept), equal_to(wanted), "who is present in the cache")

    def _present(self, who: Persona) -> list[str]:
        path = f"/api/conversations/{self.conversation.id}"
        found = data(self._accounts.as_(who, "chat-server").get(path))
        return self._names(person["id"] for person in found["present"])

    def check_told_once(self, watchers: Sequence[Persona], who: Persona, *, present: bool) -> None:
        """Each watcher is told exactly once that somebody came, or went, and it is the last they hear of it."""
        identity = self._accounts.of(who).id
        lines = self.lines(watchers)
        for line in lines:
            eventually(
                partial(line.last_presence_of, identity),
                equal_to(present),
                within=GONE_WITHIN,
                what=f"the last that {line.name} hears of {who.name} being present",
            )
        never(
            lambda: [line.name for line in lines if line.presence_of(identity).count(present) != 1],
            has_length(greater_than_or_equal_to(1)),
            during=SETTLE,
            what=f"who hears more than once that {who.name} {'has come' if present else 'has gone'}",
        )
        assert_that(who.name in self._present(watchers[0]), equal_to(present), f"whether {who.name} is present")

    def check_still_present(self, watcher: Persona, who: Persona) -> None:
        """A watcher has heard once that somebody came, and nothing since; and finds them present."""
        identity = self._accounts.of(who).id
        never(
            lambda: self.line(watcher).presence_of(identity),
            not_(equal_to([True])),
            during=SETTLE,
            what=f"the comings and goings of {who.name} that {watcher.name} hears of",
        )
        assert who.name in self._present(watcher), f"{watcher.name} does not find {who.name} present"

    def check_never_present(self, who: Persona) -> None:
        """Whoever is in the conversation hears nothing of somebody, and does not find them present."""
        identity = self._accounts.of(who).id
        inside = [line for line in self._lines.values() if line.who in self.conversation.members]
        never(
            lambda: [line.name for line in inside if line.presence_of(identity)],
            has_length(greater_than_or_equal_to(1)),
            during=SETTLE,
            what=f"who hears of {who.name} being present",
        )
        assert who.name not in self._present(self.conversation.owner), f"{who.name} is present"

    def _names(self, identities: Iterable[str]) -> list[str]:
        return sorted(self._accounts.name_of(identity) for identity in identities)


def _refusal(frame: dict[str, Any]) -> Refusal:
    return Refusal(0, frame["code"], frame["message"], frame.get("details") or {})


def _answers_join(frame: dict[str, Any]) -> bool:
    return frame.get("action") == "joined_conversation" or (
        frame["type"] == "Error" and "client_message_id" not in frame
    )


def _times_seen(line: Line, said: Said | SaidElsewhere) -> int:
    """How often something was seen on a device; of what was said in the browser also when it was sent twice."""
    if isinstance(said, Said):
        return line.times_seen(said.message["id"])
    sender = said.message["sender"]["id"]
    return sum((one["content"], one["sender"]["id"]) == (said.text, sender) for one in line.live())
