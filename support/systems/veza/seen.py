"""What people see of a conversation: live, on joining, and in the history."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from hamcrest import assert_that, equal_to, greater_than_or_equal_to, has_length, is_in

from support.observing.histories import (
    Checker,
    Operation,
    Unproven,
    Valid,
    Verdict,
    delivered_once,
    every,
    hold,
    no_gaps,
    real_order,
    same_order,
    sender_order,
)
from support.observing.measuring import Sample
from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.conversations import Conversations
from support.systems.veza.hearing import SAYS, SEES, live_only, number_of, one_saying, stays, talk
from support.systems.veza.lines import BURST_WITHIN, HEARD_WITHIN, Line, Said, SaidElsewhere, sightings
from support.systems.veza.music import Track
from support.systems.veza.operations import CHATS
from support.systems.veza.times import moment

SETTLE = 0.4
"""Seconds in which something that must not arrive is looked for."""
ID = "VZ-08"
ENOUGH_STAYS = 10
"""How often somebody must at least have joined while others spoke, for a gap to have had its chance."""


class Seen:
    """What has come to whom of what was said in the scenario's conversation."""

    def __init__(self, system: System, accounts: Accounts, conversations: Conversations) -> None:
        self._system, self._accounts, self._talk = system, accounts, conversations

    @property
    def _key(self) -> str:
        """What a history calls the conversation."""
        return self._talk.conversation.name

    def check_seen_once(self, people: Iterable[Persona], said: Said | SaidElsewhere) -> None:
        """Everybody sees it live, exactly once on each device, as it was said."""
        message = said.message
        self._check_theirs([said])
        lines = self._talk.lines(people)
        who = [line.name for line in lines]

        def judge() -> None:
            history = one_saying(self._key, said, lines)
            checker = partial(delivered_once, sent=SAYS, received=SEES, by=lambda _: who)
            hold(checker, history, promise=ID)

        def looked_for() -> None:
            for line in lines:
                eventually(
                    partial(_times_seen, line, said),
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

        _judged(looked_for, judge)

    def _check_theirs(self, spoken: Sequence[Said | SaidElsewhere]) -> None:
        """Each was confirmed in its words, as of whoever said it, in the conversation; and none is older than the last.

        So it is with the numbers, by which they are sorted: what has the higher one was said later.
        """
        told, due = [], []
        for said in spoken:
            message = said.message
            told.append((message["content"], self._accounts.name_of(message["sender"]["id"])))
            due.append((said.text, said.speaker.name))
            where = said.line.joined if isinstance(said, Said) else {self._talk.conversation.id}
            assert_that(message["conversation_id"], is_in(sorted(where)), f'where "{said.text[:40]}" was said')
        assert_that(told, equal_to(due), "the words that were confirmed, and whose they are")
        times = [moment(one["sent_at"]) for one in sorted((said.message for said in spoken), key=_number)]
        assert_that(times, equal_to(sorted(times)), "when each was said, in the order of their numbers")

    def check_seen_on(self, who: Persona, device: str, said: Said) -> None:
        """Somebody sees it live on one of their devices, once and as it was confirmed."""
        line = self._talk.line(who, device)

        def seen() -> list[dict[str, Any]]:
            return [one for one in line.live() if one["id"] == said.message["id"]]

        what = f'"{said.text[:40]}" as {line.name} sees it'
        eventually(seen, equal_to([said.message]), within=HEARD_WITHIN, what=what)
        never(seen, has_length(greater_than_or_equal_to(2)), during=SETTLE, what=what)

    def check_seen_with_link(self, people: Sequence[Persona], track: Track) -> None:
        said = self._talk.latest
        self.check_seen_once(people, said)
        link = {"id": track.id, "title": track.title}
        assert_that(said.message["track"], equal_to(link), "the track that the message speaks of")

    def check_seen_with_links(self, watcher: Persona, tracks: Sequence[Track]) -> None:
        """What was said in the browser was seen once each, in this order, each with the link to its track."""
        for said in self._talk.elsewhere:
            self.check_seen_once([watcher], said)
        seen = [(message["content"], message["track"]) for message in self._talk.line(watcher).live()]
        links = [{"id": track.id, "title": track.title} for track in tracks]
        expected = list(zip((said.text for said in self._talk.elsewhere), links, strict=True))
        assert_that(seen, equal_to(expected), f"what {watcher.name} saw, and the tracks it speaks of")

    def check_in_history_once(self, who: Persona, said: Said) -> dict[str, Any]:
        """It is in the history exactly once, the same as it was confirmed, with a time that is true."""
        found = [one for one in self._talk.history(who)["messages"] if one["content"] == said.text]
        assert_that(found, has_length(1), f'"{said.text[:40]}" in the history that {who.name} finds')
        assert_that(found[0], equal_to(said.message), "the message in the history, beside what was confirmed")
        sent = moment(found[0]["sent_at"])
        age = (datetime.now(UTC) - sent).total_seconds()
        assert 0 <= age < 60, f"the history says it was said {age:.1f} s ago, at {sent}"
        self._check_stored_once(said)
        return dict(found[0])

    def check_all_in_history(self, who: Persona) -> None:
        """All that was said is there as it was confirmed, once, in order, and nothing else."""
        found = sorted(self._talk.history(who)["messages"], key=lambda message: int(message["sequence"]))
        assert_that(found, equal_to([said.message for said in self._talk.said]), f"the history that {who.name} finds")

    def _check_stored_once(self, said: Said) -> None:
        """The database holds it once, and chat-server's log tells of it once, without its words."""
        identity = said.message["id"]
        if self._system.database is not None:
            stored = self._system.database.rows(
                "SELECT id::text AS id FROM chat.messages WHERE conversation_id = %s::uuid AND content = %s",
                (self._talk.conversation.id, said.text),
            )
            assert_that(stored, equal_to([{"id": identity}]), f'what is stored of "{said.text[:40]}"')
        if "logs" in self._system.platform.capabilities:
            told = [line for chat in CHATS for line in self._system.log(chat) if line.get("message_id") == identity]
            assert_that(len(told), equal_to(1), f'lines of the log that tell of "{said.text[:40]}"')
            assert said.text not in str(told), f"the log of chat-server holds the words of {said.speaker.name}"

    def check_same_as_seen(self, who: Persona, other: Persona, said: Said) -> None:
        """What somebody finds in the history, and was told on joining, is what another saw live."""
        self.check_seen_once([other], said)
        seen = [one for one in self._talk.line(other).live() if one["id"] == said.message["id"]]
        found = self.check_in_history_once(who, said)
        assert_that([found], equal_to(seen), f"what {who.name} finds, beside what {other.name} saw")
        told = [one for one in self._talk.told[who.name]["messages"] if one["id"] == said.message["id"]]
        assert_that(told, equal_to(seen), f"what {who.name} was told on joining")

    def check_nothing_seen(self, who: Persona) -> None:
        """Somebody outside gets nothing of the conversation: not live, not by asking."""
        line = self._talk.line(who)
        allowed = {"ActionConfirmed", "Error", "Pong"}
        never(
            lambda: set(line.types()) - allowed,
            has_length(greater_than_or_equal_to(1)),
            during=SETTLE,
            what=f"what {who.name}, who is no member, hears",
        )
        chat = self._accounts.as_(who, "chat-server")
        for reply in (self._talk.ask_for_history(who), chat.get(f"/api/conversations/{self._talk.conversation.id}")):
            self._talk.check_tells_nothing(who, refused(reply, 403))
        listed = [one["id"] for one in data(chat.get("/api/conversations"))]
        assert self._talk.conversation.id not in listed, f"{who.name} finds the conversation in their list"

    def check_not_in_anything(self, *texts: str) -> None:
        """Nobody in the conversation sees any of these texts, live or in the history."""
        lines = self._talk.lines(self._talk.conversation.members)
        told = " or ".join(f'"{text[:40]}"' for text in texts)
        never(
            lambda: [line.name for line in lines if {*texts} & {one["content"] for one in line.live()}],
            has_length(greater_than_or_equal_to(1)),
            during=SETTLE,
            what=f"who has seen {told}",
        )
        found = {one["content"] for one in self._talk.history(self._talk.conversation.owner)["messages"]}
        assert not {*texts} & found, f"{told} is in the history"

    def check_same_order(self, people: Sequence[Persona], count: int) -> None:
        """Every device learnt of the same messages in the same order, without gap or repetition."""
        spoken = [said.message for said in self._talk.said]
        assert_that(len(spoken), equal_to(count), "the number of messages that were accepted")
        self._check_theirs(self._talk.said)
        lines = self._talk.lines(people)
        numbers = sorted(message["sequence"] for message in spoken)
        assert_that(numbers, equal_to(list(range(numbers[0], numbers[0] + count))), "the numbers that were given")

        def judge() -> None:
            hold(_once_in_one_order([line.name for line in lines]), talk(self._key, self._talk.said, lines), promise=ID)

        _judged(partial(self._await_all, lines), judge)

    def check_latecomer_sees_same(self) -> None:
        """Who joins now, and reads back to the beginning, finds what everybody saw, in the same order."""
        first = self._talk.lines(self._talk.conversation.members)[0]
        who = first.who
        self._talk.join(who, "phone")
        told = self._talk.told[self._talk.line(who, "phone").name]
        messages = told["messages"]
        while told["has_more"]:
            told = self._talk.history(who, before=messages[0]["sequence"])
            messages = told["messages"] + messages
        assert_that(messages, equal_to(first.shown()), "what is found by who joins afterwards")

    def _await_all(self, lines: Iterable[Line]) -> None:
        spoken = [said.message for said in self._talk.said]
        for line in lines:
            eventually(
                partial(line.not_seen, spoken),
                equal_to([]),
                within=BURST_WITHIN,
                what=f"the messages that {line.name} has not seen",
            )

    def delays(self, people: Sequence[Persona]) -> dict[str, Sample]:
        """Seconds from saying to seeing, for all that was said, by device; all were seen, once, in order."""
        clocks = {said.message["id"]: said.clock for said in self._talk.said}
        lines = self._talk.lines(people)

        def judge() -> None:
            history = talk(self._key, self._talk.said, lines)
            hold(_once_in_one_order([line.name for line in lines])(live_only(history)), history, promise=ID)

        _judged(partial(self._await_all, lines), judge)
        return {
            line.name: Sample([arrival - clocks[identity] for identity, arrival in line.arrivals().items()])
            for line in lines
        }

    def check_nothing_between(self, who: Persona) -> None:
        """Each time that somebody joined, what they were told went on live without gap or repetition."""
        joined = [(person.name, learnt) for person, learnt in self._talk.stays if person == who]
        assert len(joined) >= ENOUGH_STAYS, f"{who.name} joined only {len(joined)} times while somebody spoke"
        hold(partial(no_gaps, seen=SEES, number=number_of), stays(self._key, joined), promise=ID)

    # Joining

    def check_told_on_joining(self, who: Persona, number: int, more: bool) -> None:
        """On joining somebody is told the latest messages in the order they were said, and whether there are more."""
        told = self._talk.told[who.name]
        latest = [said.message for said in self._talk.said[-number:]] if number else []
        assert_that(told["messages"], equal_to(latest), f"the messages that {who.name} is told on joining")
        assert_that(told["has_more"], equal_to(more), "whether it says that there are more")

    def check_told_from_the_beginning(self, who: Persona) -> None:
        """Whoever joins and asks for all since before the first message is told all, and that there are no more."""
        told = self._talk.line(who).join(self._talk.conversation.id, after=0)
        spoken = [said.message for said in self._talk.said]
        assert_that(told["messages"], equal_to(spoken), f"all that {who.name} is told since the beginning")
        assert_that(told["has_more"], equal_to(False), "whether it says that there are more")

    def check_older(self, who: Persona, number: int) -> None:
        """Asking for what came before finds the oldest messages, and that there are no more."""
        first = self._talk.told[who.name]["messages"][0]["sequence"]
        found = self._talk.history(who, before=first)
        assert_that(
            found["messages"], equal_to([said.message for said in self._talk.said[:number]]), "the older messages"
        )
        assert_that(found["has_more"], equal_to(False), "whether it says that there are more still")


def _once_in_one_order(devices: Sequence[str]) -> Checker:
    """Each of these devices learnt of all of it once, in the same order, each speaker's as they said it, no gap."""
    return every(
        partial(delivered_once, sent=SAYS, received=SEES, by=lambda _: devices),
        partial(same_order, seen=SEES),
        partial(sender_order, sent=SAYS, seen=SEES),
        _where_it_can_be_told(partial(real_order, sent=SAYS, seen=SEES)),
        partial(no_gaps, seen=SEES, number=number_of),
    )


def _where_it_can_be_told(checker: Checker) -> Checker:
    """The same, for a rule that people who wait for nothing may happen not to put to the test."""

    def check(history: Iterable[Operation]) -> Verdict:
        verdict = checker(history)
        return Valid() if isinstance(verdict, Unproven) else verdict

    return check


def _number(message: dict[str, Any]) -> int:
    return int(message["sequence"])


def _times_seen(line: Line, said: Said | SaidElsewhere) -> int:
    return len(sightings(line, said))


def _judged(look: Callable[[], object], judge: Callable[[], None]) -> None:
    """Look, and judge all that was seen, also where looking was in vain: the history says what was wrong, and when."""
    try:
        look()
    except AssertionError:
        judge()
        raise
    judge()
