"""What the services of Veza tell each other of what people do: every kind of event, whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

from hamcrest import assert_that, equal_to, greater_than_or_equal_to, not_, not_none

from support.clients.broker import SUBJECT
from support.observing.waiting import eventually, never
from support.systems.answers import data
from support.systems.veza.data import LONGEST_NAME, longest
from support.systems.veza.times import moment

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.conversations import Conversations
    from support.systems.veza.music import Music
    from support.systems.veza.players import Players
    from support.systems.veza.playlists import Playlists

STREAM = "VEZA_EVENTS"
ENVELOPE = ("correlation_id", "data", "id", "source", "time", "type")
TOLD_WITHIN = 5.0
SETTLE = 0.4
"""Seconds in which something that must not be told is looked for."""
AGREE = timedelta(seconds=2)
"""By how much the clocks of Veza and of this machine may differ."""
STEP = "track.events.progress"


@dataclass(frozen=True)
class Expected:
    """An event that has to be told: by which service, on which subject, with exactly these data."""

    source: str
    subject: str
    data: Mapping[str, Any]
    asked: datetime


class Telling:
    """What was done in a scenario, one of each kind, and what has to be told of it."""

    def __init__(
        self,
        system: System,
        accounts: Accounts,
        music: Music,
        players: Players,
        conversations: Conversations,
        playlists: Playlists,
    ) -> None:
        self._system, self._accounts, self._music = system, accounts, music
        self._players, self._talk, self._playlists = players, conversations, playlists
        self._expected: list[Expected] = []
        self._asked = self._over = datetime.now(UTC)
        self._known: set[str] = set()
        """The ids of what had been told before."""
        self._newcomer: dict[str, Any] = {}
        self._title, self._track = "", dict[str, Any]()
        self._spoken_of: object = None
        """The track of what was said about it."""
        self._name = ""
        """What the listener is called, which is as long as a name may be."""
        self._kept: object = None
        """What was kept of what they listened to, while they did."""
        self._heard: dict[str, Any] = {}
        """The stream of which that has to be, as it is told of."""

    def do_everything(self, people: Sequence[Persona], newcomer: Persona) -> None:
        """A listener, an artist, a moderator and an admin do one of each kind; somebody new comes, and goes again."""
        listener, artist, moderator, admin = people
        self._accounts.sign_in_all(people)
        for one in (listener, moderator):
            self._talk.join(one)
        self._name = longest(f"{listener.name} {self._system.world.data.mark} 日本 🎷", LONGEST_NAME)
        data(self._accounts.as_(listener, "backend-api").put("/api/v1/users/me", json={"display_name": self._name}))
        self._await_quiet()
        self._come(newcomer, admin)
        self._publish(artist)
        self._collect(listener)
        self._listen(listener)
        self._talk_and_moderate(listener, moderator)
        self._go(newcomer, artist, admin)
        self._over = datetime.now(UTC)

    def _await_quiet(self) -> None:
        """All that was done before has been told, so that what is told from here on is of what is done from here on."""
        seen = [-1]

        def rests() -> bool:
            seen.append(len(self._told()))
            return seen[-1] == seen[-2]

        eventually(rests, equal_to(True), within=TOLD_WITHIN, poll=SETTLE, what="whether all before has been told")
        self._known = {one["id"] for one in self._told()}

    def _come(self, who: Persona, admin: Persona) -> None:
        """Register, sign in, change name and preference, and be given a role."""
        backend = partial(self._accounts.as_, who, "backend-api")
        self._begin()
        account = self._accounts.of(who)
        identity, name = account.id, account.person.display_name
        about = {"user_id": identity, "display_name": name, "role": who.role}
        self._expect("backend-api", "user.events.registered", about)
        session = self._accounts.device(who).session_id
        self._expect("backend-api", "user.events.signed_in", {"user_id": identity, "session_id": session})
        about["display_name"] = longest(f"{name} «Żółć» 🎷", LONGEST_NAME)
        data(backend().put("/api/v1/users/me", json={"display_name": about["display_name"]}))
        self._expect("backend-api", "user.events.renamed", about)
        data(backend().request("PATCH", "/api/v1/users/me", json={"preferred_quality": "high"}))
        self._expect("backend-api", "user.events.preference_changed", {**about, "preferred_quality": "high"})
        self._accounts.change_role(self._accounts.as_(admin, "backend-api"), account, "artist")
        about["role"] = "artist"
        by = self._accounts.of(admin).id
        self._expect("backend-api", "user.events.role_changed", {**about, "by": by})
        self._newcomer = about

    def _publish(self, artist: Persona) -> None:
        """A track, which becomes ready."""
        self._begin()
        title = longest(self._system.world.data.title("track that is told of"))
        self._music.publish(artist, [title], "Night jazz & «Söul»")
        track = self._music.tracks[title]
        about = {"id": track.artist_id, "name": track.artist}
        self._track = {"track_id": track.id, "title": title, "artist": about, "genre": track.kind}
        self._title = title
        self._expect("backend-api", "track.events.published", self._track)
        for what, progress in (("progress", 0), ("progress", 100), ("ready", 100)):
            told = {"track_id": track.id, "progress": progress, "duration_seconds": track.seconds}
            self._expect("stream-server", f"track.events.{what}", told)

    def _collect(self, who: Persona) -> None:
        """A playlist is made, and removed."""
        self._begin()
        name = longest("Kept for a moment 🎧")
        self._playlists.ask_to_make(who, name, [self._title])
        identity = self._playlists.id_of(who, name)
        about = {"playlist_id": identity, "name": name, "owner_id": self._accounts.of(who).id}
        self._expect("backend-api", "playlist.events.created", about)
        reply = self._accounts.as_(who, "backend-api").delete(f"/api/v1/playlists/{identity}")
        assert_that(reply.status, equal_to(204), "the answer to removing a playlist")
        self._expect("backend-api", "playlist.events.removed", about)

    def _listen(self, who: Persona) -> None:
        """Start a track, pause, go on and stop: by the player, which tells at first that it plays."""
        self._begin()
        self._players.play(who, self._title)
        stream = self._music.stream_of(who)
        about = {
            "stream_id": stream.id,
            "listener_id": self._accounts.of(who).id,
            "track": {"id": stream.track.id, "title": stream.track.title},
            "quality": stream.quality,
        }
        self._expect("stream-server", "stream.events.started", about)
        self._heard = about
        if (cache := self._system.cache) is not None:
            kept = partial(cache.get, f"now_streaming:{about['listener_id']}")
            self._kept = json.loads(eventually(kept, not_none(), within=TOLD_WITHIN, what="what they listen to") or "")
        for act, what in ((self._players.pause, "paused"), (self._players.go_on, "resumed")):
            act(who)
            self._expect("stream-server", f"stream.events.{what}", about)
        self._players.stop(who, self._title)
        self._expect("stream-server", "stream.events.stopped", about)

    def _talk_and_moderate(self, who: Persona, moderator: Persona) -> None:
        """Something is said and removed, and who has said it is muted."""
        self._begin()
        said = self._talk.say_confirmed(who, "To be told of, without these words", self._track["track_id"])
        self._spoken_of = said.message["track"]
        there = {"conversation_id": self._talk.conversation.id, "conversation_name": self._talk.conversation.name}
        about = {**there, "message_id": said.message["id"], "sender_id": self._accounts.of(who).id}
        by = self._accounts.of(moderator).id
        self._expect("chat-server", "chat.events.message_sent", about)
        self._talk.remove(moderator, said.text)
        self._expect("chat-server", "chat.events.message_removed", {**about, "by": by})
        asked = {"person_id": self._accounts.of(who).id, "seconds": 60, "reason": "Too loud for this hour 🌙"}
        path = f"/api/conversations/{self._talk.conversation.id}/mutes"
        until = data(self._accounts.as_(moderator, "chat-server").post(path, json=asked), 201)["until"]
        told = {**there, "person_id": asked["person_id"], "until": until, "reason": asked["reason"], "by": by}
        self._expect("chat-server", "chat.events.person_muted", told)

    def _go(self, who: Persona, artist: Persona, admin: Persona) -> None:
        """A track is removed; somebody signs out, and their account is closed."""
        self._begin()
        self._music.remove(artist, self._title)
        self._expect("backend-api", "track.events.removed", self._track)
        session = self._accounts.device(who).session_id
        self._accounts.sign_out(who)
        identity = self._accounts.of(who).id
        self._expect("backend-api", "user.events.signed_out", {"user_id": identity, "session_id": session})
        path = f"/api/v1/admin/people/{identity}/deactivate"
        data(self._accounts.as_(admin, "backend-api").post(path))
        by = self._accounts.of(admin).id
        self._expect("backend-api", "user.events.deactivated", {**self._newcomer, "by": by})

    def _begin(self) -> None:
        self._asked = datetime.now(UTC)

    def _expect(self, source: str, subject: str, told: Mapping[str, Any]) -> None:
        self._expected.append(Expected(source, subject, dict(told), self._asked))

    # What was told

    def check_told(self) -> None:
        """The stream keeps each of these events once, those of a service in the order of what was done, and no other.

        Steps of the progress between its beginning and its end may be more or less; each is further than the last.
        """
        assert self._expected, "nothing was done"
        wanted = self._by_service([(one.source, one.subject, dict(one.data)) for one in self._expected])
        eventually(
            lambda: len(self._whole_steps()),
            greater_than_or_equal_to(len(self._expected)),
            within=TOLD_WITHIN,
            what="how much was told of what was done",
        )
        assert_that(self._as_told(), equal_to(wanted), "what the services tell each other, by service and in order")
        never(self._as_told, not_(equal_to(wanted)), during=SETTLE, what="what the services tell each other besides")
        self._check_envelopes()
        track = {"id": self._track["track_id"], "title": self._title}
        assert_that(self._spoken_of, equal_to(track), "the track that was spoken of, in what was said about it")

    def check_seen(self, watcher: Persona, who: Persona) -> None:
        """Somebody in the conversation was told what the listener came to be called, and listened to: whole."""
        heard, there = self._heard, {"conversation_id": self._talk.conversation.id}
        assert_that(self._accounts.name_of(heard["listener_id"]), equal_to(who.name), "who has listened")
        track, person = heard["track"], {"id": heard["listener_id"], "name": self._name}
        wanted: list[dict[str, Any]] = [
            {"type": "PersonRenamed", **there, "person": person},
            *(
                {"type": "NowPlaying", **there, "person": person, "track": what, "paused": paused}
                for what, paused in ((track, False), (track, True), (track, False), (None, False))
            ),
        ]
        line = self._talk.line(watcher)

        def told() -> list[dict[str, Any]]:
            kinds = {one["type"] for one in wanted}
            return [one.data for one in line.frames() if one.data["type"] in kinds]

        what = f"what {watcher.name} is told of {who.name}"
        eventually(told, equal_to(wanted), within=TOLD_WITHIN, what=what)
        if self._system.cache is not None:
            due = {"stream_id": heard["stream_id"], "track": track, "quality": heard["quality"], "paused": False}
            assert_that(self._kept, equal_to(due), f"what was kept of what {who.name} listened to")

    def _as_told(self) -> dict[str, list[tuple[str, Any]]]:
        return self._by_service([(one["source"], one["type"], one["data"]) for one in self._whole_steps()])

    def _by_service(self, told: Sequence[tuple[str, str, Any]]) -> dict[str, list[tuple[str, Any]]]:
        services = sorted({source for source, _, _ in told})
        return {one: [(subject, about) for source, subject, about in told if source == one] for one in services}

    def _whole_steps(self) -> list[dict[str, Any]]:
        """Without the steps of progress that are neither the first nor the last."""
        return [one for one in self._new() if one["type"] != STEP or one["data"].get("progress") in (0, 100)]

    def _new(self) -> list[dict[str, Any]]:
        return [one for one in self._told() if one["id"] not in self._known]

    def _told(self) -> list[dict[str, Any]]:
        """All that the stream keeps of this scenario, in its order."""
        broker = self._system.broker
        assert broker is not None, "this needs an ear on the broker"
        kept = broker.kept(STREAM, self._system.world.started - AGREE)
        return [one for one in kept if one.get("correlation_id") == self._system.world.correlation_id]

    def _check_envelopes(self) -> None:
        """Each says of what kind it is, as its subject does, and when it came about; no two have the same id."""
        told = self._new()
        assert_that(len({str(UUID(one["id"])) for one in told}), equal_to(len(told)), "how many ids there are")
        steps = [one["data"]["progress"] for one in told if one["type"] == STEP]
        assert all(before < after for before, after in pairwise(steps)), f"the progress that was told: {steps}"
        due = {(one.subject, _key(one.data)): one.asked for one in self._expected}
        for one in told:
            names = sorted(name for name in one if name != SUBJECT)
            assert_that(names, equal_to(sorted(ENVELOPE)), f"the fields of {one['type']}")
            assert_that(one["type"], equal_to(one[SUBJECT]), "what it says of its kind, beside its subject")
            asked = due.get((one["type"], _key(one["data"])), self._expected[0].asked)
            at = moment(one["time"])
            in_time = asked - AGREE <= at <= self._over + AGREE
            assert in_time, f"{one['type']} is said to be of {at}, and was done from {asked} to {self._over}"


def _key(about: Mapping[str, Any]) -> str:
    return json.dumps(about, sort_keys=True)
