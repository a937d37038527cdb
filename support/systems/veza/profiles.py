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

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.conversations import Conversations
    from support.systems.veza.lines import Line
    from support.systems.veza.music import Music
    from support.systems.veza.seen import Seen

SETTLE = 0.4
"""Seconds in which something that must not be told is listened for."""
LOOK = 0.02
"""Seconds between two looks at all services."""


class Profiles:
    """The names of the people of a scenario."""

    def __init__(
        self, system: System, accounts: Accounts, music: Music, conversations: Conversations, seen: Seen
    ) -> None:
        self._system, self._accounts, self._music = system, accounts, music
        self._talk, self._seen = conversations, seen
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
        for track in self._music.tracks.values():
            if track.artist_id == self._accounts.of(who).id:
                found[f'"{track.title}" at backend-api'] = partial(self._artist, who, "backend-api", track.id)
                found[f'"{track.title}" at stream-server'] = partial(self._artist, who, "stream-server", track.id)
        return found

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
        """Each device of the watchers is told once that somebody is called otherwise."""
        lines = self._talk.lines(watchers)
        wanted = {"id": self._accounts.of(who).id, "name": self._name}
        for line in lines:
            eventually(
                partial(_renamings, line),
                equal_to([wanted]),
                within=HEARD_WITHIN,
                what=f"the new names that {line.name} is told of",
            )
        never(
            lambda: [line.name for line in lines if len(_renamings(line)) != 1],
            not_(equal_to([])),
            during=SETTLE,
            what="who is told of it more than once",
        )

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


def _renamings(line: Line) -> list[dict[str, Any]]:
    return [dict(frame.data["person"]) for frame in line.frames() if frame.data["type"] == "PersonRenamed"]
