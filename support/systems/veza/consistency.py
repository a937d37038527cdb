"""Whether all services say the same of the people, tracks, playlists and messages of a scenario, and keep the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, LiteralString

from hamcrest import assert_that, empty, has_length

from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.conversations import Conversations
from support.systems.veza.music import Music, Track
from support.systems.veza.preferences import UNLESS_CHOSEN
from support.systems.veza.times import moment

SETTLED_WITHIN = 5.0
"""Seconds after which all that was done has come to everybody."""
PAGE = 200
UNKNOWN = "not known"
AT_THE_SAME_TIME = timedelta(seconds=1)
"""What was done is told of within this."""
_PEOPLE: LiteralString = "SELECT display_name AS name, role, preferred_quality FROM backend.people WHERE id = %s::uuid"
_PREFERENCES: LiteralString = "SELECT quality FROM stream.preferences WHERE person_id = %s::uuid"
_CHAT_TRACKS: LiteralString = "SELECT title FROM chat.tracks WHERE id = %s::uuid AND removed_at IS NULL"
_CHAT_PEOPLE: LiteralString = "SELECT name FROM chat.people WHERE id = %s::uuid"
_TRACKS: LiteralString = (
    "SELECT t.title, p.display_name AS artist, t.genre, round(t.duration_seconds::numeric, 1)::text AS seconds,"
    " t.status FROM backend.tracks t JOIN backend.people p ON p.id = t.artist_id WHERE t.id = %s::uuid"
)
_STREAM_TRACKS: LiteralString = (
    "SELECT title, artist_name AS artist, genre, round(duration_seconds::numeric, 1)::text AS seconds,"
    " status FROM stream.tracks WHERE id = %s::uuid"
)
_STREAMS: LiteralString = "SELECT count(*) AS number FROM stream.streams WHERE listener_id = %s::uuid"
_SAID: LiteralString = "SELECT count(*) AS number FROM chat.messages WHERE sender_id = %s::uuid"
_WHEN: Mapping[str, LiteralString] = {
    "message_sent": "SELECT sent_at AS at FROM chat.messages WHERE sender_id = %s::uuid ORDER BY 1",
    "listened": "SELECT started_at AS at FROM stream.streams WHERE listener_id = %s::uuid ORDER BY 1",
}
_MESSAGES: LiteralString = (
    "SELECT sequence, content, sender_id::text AS sender FROM chat.messages"
    " WHERE conversation_id = %s::uuid AND removed_at IS NULL ORDER BY sequence"
)

_OF_TRACKS = {
    "title": "the title",
    "artist": "the artist",
    "genre": "the kind",
    "seconds": "the length",
    "status": "the state",
}


@dataclass(frozen=True)
class Claim:
    """What somebody says of something."""

    about: str
    """Such as `the name of Lina`."""
    by: str
    """A service, or what it keeps."""
    told: str


def discrepancies(claims: Sequence[Claim]) -> list[str]:
    """A sentence for each thing of which not all say the same: who says what."""
    found = []
    for about in dict.fromkeys(claim.about for claim in claims):
        said: dict[str, list[str]] = {}
        for claim in claims:
            if claim.about == about:
                said.setdefault(claim.told, []).append(claim.by)
        if len(said) > 1:
            told = "; ".join(f"{value} by {' and '.join(who)}" for value, who in said.items())
            found.append(f"{about} is {told}")
    return found


class Consistency:
    """The check, and a hand that plants what it has to find."""

    def __init__(self, system: System, accounts: Accounts, music: Music, conversations: Conversations) -> None:
        self._system, self._accounts = system, accounts
        self._music, self._talk = music, conversations

    def check(self) -> None:
        """Once all has come to everybody, nobody disagrees."""
        eventually(
            lambda: discrepancies(list(self._claims())),
            empty(),
            within=SETTLED_WITHIN,
            poll=0.2,
            what="what the services disagree about",
        )

    def check_named(self, what: str) -> None:
        """Exactly this is found, and nothing else."""
        found = discrepancies(list(self._claims()))
        assert_that(found, has_length(1), "what the services disagree about")
        assert found[0].startswith(f"{what} is "), f"{what} ought to be found, and is not: {found[0]}"

    def meddle(self, with_what: str, name: str) -> None:
        """Change behind the back of all services what one of them keeps."""
        database = self._system.database
        assert database is not None, "nobody can get at what the services keep here"
        what, statement = _MEDDLINGS[with_what]
        touched = database.run(statement, {"id": what(self, name), "conversation": self._talk.conversation.id})
        assert touched > 0, f"there was no {with_what} {name} to meddle with"

    # What is said of what

    def _claims(self) -> Iterator[Claim]:
        for who in self._talk.conversation.members:
            yield from self._of_person(who)
        for track in self._music.tracks.values():
            yield from self._of_track(track)
        for track in self._music.removed:
            yield from self._of_removed(track)
        for who in self._talk.conversation.members:
            yield from self._of_playlists(who)
        yield from self._of_messages()

    def _of_person(self, who: Persona) -> Iterator[Claim]:
        account, token = self._accounts.of(who), self._accounts.device(who)
        web = data(token.on("web").get("/api/session"))["user"]
        backend = data(token.on("backend-api").get("/api/v1/users/me"))
        path = f"/api/conversations/{self._talk.conversation.id}"
        chat = {one["id"]: one["name"] for one in data(token.on("chat-server").get(path))["members"]}
        kept = self._kept(_PEOPLE, account.id)
        name, role = f"the name of {who.name}", f"the role of {who.name}"
        yield from _said(name, {"web": web["display_name"], "backend-api": backend["display_name"]})
        yield from _said(name, {"chat-server": chat.get(account.id, UNKNOWN)})
        yield from _said(role, {"web": web["role"], "backend-api": backend["role"]})
        if kept is not None:
            in_chat = (self._kept(_CHAT_PEOPLE, account.id) or {}).get("name", UNKNOWN)
            yield from _said(name, {"what backend-api keeps": kept["name"], "what chat-server keeps": in_chat})
            yield from _said(role, {"what backend-api keeps": kept["role"]})
            chosen = (self._kept(_PREFERENCES, account.id) or {}).get("quality", UNLESS_CHOSEN)
            told = {"web": web["preferred_quality"], "backend-api": backend["preferred_quality"]}
            keep = {"what backend-api keeps": kept["preferred_quality"], "what stream-server keeps": chosen}
            yield from _said(f"the quality that {who.name} prefers", {**told, **keep})
        if (cache := self._system.cache) is not None:
            session = cache.get(f"user_session:{token.session_id}")
            if session is not None:
                yield from _said(role, {"the cache": json.loads(session)["role"]})
        yield from self._of_doings(who)

    def _of_doings(self, who: Persona) -> Iterator[Claim]:
        """How often somebody did what one service keeps and another tells of."""
        account = self._accounts.of(who)
        activity = data(self._accounts.as_(who, "backend-api").get(f"/api/v1/activity?limit={PAGE}"))
        for kind, did, statement, service in (
            ("message_sent", "has said something", _SAID, "chat-server"),
            ("listened", "has listened", _STREAMS, "stream-server"),
        ):
            kept = self._kept(statement, account.id)
            if kept is not None:
                about = f"how often {who.name} {did}"
                told = sum(entry["kind"] == kind for entry in activity)
                yield from _said(about, {"backend-api": told, f"what {service} keeps": kept["number"]})
                if told == kept["number"]:  # else that they are not as many is what is wrong
                    times = sorted(moment(entry["at"]) for entry in activity if entry["kind"] == kind)
                    kept_times = [row["at"] for row in self._rows(_WHEN[kind], account.id)]
                    late = sum(abs(one - at) > AT_THE_SAME_TIME for one, at in zip(times, kept_times, strict=False))
                    about = f"how many times {who.name} {did} at another time than is told"
                    yield from _said(about, {"backend-api": late, f"what {service} keeps": 0})

    def _of_track(self, track: Track) -> Iterator[Claim]:
        artist = self._artist_of(track)
        backend = data(self._accounts.as_(artist, "backend-api").get(f"/api/v1/tracks/{track.id}"))
        reply = self._accounts.as_(artist, "stream-server").get(f"/api/tracks/{track.id}")
        stream = data(reply) if reply.status == 200 else {}
        for by, told in (("backend-api", backend), ("stream-server", stream)):
            seconds = f"{told['duration_seconds']:.1f}" if told else UNKNOWN
            artist_name = told["artist"]["name"] if told else UNKNOWN
            status = told.get("status", "ready" if told.get("renditions") else "processing")
            yield from _track(track, by, {**told, "artist": artist_name, "seconds": seconds, "status": status})
        for by, statement in (("backend-api", _TRACKS), ("stream-server", _STREAM_TRACKS)):
            if self._system.database is not None:
                yield from _track(track, f"what {by} keeps", self._kept(statement, track.id) or {})
        if self._system.database is not None:
            in_chat = (self._kept(_CHAT_TRACKS, track.id) or {}).get("title", UNKNOWN)
            yield from _said(f'{_OF_TRACKS["title"]} of "{track.title}"', {"what chat-server keeps": in_chat})

    def _of_removed(self, track: Track) -> Iterator[Claim]:
        """Whether a track is still there: as its artist says, who has removed it, and wherever it was."""
        artist, about = self._artist_of(track), f'whether "{track.title}" is there'
        there = {
            "its artist": False,
            "backend-api": self._accounts.as_(artist, "backend-api").get(f"/api/v1/tracks/{track.id}").status != 404,
            "stream-server": self._accounts.as_(artist, "stream-server").get(f"/api/tracks/{track.id}").status != 404,
        }
        if self._system.database is not None:
            there["what backend-api keeps"] = bool(self._kept(_TRACKS, track.id))
            there["what stream-server keeps"] = bool(self._kept(_STREAM_TRACKS, track.id))
            there["what chat-server keeps"] = bool(self._kept(_CHAT_TRACKS, track.id))
        yield from _said(about, there)

    def _artist_of(self, track: Track) -> Persona:
        return next(who for who in self._members if self._accounts.of(who).id == track.artist_id)

    def _of_playlists(self, who: Persona) -> Iterator[Claim]:
        """What is on each of somebody's playlists, and whether it can be played."""
        backend, stream = (self._accounts.as_(who, service) for service in ("backend-api", "stream-server"))
        for listed in data(backend.get("/api/v1/playlists?scope=mine")):
            playlist = data(backend.get(f"/api/v1/playlists/{listed['id']}"))
            about = f'what is on the playlist "{listed["name"]}" of {who.name}'
            titles = [track["title"] for track in playlist["tracks"]]
            replies = [stream.get(f"/api/tracks/{track['id']}") for track in playlist["tracks"]]
            played = [data(one)["title"] if one.status == 200 else UNKNOWN for one in replies]
            yield from _said(about, {"backend-api": titles, "stream-server": played})
            yield from _said(f"the length of {listed['name']}", {"the list": listed["track_count"], "it": len(titles)})

    def _of_messages(self) -> Iterator[Claim]:
        """The same talk for everybody: numbers, words, and who said them."""
        about, tracks = "what was said in the conversation", self._music.tracks.values()
        names = {self._accounts.of(who).id: who.name for who in self._members}
        for who in self._members:
            messages: list[dict[str, Any]] = []
            before = None
            while True:
                told = self._talk.history(who, before=before)
                messages = told["messages"] + messages
                if not told["has_more"]:
                    break
                before = messages[0]["sequence"]
            by = f"chat-server, told to {who.name}"
            said = [(one["sequence"], one["content"], names[one["sender"]["id"]]) for one in messages]
            yield from _said(about, {by: said})
            for one in messages:
                yield from _said(
                    f"the name of {names[one['sender']['id']]}", {f"a message, {by}": one["sender"]["name"]}
                )
                title = next((each.title for each in tracks if one["track"] and each.id == one["track"]["id"]), None)
                if title is not None:
                    yield from _said(f'{_OF_TRACKS["title"]} of "{title}"', {f"a message, {by}": one["track"]["title"]})
        if self._system.database is not None:
            rows = self._system.database.rows(_MESSAGES, (self._talk.conversation.id,))
            kept = [(row["sequence"], row["content"], names[row["sender"]]) for row in rows]
            yield from _said(about, {"what chat-server keeps": kept})

    @property
    def _members(self) -> tuple[Persona, ...]:
        return self._talk.conversation.members

    def _kept(self, statement: LiteralString, identity: str) -> dict[str, Any] | None:
        if self._system.database is None:
            return None
        rows = self._rows(statement, identity)
        return rows[0] if rows else {}

    def _rows(self, statement: LiteralString, identity: str) -> list[dict[str, Any]]:
        assert self._system.database is not None, "this needs a look into the database"
        return self._system.database.rows(statement, (identity,))

    def _person(self, name: str) -> str:
        return self._accounts.of(next(who for who in self._members if who.name == name)).id

    def _track(self, title: str) -> str:
        return self._music.tracks[title].id


