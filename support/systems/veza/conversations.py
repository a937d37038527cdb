"""Conversations: who is in them, and what is said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from hamcrest import assert_that, equal_to, greater_than_or_equal_to, has_length

from support.clients.http import Reply
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import Refusal, data
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.data import conversation_name, remark
from support.systems.veza.lines import HEARD_WITHIN, QUICK, Learnt, Line, Said, SaidElsewhere, refusal_of

ON_THEIR_WAY = 6
"""How many things somebody who speaks without a pause has said that are not yet confirmed."""
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


class Conversations:
    """The conversation of a scenario, the live connections to it, and all that was said in it."""

    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        self.current: Conversation | None = None
        self.said: list[Said] = []
        """Everything said in the scenario over a socket of the suite; of one speaker, in order."""
        self.told: dict[str, dict[str, Any]] = {}
        """What each person, by the name of the line, was told when they joined last."""
        self._refusals: dict[str, Refusal] = {}
        self.elsewhere: list[SaidElsewhere] = []
        """What was said in the browser, oldest first."""
        self.connections: dict[tuple[str, str], Line] = {}
        self.stays: list[tuple[Persona, list[Learnt]]] = []
        """For each time that somebody joined while others spoke: who, and the messages they learnt of."""

    @property
    def conversation(self) -> Conversation:
        assert self.current is not None, "no conversation was made in this scenario"
        return self.current

    def make(self, members: Sequence[Persona]) -> None:
        """Have the first of them make a conversation with all of them."""
        owner = members[0]
        self._accounts.make_all(members)
        name = conversation_name(self._system.world.data)
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
        if (who.name, device) not in self.connections:
            signed_in = self._accounts.device(who, device)
            socket = self._system.socket(signed_in.chat, signed_in.token, who.name)
            self.connections[who.name, device] = Line(who, device, socket)
        return self.connections[who.name, device]

    def join(self, who: Persona, device: str = "laptop") -> None:
        line = self.line(who, device)
        told = line.join(self.conversation.id)
        assert told["type"] == "ActionConfirmed", f"{line.name} could not join the conversation: {told}"
        self.told[line.name] = told

    def join_all(self, people: Sequence[Persona]) -> None:
        self._accounts.sign_in_all(people)
        for who in people:
            self.join(who)

    def try_to_join(self, who: Persona) -> None:
        """Join as somebody who may not."""
        told = self.line(who).join(self.conversation.id)
        assert told["type"] == "Error", f"{who.name} joined the conversation: {told}"
        self._refusals[who.name] = refusal_of(told)

    def last_refusal(self, who: Persona) -> Refusal:
        """Why somebody could not join, or could not say what they said last."""
        if who.name in self._refusals:
            return self._refusals[who.name]
        return next(said.error for said in reversed(self.said) if said.speaker.name == who.name)

    def check_refused_as_stranger(self, who: Persona) -> None:
        """Somebody was refused as no member, and learnt nothing else: not what it is called, nor who is in it."""
        refusal = self.last_refusal(who)
        assert_that(refusal.code, equal_to("CHAT_NOT_A_MEMBER"), "the reason of the refusal")
        self.check_tells_nothing(who, refusal)

    def check_tells_nothing(self, who: Persona, refusal: Refusal) -> None:
        told = json.dumps([refusal.message, refusal.details], ensure_ascii=False)
        accounts = [self._accounts.of(member) for member in self.conversation.members]
        secrets = [
            self.conversation.name,
            *(one.person.display_name for one in accounts),
            *(one.id for one in accounts),
        ]
        leaked = [secret for secret in secrets if secret in told]
        assert_that(leaked, equal_to([]), f"what {who.name} learns of the conversation from the refusal {told}")

    def look_into_another(self, who: Persona) -> None:
        """Join a further conversation over the line there is, and leave it."""
        self.come_and_go_elsewhere(who)()

    def come_and_go_elsewhere(self, who: Persona) -> Callable[[], None]:
        """Have somebody make a further conversation; returns what has them join it and leave it."""
        chat, name = self._accounts.as_(who, "chat-server"), conversation_name(self._system.world.data)
        made = data(chat.post("/api/conversations", json={"name": name, "members": []}), 201)["id"]
        self._system.world.cleanup.add(
            "remove a further conversation", lambda: chat.delete(f"/api/conversations/{made}")
        )

        def come_and_go() -> None:
            self.line(who).join(made)
            self.line(who).leave(made)

        return come_and_go

    def leave(self, who: Persona, device: str = "laptop") -> None:
        self.line(who, device).leave(self.conversation.id)

    def vanish(self, who: Persona, device: str = "laptop") -> None:
        """The line of somebody breaks without a word."""
        self.line(who, device).vanish()
        del self.connections[who.name, device]

    def come_back(self, people: Sequence[Persona]) -> None:
        """Have everybody join again over a new line, whatever has become of the one before."""
        for who in people:
            self.vanish(who)
            self.join(who)

    def lines(self, people: Iterable[Persona]) -> list[Line]:
        """The live connections of these people, on all of their devices."""
        names = {person.name for person in people}
        found = [line for (name, _), line in self.connections.items() if name in names]
        assert {line.who.name for line in found} == names, f"not all of {sorted(names)} are connected"
        return found

    def devices_in(self, name: str) -> int:
        """On how many devices of the suite somebody is present in the scenario's conversation."""
        lines = [line for (whose, _), line in self.connections.items() if whose == name]
        return sum(line.is_in(self.conversation.id) for line in lines)

    def others(self, who: Persona) -> list[Persona]:
        return [member for member in self.conversation.members if member.name != who.name]

    # Saying

    def say(self, who: Persona, text: str, track_id: str | None = None, device: str = "laptop") -> Said:
        """Say something, and do not wait for the answer."""
        said = self.line(who, device).say(self.conversation.id, text, track_id)
        self.said.append(said)
        return said

    def say_as_if_the_same(self, who: Persona) -> Said:
        """Say something under the `client_message_id` that somebody else has given to what they said last."""
        last = self.said[-1]
        assert last.speaker != who, f"it was {who.name} who spoke last"
        said = self.line(who).say(self.conversation.id, f"{who.name} says so", identity=last.client_message_id)
        self.said.append(said)
        return said

    def check_cannot_speak_of(self, who: Persona, track_id: str, title: str) -> None:
        """What somebody says about a track that there is not any more is refused, because of the track."""
        said = self.line(who).say(self.conversation.id, f"Do you remember {title}?", track_id)
        refusal = said.error
        told = refusal.code, refusal.fields
        assert_that(told, equal_to(("CHAT_MESSAGE_INVALID", ["track_id"])), "why it is refused")

    def check_said_nowhere_else(self, said: Said) -> None:
        """Sent to another conversation as if no answer had come it is the same message still, and not said there."""
        chat, name = self._accounts.as_(said.speaker, "chat-server"), conversation_name(self._system.world.data)
        path = (
            f"/api/conversations/{data(chat.post('/api/conversations', json={'name': name, 'members': []}), 201)['id']}"
        )
        self._system.world.cleanup.add("remove a further conversation", lambda: chat.delete(path))
        before = len(said.answers())
        said.line.say(path.rpartition("/")[2], said.text, identity=said.client_message_id)
        eventually(
            lambda: len(said.answers()), equal_to(before + 1), within=HEARD_WITHIN, poll=QUICK, what="the answers"
        )
        self.check_confirmed_alike(said, before + 1)
        assert_that(
            data(chat.get(f"{path}/messages"))["messages"], equal_to([]), "what is said in another conversation"
        )

    def say_long(self, who: Persona, length: int, characters: str) -> None:
        """Say something of so many characters of one kind, and do not wait for the answer."""
        self.say(who, CHARACTERS[characters] * length)

    def say_confirmed(self, who: Persona, text: str, track_id: str | None = None, device: str = "laptop") -> Said:
        said = self.say(who, text, track_id, device)
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

    def said_last(self, who: Persona | None = None, text: str | None = None) -> Said:
        """What was said last, which must have been by this person, and this text, where either is given."""
        said = self.said[-1]
        assert who in (None, said.speaker), f"it was {said.speaker.name} who spoke last"
        assert text in (None, said.text), f'"{said.text}" was said last'
        return said

    def check_confirmed_alike(self, said: Said, times: int) -> None:
        """Each time it was sent it was confirmed, as one and the same message."""
        assert_that(said.answers(), equal_to([said.message] * times), f'what was confirmed of "{said.text[:40]}"')

    def remove(self, who: Persona, text: str) -> None:
        """Have a moderator take a message out of the conversation."""
        (said,) = [one for one in self.said if one.text == text]
        path = f"/api/conversations/{self.conversation.id}/messages/{said.message['id']}"
        reply = self._accounts.moderating(who).delete(path)
        assert_that(reply.status, equal_to(204), f'the status of removing "{text[:40]}"')

    def say_in_turn(self, people: Sequence[Persona], number: int) -> None:
        """Each says the next thing when the one before is confirmed."""
        for count in range(number):
            self.say_confirmed(people[count % len(people)], remark(self._system.world.data))

    def say_at_once(self, people: Sequence[Persona], number: int) -> None:
        """All of them speak at the same time, so many things each, and wait for nothing."""
        texts = {who.name: [remark(self._system.world.data) for _ in range(number)] for who in people}
        self.lines(people)

        def speak(who: Persona) -> None:
            for text in texts[who.name]:
                self.say(who, text)

        with ThreadPoolExecutor(len(people)) as pool:
            list(pool.map(speak, people))

    def say_without_pause(self, who: Persona, number: int, text: str = "") -> None:
        """Always have a few things on their way, so that something is said at every moment until the last."""
        for _ in range(number):
            self.say(who, text or remark(self._system.world.data))
            if len(self.said) >= ON_THEIR_WAY:
                assert self.said[-ON_THEIR_WAY].message
        assert self.said[-1].message

    def join_while_speaking(self, people: Sequence[Persona], speaker: Persona, number: int) -> None:
        """Each of them joins and leaves again and again while a speaker says so many things without a pause."""
        for who in people:
            self.line(who).leave(self.conversation.id)  # else what is said before the first time comes live
        with ThreadPoolExecutor(1 + len(people)) as pool:
            speaking = pool.submit(self.say_without_pause, speaker, number)
            joining = [pool.submit(self._join_until, who, speaking.done) for who in people]
            for each in (speaking, *joining):
                each.result()

    def _join_until(self, who: Persona, over: Callable[[], bool]) -> None:
        while not over():
            self.stays.append((who, self.line(who).stay(self.conversation.id, until=over)))

    # What was said

    def expect_said_elsewhere(self, who: Persona, text: str) -> None:
        """Wait until something that somebody says elsewhere, in the browser perhaps, is in the history."""
        found = eventually(
            lambda: [one for one in self.history(who)["messages"] if one["content"] == text],
            has_length(greater_than_or_equal_to(1)),
            within=HEARD_WITHIN,
            what=f'"{text[:40]}" in the history',
        )
        assert_that(self.names([found[0]["sender"]["id"]]), equal_to([who.name]), "who said it")
        self.elsewhere.append(SaidElsewhere(text, who, found[0]))

    @property
    def latest(self) -> Said | SaidElsewhere:
        """What was said last."""
        return self.elsewhere[-1] if self.elsewhere else self.said[-1]

    def history(self, who: Persona, limit: int = PAGE, before: int | None = None) -> dict[str, Any]:
        return dict(data(self.ask_for_history(who, limit, before)))

    def ask_for_history(self, who: Persona, limit: int = PAGE, before: int | None = None) -> Reply:
        query = f"limit={limit}" + (f"&before={before}" if before is not None else "")
        path = f"/api/conversations/{self.conversation.id}/messages?{query}"
        return self._accounts.as_(who, "chat-server").get(path)

    def names(self, identities: Iterable[str]) -> list[str]:
        return sorted(self._accounts.name_of(identity) for identity in identities)
