"""Who is present in a conversation, and who is told so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from hamcrest import assert_that, equal_to, greater_than, greater_than_or_equal_to, has_length, is_in, not_

from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.conversations import Conversations

GONE_WITHIN = 5.0
"""Seconds until everybody sees that somebody has gone."""
LASTS = 120.0
"""Seconds for which it is kept who is present, unless it is renewed."""
RENEWED_WITHIN = 20.0
"""Seconds after which it has been renewed, though nobody comes or goes."""
SETTLE = 0.4
"""Seconds in which something that must not be told is listened for."""


class Presence:
    """Who is told of whom in the scenario's conversation."""

    def __init__(self, system: System, accounts: Accounts, conversations: Conversations) -> None:
        self._system, self._accounts, self._talk = system, accounts, conversations

    def check_came_and_went(self, watcher: Persona, who: Persona) -> None:
        """A watcher has heard that somebody came and that they went, once each, and nothing else of them."""
        self.check_told_once([watcher], who, present=False)
        told = self._talk.line(watcher).presence_of(self._accounts.of(who).id)
        assert_that(told, equal_to([True, False]), f"the comings and goings of {who.name} that {watcher.name} hears of")

    def check_present(self, who: Persona, people: Sequence[Persona]) -> None:
        """Who joined was told that these are present, finds the same when asking; so does the cache hold."""
        for one in (*self._talk.told[who.name]["members"], *self._talk.told[who.name]["present"]):
            self._accounts.check_named(one, f"somebody of whom {who.name} is told on joining")
        members = self._talk.names(person["id"] for person in self._talk.told[who.name]["members"])
        known = sorted(person.name for person in self._talk.conversation.members)
        assert_that(members, equal_to(known), f"the members, as {who.name} is told on joining")
        wanted = sorted(person.name for person in people)
        told = self._talk.names(person["id"] for person in self._talk.told[who.name]["present"])
        assert_that(told, equal_to(wanted), f"who is present, as {who.name} is told on joining")
        assert_that(self._present(who), equal_to(wanted), f"who is present, as {who.name} finds when asking")
        cache = self._system.cache
        if cache is not None and not self._system.world.faults.broken("redis"):
            key = f"presence:{self._talk.conversation.id}"
            kept, left = cache.hash(key), cache.ttl(key)
            assert_that(self._talk.names(kept), equal_to(wanted), "who is present in the cache")
            devices = {name: str(number) for name in wanted if (number := self._talk.devices_in(name))}
            eventually(
                lambda: {
                    name: number
                    for identity, number in cache.hash(key).items()
                    if (name := self._accounts.name_of(identity)) in devices
                },
                equal_to(devices),
                within=GONE_WITHIN,
                what="on how many devices each is present, in the cache",
            )
            lasts = f"who is present is kept for {left} s, not {LASTS:g} from when it was renewed last"
            assert left is not None and LASTS - RENEWED_WITHIN <= left <= LASTS, lasts

    def nearly_forget(self) -> None:
        """Let the cache keep it for a short while only who is present in the conversation."""
        cache = self._system.cache
        assert cache is not None, "this needs a hand on the cache"
        key = f"presence:{self._talk.conversation.id}"
        eventually(partial(cache.exists, key), equal_to(True), within=GONE_WITHIN, what="whether it is kept at all")
        assert_that(cache.command("EXPIRE", key, round(RENEWED_WITHIN)), equal_to(1), "whether it was kept")

    def check_kept_on(self, people: Sequence[Persona], other: Persona) -> None:
        """Nobody comes or goes but somebody elsewhere, and yet it comes to be kept as long as ever who is present."""
        cache = self._system.cache
        assert cache is not None, "this needs a look into the cache"
        key = f"presence:{self._talk.conversation.id}"
        come_and_go = self._talk.come_and_go_elsewhere(other)

        def left() -> float:
            come_and_go()
            return cache.ttl(key) or 0

        eventually(
            left,
            greater_than(LASTS - RENEWED_WITHIN),
            within=RENEWED_WITHIN,
            what="seconds for which it is kept who is present, though nobody comes or goes there",
        )
        wanted = {self._accounts.of(who).id: "1" for who in people}
        assert_that(cache.hash(key), equal_to(wanted), "who is present, on how many devices, in the cache")

    def check_listed(self, who: Persona) -> None:
        """In the list of somebody's conversations it is told how many are members, and when something was said last."""
        conversation, said = self._talk.conversation, self._talk.said
        listed = data(self._accounts.as_(who, "chat-server").get("/api/conversations"))
        told = [(one["member_count"], one["last_message_at"]) for one in listed if one["id"] == conversation.id]
        due = (len(conversation.members), said[-1].message["sent_at"] if said else None)
        assert_that(told, equal_to([due]), f"members and time of the last message, in the list of {who.name}")

    def _present(self, who: Persona) -> list[str]:
        path = f"/api/conversations/{self._talk.conversation.id}"
        found = data(self._accounts.as_(who, "chat-server").get(path))
        return self._talk.names(person["id"] for person in found["present"])

    def check_told_once(self, watchers: Sequence[Persona], who: Persona, *, present: bool) -> None:
        """Each watcher is told exactly once that somebody came, or went, and it is the last they hear of it."""
        identity = self._accounts.of(who).id
        lines = self._talk.lines(watchers)
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
        for line in lines:
            for frame in (one.data for one in line.frames() if one.data["type"] == "PresenceChanged"):
                self._accounts.check_named(frame["person"], f"who comes or goes, as {line.name} is told")
                assert_that(frame["conversation_id"], is_in(sorted(line.joined)), f"where, as {line.name} is told")
        for watcher in watchers:
            found = who.name in self._present(watcher)
            assert_that(found, equal_to(present), f"whether {who.name} is present, as {watcher.name} finds when asking")
        self._check_kept(who, present=present)

    def _check_kept(self, who: Persona, *, present: bool) -> None:
        """The cache comes to say the same, where the suite may look into it."""
        cache = self._system.cache
        if cache is None or self._system.world.faults.broken("redis"):
            return
        eventually(
            lambda: self._accounts.of(who).id in cache.hash(f"presence:{self._talk.conversation.id}"),
            equal_to(present),
            within=GONE_WITHIN,
            what=f"whether {who.name} is present, in the cache",
        )

    def check_nobody(self, people: Sequence[Persona]) -> None:
        """Everybody leaves, and nobody is present any more, for those who ask and in the cache."""
        for who in people:
            self._talk.leave(who)
        assert_that(self._present(people[0]), equal_to([]), "who is present")
        if (cache := self._system.cache) is not None:
            eventually(
                lambda: self._talk.names(cache.hash(f"presence:{self._talk.conversation.id}")),
                equal_to([]),
                within=GONE_WITHIN,
                what="who is present in the cache",
            )

    def check_still_present(self, watcher: Persona, who: Persona) -> None:
        """A watcher has heard once that somebody came, and nothing since; and finds them present."""
        identity = self._accounts.of(who).id
        never(
            lambda: self._talk.line(watcher).presence_of(identity),
            not_(equal_to([True])),
            during=SETTLE,
            what=f"the comings and goings of {who.name} that {watcher.name} hears of",
        )
        assert who.name in self._present(watcher), f"{watcher.name} does not find {who.name} present"

    def check_found_once(self, watcher: Persona, who: Persona, device: str) -> None:
        """Whoever is present on several devices is there once for all who join or ask; the cache counts devices."""
        line = self._talk.line(who, device)
        told = self._talk.names(person["id"] for person in self._talk.told[line.name]["present"])
        for where, names in (("as is told on joining", told), ("as is found by asking", self._present(watcher))):
            assert_that(names.count(who.name), equal_to(1), f"how often {who.name} is present, {where}")
        if (cache := self._system.cache) is not None:
            lines = len(self._talk.lines([who]))
            eventually(
                lambda: cache.hash(f"presence:{self._talk.conversation.id}").get(self._accounts.of(who).id),
                equal_to(str(lines)),
                within=GONE_WITHIN,
                what=f"on how many devices {who.name} is present, in the cache",
            )

    def check_never_present(self, who: Persona) -> None:
        """Whoever is in the conversation hears nothing of somebody, and does not find them present."""
        identity = self._accounts.of(who).id
        inside = [line for line in self._talk.connections.values() if line.who in self._talk.conversation.members]
        never(
            lambda: [line.name for line in inside if line.presence_of(identity)],
            has_length(greater_than_or_equal_to(1)),
            during=SETTLE,
            what=f"who hears of {who.name} being present",
        )
        assert who.name not in self._present(self._talk.conversation.owner), f"{who.name} is present"