_MEDDLINGS: Mapping[str, tuple[Callable[[Consistency, str], str], LiteralString]] = {
    "the name that chat-server keeps of": (
        Consistency._person,
        "UPDATE chat.people SET name = name || ' the Second' WHERE id = %(id)s::uuid",
    ),
    "the role that backend-api keeps of": (
        Consistency._person,
        "UPDATE backend.people SET role = 'listener' WHERE id = %(id)s::uuid",
    ),
    "the title that stream-server keeps of": (
        Consistency._track,
        "UPDATE stream.tracks SET title = title || ' (live)' WHERE id = %(id)s::uuid",
    ),
    "the kind that backend-api keeps of": (
        Consistency._track,
        "UPDATE backend.tracks SET genre = upper(genre) WHERE id = %(id)s::uuid",
    ),
    "the last message that chat-server keeps of": (
        Consistency._person,
        "DELETE FROM chat.messages WHERE id = (SELECT id FROM chat.messages WHERE sender_id = %(id)s::uuid"
        " AND conversation_id = %(conversation)s::uuid ORDER BY sequence DESC LIMIT 1)",
    ),
    "one stream that stream-server keeps of": (
        Consistency._person,
        "DELETE FROM stream.streams WHERE id ="
        " (SELECT id FROM stream.streams WHERE listener_id = %(id)s::uuid LIMIT 1)",
    ),
}


def _said(about: str, told: Mapping[str, object]) -> Iterator[Claim]:
    for by, value in told.items():
        yield Claim(about, by, f'"{value}"' if isinstance(value, str) else str(value))


def _track(track: Track, by: str, told: Mapping[str, Any]) -> Iterator[Claim]:
    for field, what in _OF_TRACKS.items():
        yield Claim(f'{what} of "{track.title}"', by, f'"{told.get(field, UNKNOWN)}"')
