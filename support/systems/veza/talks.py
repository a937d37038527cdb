"""Talking as a workload: what was confirmed is seen once by everybody, in one order, whatever happens meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from itertools import count, cycle
from typing import TYPE_CHECKING, Any

from hamcrest import equal_to

from support.clients.unreachable import Unreachable
from support.observing.histories import (
    History,
    Operation,
    Verdict,
    delivered_once,
    every,
    exactly_once,
    hold,
    no_gaps,
    one_order,
)
from support.observing.waiting import eventually, looks
from support.systems.veza.data import remark
from support.systems.veza.lines import BURST_WITHIN, Line
from support.systems.veza.operations import CHATS
from support.systems.veza.talker import LEARNS, SAYS, SEES, Talker

if TYPE_CHECKING:
    from support.scenario.misfortunes import Misfortune
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.conversations import Conversations

PAUSE = 0.02
"""Seconds between two things that one person says."""
FINDS = "finds"
PAGE = 200
"""Messages asked for at once, when the history is read from its end to its beginning."""


class Talks:
    """People who go on talking in the scenario's conversation, and what of it everybody has seen in the end."""

    def __init__(self, system: System, accounts: Accounts, conversations: Conversations) -> None:
        self._system, self._accounts, self._talk = system, accounts, conversations
        self._history = History(lost=(Unreachable, TimeoutError))
        self._numbers = count(1)
        self._talkers: list[Talker] = []

    def go_on(self, people: Sequence[Persona], seconds: float, misfortunes: Sequence[Misfortune]) -> None:
        """All of them talk at the same time, each waiting for the answer to one thing before the next."""
        self._talkers = [self._talker(who, place) for place, who in enumerate(people)]
        for one in self._talkers:
            assert one.come() is not None, f"{one.who.name} could not join before anything happened"
        with (
            self._system.world.faults.meanwhile(misfortunes, self._history.happened) as all_have_begun,
            ThreadPoolExecutor(len(people)) as pool,
        ):
            talking = [pool.submit(self._talk_on, one, seconds, all_have_begun) for one in self._talkers]
            for each in talking:
                each.result()
        for talker in self._talkers:  # all is well: everybody comes back, and what is said now has to be confirmed
            talker.hang_up()
            assert talker.come() is not None, f"{talker.who.name} could not come back when all was well"
        for talker in self._talkers:
            assert self._say_something(talker), f"nobody confirms what {talker.who.name} says when all is well"

    def _talk_on(self, talker: Talker, seconds: float, all_have_begun: Callable[[], bool]) -> None:
        for _ in looks(seconds, PAUSE, stretch=1):
            self._say_something(talker)
        while not all_have_begun():
            self._say_something(talker)
        self._say_something(talker)  # also while the last of them is there

    def _say_something(self, talker: Talker) -> bool:
        """No two things are alike: what was said is known by its words."""
        return talker.say(self._history, f"{remark(self._system.world.data)} ({next(self._numbers)})")

    def _talker(self, who: Persona, place: int) -> Talker:
        """Every other begins on another instance of chat-server, and each comes back to another than before."""
        device = self._accounts.device(who)
        chats = cycle(CHATS[place % len(CHATS) :] + CHATS[: place % len(CHATS)])

        def opened() -> Line:
            return Line(who, "laptop", self._system.socket(next(chats), device.token, who.name))

        conversation = self._talk.conversation
        return Talker(who, self._accounts.of(who).id, opened, (conversation.id, conversation.name))

    def check(self) -> None:
        """Every message that was confirmed was seen once by each of the others and is stored once, in one order."""
        try:
            self._await_all()
        except AssertionError:
            self._judge()
            raise
        self._judge()

    def _await_all(self) -> None:
        confirmed = {one.value for one in self._history if one.what == SAYS and one.confirmed}
        for talker in self._talkers:
            eventually(
                partial(_missing, talker, confirmed),
                equal_to([]),
                within=BURST_WITHIN,
                what=f"the messages that were confirmed and that {talker.who.name} has not seen",
            )

    def _judge(self) -> None:
        for talker in self._talkers:
            talker.note(self._history)
            stored = self._stored(talker.who)
            key = self._talk.conversation.name
            self._history.saw(talker.who.name, FINDS, key, [message["content"] for message in stored])
            self._history.saw(talker.who.name, LEARNS, key, [message["sequence"] for message in stored])
        everybody = [one.who.name for one in self._talkers]
        rules = every(
            partial(delivered_once, sent=SAYS, received=SEES, by=lambda said: [w for w in everybody if w != said.who]),
            partial(exactly_once, added=SAYS, read=FINDS, things="messages"),
            _in_one_order,
            partial(no_gaps, seen=LEARNS),
        )
        hold(rules, self._history, promise="VZ-08")

    def _stored(self, who: Persona) -> list[dict[str, Any]]:
        """The whole history of the conversation, oldest first, as somebody finds it."""
        page = self._talk.history(who, PAGE)
        found = page["messages"]
        while page["has_more"]:
            page = self._talk.history(who, PAGE, before=found[0]["sequence"])
            found = page["messages"] + found
        return list(found)


def _missing(talker: Talker, confirmed: Iterable[str]) -> list[str]:
    seen = {message["content"] for message, _ in talker.learnt()}
    return [one for one in confirmed if one not in seen]


def _in_one_order(history: Iterable[Operation]) -> Verdict:
    """What was seen live, and what is found in the end, are of one order."""
    seen = [replace(one, what=SEES) if one.what == FINDS else one for one in history]
    return one_order(seen, sent=SAYS, seen=SEES)
