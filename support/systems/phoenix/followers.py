"""Those who follow experiments over live connections, and what they hear."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hamcrest import assert_that, equal_to, greater_than, has_item, has_length, not_none

from support.clients.unreachable import Unreachable
from support.clients.websocket import Frame, SocketClient
from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.contract import MADE_UP
from support.systems.operations.doors import check_connections_closed
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.contract import GATEWAY
from support.systems.phoenix.experiments import EXPERIMENTS, Experiment, Experiments, admin_of
from support.systems.phoenix.people import tenant_of
from support.systems.system import System

ALL = "experiment.updates"
CHANGED = "experiment.state_changed"
HEARD_WITHIN = 5.0
SETTLE = 0.5
"""Seconds in which what must not be heard would have been."""
AT_ONCE = 0.5
"""Seconds from a transition to its frame."""
NONSENSE = (
    "",
    "{",
    "[]",
    "null",
    '{"type": "shout"}',
    '{"type": "subscribe"}',
    '{"type": "subscribe", "topic": 7}',
    '{"type": "subscribe", "topic": "experiment:"}',
    '{"type": "subscribe", "topic": "everything"}',
)
MOST_TOPICS = 100
"""That one connection follows."""
UNREAD = json.dumps({"type": "unsubscribe", "topic": "🎯" * 100}, ensure_ascii=False)
"""What is answered at once, by as much and more."""
MOST_UNREAD, LOOKS = 30_000, 500
"""How often that is said at most, and after how often it is looked whether who says it is cut off: megabytes find room
on the way.
"""
TOO_SLOW = 4408
CUT_WITHIN = 15.0
"""Seconds until all is read that was on its way, and that it is over."""
CUT = re.compile(r"^slow_readers_cut_total (\S+)$", re.M)
KEYS = ("sequence", "previous_state", "current_state", "reason")


@dataclass
class Follower:
    """Somebody, in one of the tabs of their browser."""

    who: Persona
    tab: str
    line: SocketClient

    @property
    def name(self) -> str:
        return f"{self.who.name} in the {self.tab} tab"

    def told(self, kind: str = CHANGED) -> list[Frame]:
        return [frame for frame in self.line.frames if frame.data.get("type") == kind]

    def heard_of(self, one: Experiment) -> list[dict[str, Any]]:
        return [frame.data for frame in self.told() if frame.data["experiment_id"] == one.id]


class Followers:
    def __init__(self, system: System, accounts: Accounts, experiments: Experiments) -> None:
        self._system, self._accounts, self._experiments = system, accounts, experiments
        self._followers: dict[str, list[Follower]] = {}
        self._cut_before = 0
        """How many were cut off before somebody ceased to read."""
        self.refused: list[tuple[Persona, list[dict[str, Any]]]] = []
        """Who tried to follow what they may not, and what they were told."""

    def of(self, who: Persona) -> list[Follower]:
        """Somebody in two tabs, each with a live connection, of one session; opened when first asked for.

        A third tab that followed the same was closed before: whatever is remembered of somebody is of their tabs.
        """
        if who.name not in self._followers:
            tabs = [self._open(who, tab) for tab in ("first", "second", "closed")]
            for tab in tabs:
                self._subscribe_in(tab, ALL)
            tabs.pop().line.close()
            for tab in tabs:
                self._ask(tab, "unsubscribe", ALL)
            self._followers[who.name] = tabs
        return self._followers[who.name]

    def _open(self, who: Persona, tab: str) -> Follower:
        return Follower(who, tab, self._system.socket(GATEWAY, self._accounts.token(who), f"{who.name}, {tab} tab"))

    def follow_anew(self, who: Persona) -> None:
        """Every experiment of their tenant, over new connections; what came over those they had is forgotten."""
        for follower in self._followers.pop(who.name, []):
            follower.line.close()
        self._subscribe(who, ALL)

    def follow_all(self, people: Sequence[Persona]) -> None:
        """Every experiment of their tenant."""
        for who in people:
            self._subscribe(who, ALL)

    def follow(self, who: Persona, name: str) -> None:
        """One experiment; in one tab its id is written in capitals, as some programs write ids."""
        for follower, topic in zip(self.of(who), self._written(name), strict=True):
            self._subscribe_in(follower, topic)

    def follow_by_both(self, who: Persona, name: str) -> None:
        """All experiments, and one of them besides; in one tab all of them no more."""
        self._subscribe(who, ALL)
        self.follow(who, name)
        self._ask(self.of(who)[-1], "unsubscribe", ALL)

    def unfollow(self, who: Persona, name: str) -> None:
        """This experiment, whose id is written in the other way now; what else they follow stays."""
        for follower, topic in zip(self.of(who), reversed(self._written(name)), strict=True):
            self._ask(follower, "unsubscribe", topic)

    def _written(self, name: str) -> list[str]:
        """The topic of an experiment, in each way in which its id may be written."""
        identity = self._experiments.of(name).id
        return [f"experiment:{identity}", f"experiment:{identity.upper()}"]

    def check_most(self, who: Persona, ids: Sequence[str]) -> None:
        """One connection follows as many experiments as are promised, and not one more, unless it lets one go; and
        hears of each that it follows, whatever it was refused.
        """
        assert len(ids) > MOST_TOPICS, f"there are only {len(ids)} experiments to follow"
        follower, topics = self.of(who)[0], [f"experiment:{one}" for one in ids[: MOST_TOPICS + 1]]
        first, last = topics[0], topics[-1]
        before = len(follower.told("error"))
        for topic in topics:
            follower.line.send({"type": "subscribe", "topic": topic})
        eventually(
            lambda: [frame.data["topic"] for frame in follower.told("error")[before:]],
            equal_to([last]),
            within=HEARD_WITHIN,
            what=f"what {follower.name} may not follow of {len(topics)}",
        )
        self._ask(follower, "unsubscribe", first)
        self._ask(follower, "subscribe", last)
        admin = self._accounts.as_(admin_of(who))
        for topic in (first, topics[1], last):
            path = f"{EXPERIMENTS}/{topic.rpartition(':')[2]}/state"
            data(admin.request("PATCH", path, json={"state": "cancelled"}))
        eventually(
            lambda: [f"experiment:{frame.data['experiment_id']}" for frame in follower.told()],
            equal_to([topics[1], last]),
            within=HEARD_WITHIN,
            what=f"the experiments of which {follower.name} hears that they are cancelled",
        )

    def try_to_follow(self, who: Persona, topic: str) -> dict[str, Any]:
        """What is answered to somebody who asks for a topic."""
        follower = self.of(who)[0]
        before = len(follower.line.frames)
        follower.line.send({"type": "subscribe", "topic": topic})
        eventually(
            lambda: [frame.data.get("topic") for frame in follower.line.frames[before:]],
            has_item(topic),
            within=HEARD_WITHIN,
            what=f"the topics of which {who.name} is told something",
        )
        return next(frame.data for frame in follower.line.frames[before:] if frame.data.get("topic") == topic)

    def _subscribe(self, who: Persona, topic: str) -> None:
        for follower in self.of(who):
            self._subscribe_in(follower, topic)

    def _subscribe_in(self, follower: Follower, topic: str) -> None:
        """Twice, as a page does that is not sure: it is told no more often for that, and ends it by one word."""
        for _ in range(2):
            self._ask(follower, "subscribe", topic)

    def _ask(self, follower: Follower, kind: str, topic: str) -> None:
        """Ask for something in a tab, and wait until that is granted."""
        before = len(follower.told(f"{kind}d"))
        follower.line.send({"type": kind, "topic": topic})
        eventually(
            lambda: [frame.data["topic"] for frame in follower.told(f"{kind}d")][before:],
            equal_to([topic]),
            within=HEARD_WITHIN,
            what=f"the topics that {follower.name} has {kind}d now",
        )

    def tell_nonsense(self, who: Persona) -> None:
        """Say what nobody understands; each is answered by an error, and the connection lives."""
        follower = self.of(who)[0]
        for text in NONSENSE:
            before = len(follower.told("error"))
            follower.line.send_text(text)
            eventually(
                lambda: len(follower.told("error")),
                equal_to(before + 1),
                within=HEARD_WITHIN,
                what=f"errors of which {who.name} is told",
            )

    # Who does not read, and whose session is over

    def talk_unread(self, who: Persona) -> None:
        """In the first tab, somebody says on and on what is answered, and reads no answer, until they are cut off."""
        follower = self.of(who)[0]
        self._cut_before = self._cut()
        follower.line.stop_reading()
        with suppress(Unreachable):
            for number in range(MOST_UNREAD):
                if number % LOOKS == 0 and self._cut() > self._cut_before:
                    break
                follower.line.send_text(UNREAD, journal=False)

    def check_cut_off(self, who: Persona) -> None:
        """The tab that did not read is closed for that, which is counted once; another one lives on."""
        first, *others = self.of(who)
        eventually(
            lambda: self._cut() - self._cut_before,
            equal_to(1),
            within=CUT_WITHIN,
            what="how many Phoenix says that it has cut off for not reading",
        )
        first.line.go_on_reading()
        closed = eventually(
            lambda: first.line.closed, not_none(), within=CUT_WITHIN, what=f"how the connection of {first.name} ended"
        )
        assert closed is not None
        assert_that(closed.code, equal_to(TOO_SLOW), f"the code with which {first.name} was closed")
        assert others, f"{who.name} has one tab only"
        assert_that([tab.line.closed for tab in others], equal_to([None] * len(others)), "how the other tabs ended")

    def _cut(self) -> int:
        """How many were cut off so far, as the gateway counts them."""
        found = CUT.search(self._system.service(GATEWAY).get("/metrics").text)
        assert found, "nobody counts who is cut off"
        return int(float(found[1]))

    def check_ended(self, people: Sequence[Persona], limit: float) -> None:
        """Each of their connections is closed in time, because their session is over."""
        check_connections_closed({tab.name: tab.line for who in people for tab in self.of(who)}, limit)

    def ask_alike(self, who: Persona, name: str) -> list[dict[str, Any]]:
        """What somebody is told who wants to follow an experiment, and one that there is not."""
        return [self.try_to_follow(who, f"experiment:{one}") for one in (self._experiments.of(name).id, MADE_UP)]

    def check_refused_alike(self) -> None:
        """Whoever tried was refused as for an experiment that there is not."""
        assert self.refused, "nobody tried"
        for who, answers in self.refused:
            told = [{key: value for key, value in answer.items() if key != "topic"} for answer in answers]
            assert_that(told[0]["type"], equal_to("error"), f"what {who.name} is told")
            assert_that(told[0], equal_to(told[1]), f"what {who.name} is told of it, and of one that there is not")

    def check_heard_all(self, people: Sequence[Persona], name: str) -> None:
        """Each heard of every state of an experiment once, in order, at once, as it is stored."""
        for who in people:
            self.check_heard(who, name, self._experiments.history(name))

    def check_heard(self, who: Persona, name: str, history: Sequence[dict[str, Any]]) -> None:
        """In each of their tabs, somebody heard of these states of an experiment, once and in order, as stored."""
        for follower in self.of(who):
            self._check_heard_in(follower, name, history)

    def _check_heard_in(self, follower: Follower, name: str, history: Sequence[dict[str, Any]]) -> None:
        one = self._experiments.of(name)
        eventually(
            lambda: [{key: told[key] for key in KEYS} for told in follower.heard_of(one)],
            equal_to([{key: told[key] for key in KEYS} for told in history]),
            within=HEARD_WITHIN,
            what=f'the states of "{name}" of which {follower.name} has heard',
        )
        for told, stored in zip(follower.heard_of(one), history, strict=True):
            assert_that(told["name"], equal_to(one.asked["name"]), f"what {follower.name} hears it is called")
            assert_that(told["time"], equal_to(stored["transition_time"]), f"when {follower.name} hears it was")

    def check_heard_own(self, who: Persona) -> None:
        """Somebody heard of each state of their company's experiments once and in order, and of no other's."""
        ours = [one for one in self._experiments.all() if tenant_of(one.owner) == tenant_of(who)]
        assert ours, f"the company of {who.name} has no experiment"
        for one in ours:
            self.check_heard(who, one.name, self._experiments.history(one.name))
        theirs = {one.id for one in self._experiments.all()} - {one.id for one in ours}
        heard = [frame.text for tab in self.of(who) for frame in tab.told() if frame.data["experiment_id"] in theirs]
        assert_that(heard, equal_to([]), f"what {who.name} hears of another company's experiments")

    def check_everybody_heard(self, name: str) -> None:
        """Whoever follows anything heard of each state of an experiment once, in order and at once."""
        assert self._followers, "nobody follows anything"
        for who in [tabs[0].who for tabs in self._followers.values()]:
            self.check_heard_all([who], name)
            self.check_at_once(who, name)

    def check_at_once(self, who: Persona, name: str) -> None:
        """Somebody heard of each state soon after it was."""
        one = self._experiments.of(name)
        for follower in self.of(who):
            for frame in follower.told():
                if frame.data["experiment_id"] == one.id:
                    late = (frame.at - datetime.fromisoformat(frame.data["time"])).total_seconds()
                    assert late <= AT_ONCE, (
                        f'{follower.name} heard that "{name}" is {frame.data["current_state"]} {late:.2f} s late'
                    )

    def check_heard_nothing(self, who: Persona, name: str = "") -> None:
        """Somebody hears nothing of an experiment, or of any, though their connections work."""
        tabs, ids = self.of(who), [one.id for one in self._experiments.all() if name in ("", one.name)]
        before = [len(follower.told("pong")) for follower in tabs]
        never(
            lambda: [
                frame.text for follower in tabs for frame in follower.told() if frame.data["experiment_id"] in ids
            ],
            has_length(greater_than(0)),
            during=SETTLE,
            what=f"what {who.name} hears of {name or 'any experiment'}",
        )
        for follower in tabs:
            follower.line.send({"type": "ping"})
        eventually(
            lambda: [len(follower.told("pong")) for follower in tabs],
            equal_to([one + 1 for one in before]),
            within=HEARD_WITHIN,
            what=f"whether the connections of {who.name} work",
        )
