"""What somebody is called, on every service, and by whom they are called so at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from hamcrest import assert_that, equal_to, not_

from support.observing.waiting import eventually, never, now
from support.systems.answers import data
from support.systems.veza.lines import HEARD_WITHIN
from support.systems.veza.playlists import PATH

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.conversations import Conversations
    from support.systems.veza.lines import Line
    from support.systems.veza.moderation import Moderation
    from support.systems.veza.music import Music
    from support.systems.veza.playlists import Playlists
    from support.systems.veza.seen import Seen

SETTLE = 0.4
"""Seconds in which something that must not be told is listened for."""
KNOWN_WITHIN = 5.0
"""Seconds until a new person is known everywhere."""
TRACKS = "/api/v1/tracks"
LOOK = 0.02
"""Seconds between two looks at all services."""


class Profiles:
    """The names of the people of a scenario."""

    def __init__(
        self,
        system: System,
        accounts: Accounts,
        music: Music,
        playlists: Playlists,
        conversations: Conversations,
        seen: Seen,
        moderation: Moderation,
    ) -> None:
        self._system, self._accounts, self._music, self._playlists = system, accounts, music, playlists
        self._talk, self._seen, self._moderation = conversations, seen, moderation
        self._name = ""
        self._changed_at = 0.0

    def rename(self, who: Persona, name: str) -> None:
        """Have somebody call themselves otherwise."""
        backend = self._accounts.as_(who, "backend-api")
        told = data(backend.put("/api/v1/users/me", json={"display_name": name}))
        self.note(name)
        assert_that(told["display_name"], equal_to(name), f"what {who.name} is called, as the answer says")

    def note(self, name: str) -> None:
        """Somebody has just been called so."""
        self._name, self._changed_at = name, now()

    def check_known(self, who: Persona) -> None:
        """Each service calls them as they called themselves at first."""
        self.note(self._accounts.of(who).person.display_name)
        self.check_everywhere(who, KNOWN_WITHIN)

    def come_back(self) -> None:
        """What was away when the name was changed is back: the time counts from now."""
        self._system.world.faults.mend()
        self._changed_at = now()

    def check_everywhere(self, who: Persona, limit: float, devices: Sequence[str] = ("laptop",)) -> None:
        """Each service calls them so, whoever asks, within so many seconds of the change."""
        asked = self._places(who, devices)
        eventually(
            lambda: {place: name for place, ask in asked.items() if (name := ask()) != self._name},
            equal_to({}),
            within=limit,
            poll=LOOK,
            promised=True,
            since=self._changed_at,
            what=f'by whom {who.name} is called otherwise than "{self._name}" (VZ-17)',
        )

    def check_meanwhile(self, who: Persona, seconds: float) -> None:
        """backend-api, which is up, calls them so for that long; what is away is not asked."""
        never(
            partial(self._as_account, who, "laptop"),
            not_(equal_to(self._name)),
            during=seconds,
            what=f"what backend-api calls {who.name}, now {self._name} (VZ-17)",
        )

    def check_still(self, who: Persona) -> None:
        """Whatever was changed since, each service goes on calling them so."""
        asked = self._places(who, ["laptop"])
        never(
            lambda: {place: name for place, ask in asked.items() if (name := ask()) != self._name},
            not_(equal_to({})),
            during=SETTLE,
            what=f'by whom {who.name} is called otherwise than "{self._name}" once more (VZ-17)',
        )

    def _places(self, who: Persona, devices: Sequence[str]) -> dict[str, Callable[[], str]]:
        """Where somebody's name is to be read, each with a way to read it there."""
        found: dict[str, Callable[[], str]] = {}
        for device in devices:
            found[f"web, on the {device}"] = partial(self._in_session, who, device)
            found[f"backend-api, on the {device}"] = partial(self._as_account, who, device)
        found["the dashboard"] = partial(self._on_dashboard, who)
        found["those who look for people"] = partial(self._among_people, who)
        other = next((member for member in self._members() if member != who), None)
        if other is not None:
            found["the members of the conversation"] = partial(self._among, "members", who, other)
            if any(line.who == who and not line.ended for line in self._talk.connections.values()):
                found["those who are present"] = partial(self._among, "present", who, other)
            if any(said.speaker == who for said in self._talk.said):
                found["the history"] = partial(self._in_history, who, other)
        for playlist in self._playlists.own(who):
            found[f'the playlist "{playlist["name"]}"'] = partial(self._on_playlist, who, str(playlist["id"]))
        for track in self._music.tracks.values():
            if track.artist_id == self._accounts.of(who).id:
                found[f'"{track.title}" at backend-api'] = partial(self._artist, who, "backend-api", track.id)
                found[f'"{track.title}" at stream-server'] = partial(self._artist, who, "stream-server", track.id)
                found[f'those who look for "{track.title}"'] = partial(self._among_tracks, who, track.id)
                if other is not None:
                    found[f'whom "{track.title}" is recommended to'] = partial(self._recommended, other, track.id)
        return found

    def _on_playlist(self, who: Persona, playlist_id: str) -> str:
        """Whose it is, in the list and by itself, and whose those tracks on it are that are theirs."""
        listed = [one["owner"] for one in self._playlists.own(who) if one["id"] == playlist_id]
        told = data(self._accounts.as_(who, "backend-api").get(f"{PATH}/{playlist_id}"))
        return self._name_in([*listed, told["owner"], *(track["artist"] for track in told["tracks"])], who)

    def _among_tracks(self, who: Persona, track_id: str) -> str:
        """Found by the new name of its artist."""
        found = data(self._accounts.as_(who, "backend-api").get(TRACKS, params={"q": self._name}))
        return next((str(one["artist"]["name"]) for one in found if one["id"] == track_id), "nobody")

    def _recommended(self, reader: Persona, track_id: str) -> str:
        """Where it is recommended at all: somebody else's music may be newer."""
        found = data(self._accounts.as_(reader, "stream-server").get("/api/recommendations?limit=50"))
        return next((str(one["artist"]["name"]) for one in found if one["id"] == track_id), self._name)

    def _members(self) -> Sequence[Persona]:
        return self._talk.current.members if self._talk.current else ()

    def _in_session(self, who: Persona, device: str) -> str:
        return str(data(self._accounts.as_(who, "web", device).get("/api/session"))["user"]["display_name"])

    def _as_account(self, who: Persona, device: str) -> str:
        return str(data(self._accounts.as_(who, "backend-api", device).get("/api/v1/users/me"))["display_name"])

    def _on_dashboard(self, who: Persona) -> str:
        return str(data(self._accounts.as_(who, "web").get("/api/dashboard"))["profile"]["display_name"])

    def _among_people(self, who: Persona) -> str:
        """Found by the new name."""
        query = f"/api/v1/people?q={quote(self._name)}"
        identity = self._accounts.of(who).id
        found = data(self._accounts.as_(who, "backend-api").get(query))
        return next((str(one["display_name"]) for one in found if one["id"] == identity), "nobody")

    def _among(self, where: str, who: Persona, reader: Persona) -> str:
        chat = self._accounts.as_(reader, "chat-server")
        told = data(chat.get(f"/api/conversations/{self._talk.conversation.id}"))[where]
        return self._name_in(told, who)

    def _in_history(self, who: Persona, reader: Persona) -> str:
        senders = [message["sender"] for message in self._talk.history(reader)["messages"]]
        return self._name_in(senders, who)

    def _name_in(self, people: Sequence[dict[str, Any]], who: Persona) -> str:
        """The name, or all of them where there is more than one."""
        identity = self._accounts.of(who).id
        return " and ".join(sorted({str(one["name"]) for one in people if one["id"] == identity}))

    def _artist(self, who: Persona, service: str, track_id: str) -> str:
        path = f"/api/v1/tracks/{track_id}" if service == "backend-api" else f"/api/tracks/{track_id}"
        return str(data(self._accounts.as_(who, service).get(path))["artist"]["name"])

    def check_told_once(self, watchers: Sequence[Persona], who: Persona) -> None:
        """Each device of the watchers is told once in each conversation of somebody that they are called otherwise."""
        wanted = {line: self._due(line, who) for line in self._talk.lines(watchers)}
        for line, due in wanted.items():
            eventually(
                partial(_renamings, line),
                equal_to(due),
                within=HEARD_WITHIN,
                what=f"the new names that {line.name} is told of",
            )
        never(
            lambda: [line.name for line, due in wanted.items() if _renamings(line) != due],
            not_(equal_to([])),
            during=SETTLE,
            what="who is told of it more than once",
        )

    def _due(self, line: Line, who: Persona) -> list[tuple[str, str, str]]:
        """What comes over a line when somebody is called otherwise; in the other conversation are only laptops."""
        there = self._moderation.there
        where = [self._talk.conversation.id]
        if who in there and line.who in there and line.device == "laptop":
            where.append(self._moderation.elsewhere)
        return sorted((one, self._accounts.of(who).id, self._name) for one in where)

    def check_speaks_as(self, who: Persona) -> None:
        """What they say now is seen by the others under the new name."""
        said = self._talk.say_confirmed(who, "It is still me")
        assert_that(said.message["sender"]["name"], equal_to(self._name), f"who has said it, as {who.name} is told")
        self._seen.check_seen_once(self._talk.others(who), said)

    def check_published_as(self, who: Persona, title: str) -> None:
        """A track that they publish now has the new name on it."""
        self._music.publish(who, [title])
        for service in ("backend-api", "stream-server"):
            name = self._artist(who, service, self._music.tracks[title].id)
            assert_that(name, equal_to(self._name), f'whose "{title}" is, at {service}')

    def check_listened_to(self, listener: Persona, title: str) -> None:
        """Whoever starts a track now is told the new name of its artist."""
        started = self._music.start(listener, title)
        assert_that(started.metadata["artist"]["name"], equal_to(self._name), f"whose track {listener.name} hears")


def _renamings(line: Line) -> list[tuple[str, str, str]]:
    """In which conversation who is called how, each time that it was told."""
    told = [frame.data for frame in line.frames() if frame.data["type"] == "PersonRenamed"]
    return sorted((str(one["conversation_id"]), str(one["person"]["id"]), str(one["person"]["name"])) for one in told)
