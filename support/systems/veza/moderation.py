"""Moderation of the scenario's conversation: what is taken out of it, and what others are told of that."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, has_length, is_in, not_

from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, never
from support.systems.answers import data, refused
from support.systems.veza.data import conversation_name
from support.systems.veza.lines import HEARD_WITHIN, QUICK
from support.systems.veza.operations import CHATS

if TYPE_CHECKING:
    from support.clients.broker import Subscription
    from support.clients.http import Reply
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.conversations import Conversations
    from support.systems.veza.lines import Line, Said

SETTLE = 0.4
"""Seconds in which something that must not be told is listened for."""
PAGES = (1, 2, 50)
"""How many messages are asked for at once, when the history is read from its end to its beginning."""


class Moderation:
    """What moderators have done in the scenario's conversation, and what everybody learns of it."""

    def __init__(self, system: System, accounts: Accounts, conversations: Conversations) -> None:
        self._system, self._accounts, self._talk = system, accounts, conversations
        self._removed: list[Said] = []
        self._removers: list[Persona] = []
        self.replies: list[Reply] = []
        """What those were answered whom the scenario will judge."""
        self.elsewhere = ""
        self.there: Sequence[Persona] = ()
        """The id of another conversation, and who is in it."""
        self._heard: Subscription | None = None

    # Removing

    def remove(self, moderator: Persona, texts: Sequence[str]) -> None:
        """Have a moderator take each of these out of the conversation."""
        self.listen()
        for text in texts:
            self._note_removal(moderator, self._said(text))
            self._talk.remove(moderator, text)

    def remove_at_once(self, moderators: Sequence[Persona]) -> None:
        """Have each of them take out what was said last, all at the same moment; and the first of them once more."""
        self._accounts.sign_in_all(moderators)
        said = self._talk.said[-1]
        for moderator in moderators:
            self._note_removal(moderator, said)
        self._removed = [said]
        self.replies = at_the_same_time([partial(self._ask_to_remove, one, said) for one in moderators])
        self.replies.append(self._ask_to_remove(moderators[0], said))

    def ask_to_remove(self, people: Sequence[Persona]) -> None:
        """Have each of them, who may not, ask for what was said last to be removed."""
        self._accounts.sign_in_all(people)
        self.replies = [self._ask_to_remove(who, self._talk.said[-1]) for who in people]

    def remove_from_elsewhere(self, moderator: Persona) -> None:
        """Have a moderator ask for what was said last to be removed from a conversation in which it is not."""
        self.gather_elsewhere(self._talk.conversation.members[:1])
        reply = self._ask_to_remove(moderator, self._talk.said[-1], self.elsewhere)
        self._system.judge(reply, moderator)

    def check_done_once(self) -> None:
        """One of those who asked was told that it is done, all others that it is not there."""
        done = [reply.status for reply in self.replies if reply.status == 204]
        assert_that(done, has_length(1), "how often it was done")
        for reply in self.replies:
            if reply.status != 204:
                refused(reply, 404)

    def check_not_allowed(self) -> None:
        """Everybody who asked was refused as not allowed."""
        assert self.replies, "nobody asked for anything"
        for reply in self.replies:
            assert_that(refused(reply, 403).code, equal_to("AUTH_INSUFFICIENT_PERMISSIONS"), "the reason")

    def check_seen_to_go(self, people: Sequence[Persona]) -> None:
        """Each device of theirs is told once of each message that was removed, and of no other."""
        lines = self._talk.lines(people)
        wanted = sorted(str(said.message["id"]) for said in self._removed)
        assert wanted, "nothing was removed"
        for line in lines:
            eventually(
                partial(_removals, line),
                equal_to(wanted),
                within=HEARD_WITHIN,
                poll=QUICK,
                what=f"the messages that {line.name} sees go",
            )
        self._check_never_again(lines, wanted)
        removers = [self._accounts.of(one).id for one in self._removers]
        for line in lines:
            for frame in told_of(line, "MessageRemoved"):
                assert_that(frame["conversation_id"], equal_to(self._talk.conversation.id), "where it went from")
                assert_that(frame["by"], is_in(removers), f"who has removed it, as {line.name} is told")

    def _check_never_again(self, lines: Sequence[Line], wanted: list[str]) -> None:
        never(
            lambda: {line.name: seen for line in lines if (seen := _removals(line)) != wanted},
            not_(equal_to({})),
            during=SETTLE,
            what="who sees other messages go than those that were removed, each once",
        )

    def check_nothing_gone(self) -> None:
        """Nobody is told that anything was removed, and all that was said is found by everybody."""
        members = self._talk.conversation.members
        self._check_never_again(self._talk.lines(members), [])
        self.check_found(members, [said.text for said in self._talk.said])

    def check_not_seen_again(self, people: Sequence[Persona]) -> None:
        """What was removed came to each of their devices once, when it was said, and not again."""
        (said,) = self._removed
        lines = self._talk.lines(people)
        never(
            lambda: [line.name for line in lines if [one["id"] for one in line.live()].count(said.message["id"]) != 1],
            not_(equal_to([])),
            during=SETTLE,
            what=f'who sees "{said.text}" again',
        )

    def check_found(self, people: Sequence[Persona], texts: Sequence[str]) -> None:
        """These messages and no others, as they were said, in whatever way somebody looks for them."""
        wanted = [self._said(text).message for text in texts]
        for who in people:
            for size in PAGES:
                found = self._read_back(who, size)
                _check_same(found, wanted, f"what {who.name} finds in pages of {size}")
            self._check_told_on_joining(who, wanted)
            listed = data(self._accounts.as_(who, "chat-server").get("/api/conversations"))
            (latest,) = [one["last_message_at"] for one in listed if one["id"] == self._talk.conversation.id]
            sent = wanted[-1]["sent_at"] if wanted else None
            assert_that(latest, equal_to(sent), f"when something was said last, as {who.name} finds listed")
        self._check_stored(wanted)

    def _read_back(self, who: Persona, size: int) -> list[dict[str, Any]]:
        page = self._talk.history(who, size)
        found = list(page["messages"])
        while page["has_more"]:
            page = self._talk.history(who, size, before=found[0]["sequence"])
            assert page["messages"], f"there is nothing in a page of {size} that {who.name} was told of"
            found = page["messages"] + found
        return found

    def _check_told_on_joining(self, who: Persona, wanted: list[dict[str, Any]]) -> None:
        """Joining anew, and as somebody who has everything up to some message."""
        line = self._talk.line(who)
        for after in (None, 0, *(message["sequence"] for message in wanted)):
            told = line.join(self._talk.conversation.id, after)
            rest = [message for message in wanted if message["sequence"] > (after or 0)]
            _check_same(told["messages"], rest, f"what {who.name} is told on joining after {after}")
            assert_that(told["has_more"], equal_to(False), f"whether there is more, as {who.name} is told on joining")

    def _check_stored(self, wanted: list[dict[str, Any]]) -> None:
        if self._system.database is not None:
            rows = self._system.database.rows(
                "SELECT id::text AS id FROM chat.messages WHERE conversation_id = %s::uuid AND removed_at IS NULL"
                " ORDER BY sequence",
                (self._talk.conversation.id,),
            )
            kept = [row["id"] for row in rows]
            assert_that(kept, equal_to([one["id"] for one in wanted]), "the messages that are stored as there")

    def check_removals_told_on(self) -> None:
        """The other services are told once of each removal, and neither they nor the log learn its words."""
        conversation = self._talk.conversation
        for said in self._removed:
            wanted = {
                "conversation_id": conversation.id,
                "conversation_name": conversation.name,
                "message_id": said.message["id"],
                "sender_id": said.message["sender"]["id"],
                "by": self._accounts.of(self._removers[-1]).id,
            }
            self.check_told_on("chat.events.message_removed", "message_id", wanted)
            texts = [message.text for message in self._heard.messages] if self._heard else []
            chats = CHATS if "logs" in self._system.platform.capabilities else ()
            texts += [str(line) for chat in chats for line in self._system.log(chat)]
            leaked = [text for text in texts if said.text in text]
            assert_that(leaked, equal_to([]), f'what is told elsewhere with the words "{said.text}"')

    # Elsewhere

    def gather_elsewhere(self, members: Sequence[Persona]) -> None:
        """Have the first of them make another conversation, and all of them join it."""
        chat = self._accounts.as_(members[0], "chat-server")
        invited = [self._accounts.of(member).id for member in members[1:]]
        name = conversation_name(self._system.world.data)
        self.elsewhere = str(data(chat.post("/api/conversations", json={"name": name, "members": invited}), 201)["id"])
        path = f"/api/conversations/{self.elsewhere}"
        self._system.world.cleanup.add("remove the other conversation", lambda: chat.delete(path))
        for member in members:
            told = self._talk.line(member).join(self.elsewhere)
            assert_that(told["type"], equal_to("ActionConfirmed"), f"the answer to {member.name} joining elsewhere")
        self.there = members

    # What all of it stands on

    def _said(self, text: str) -> Said:
        (said,) = [one for one in self._talk.said if one.text == text]
        return said

    def _note_removal(self, moderator: Persona, said: Said) -> None:
        self._removers.append(moderator)
        self._removed.append(said)

    def _ask_to_remove(self, who: Persona, said: Said, conversation: str = "") -> Reply:
        path = f"/api/conversations/{conversation or self._talk.conversation.id}/messages/{said.message['id']}"
        return self._accounts.moderating(who).delete(path)

    def listen(self) -> None:
        """To what services tell each other, from before anything is done."""
        if self._heard is None and self._system.broker is not None:
            self._heard = self._system.broker.subscribe("chat.events.>")
            self._system.world.cleanup.add("listen to services no longer", self._heard.end)

    def check_told_on(self, kind: str, key: str, wanted: dict[str, Any]) -> None:
        """The other services are told of this once; what is told of other things is known by the value of `key`."""
        heard = self._heard
        if heard is None:  # nobody may listen to the broker there
            return

        def told() -> list[dict[str, Any]]:
            events = [message.data for message in heard.messages if message.subject == kind]
            return [event["data"] for event in events if event["data"].get(key) == wanted[key]]

        eventually(told, equal_to([wanted]), within=HEARD_WITHIN, what=f"what other services are told ({kind})")
        never(told, not_(has_length(1)), during=SETTLE, what=f"how often they are told ({kind})")


def _check_same(found: list[dict[str, Any]], wanted: list[dict[str, Any]], what: str) -> None:
    """The same messages, in the same order: first by number and words, which is what somebody wants to read."""
    told, expected = ([f"{one['sequence']}: {one['content']}" for one in messages] for messages in (found, wanted))
    assert_that(told, equal_to(expected), what)
    assert_that(found, equal_to(wanted), what)


def told_of(line: Line, kind: str) -> list[dict[str, Any]]:
    """All frames of one kind that came over a line."""
    return [dict(frame.data) for frame in line.frames() if frame.data["type"] == kind]


def _removals(line: Line) -> list[str]:
    return sorted(str(frame["message_id"]) for frame in told_of(line, "MessageRemoved"))
