"""What each role may do: every action is prepared afresh, tried, and its effect looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from support.clients.http import Reply
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.conversations import Conversations
from support.systems.veza.music import Music
from support.systems.veza.playlists import Playlists

OWNER = Persona("Olga", "admin")
"""Owns what others try to change. An admin, so that she can own everything; never one of those who try."""


@dataclass(frozen=True)
class Attempt:
    """An action ready to be tried by one person, and a way to see whether it had its effect."""

    do: Callable[[], Reply]
    happened: Callable[[], bool]


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    who: Persona
    reply: Reply
    happened: bool

    @property
    def allowed(self) -> bool:
        return self.reply.status < 400


class Roles:
    def __init__(
        self, system: System, accounts: Accounts, music: Music, conversations: Conversations, playlists: Playlists
    ) -> None:
        self._system, self._accounts, self._music = system, accounts, music
        self._conversations, self._playlists = conversations, playlists
        self.outcomes: list[Outcome] = []
        self._people: Sequence[Persona] = ()
        """Who tries the action at hand."""

    def try_each(self, people: Sequence[Persona], action: str) -> None:
        """Have each of them try an action, on something of its own made for this try."""
        prepare = self._actions.get(action)
        if prepare is None:
            raise ValueError(f"there is no action {action!r}; there are {', '.join(self._actions)}")
        self._accounts.sign_in_all([*people, OWNER])
        self._people = people
        for who in people:
            attempt = prepare(who)
            assert not attempt.happened(), f"before {who.name} tried to {action}, it had happened already"
            reply = attempt.do()
            self.outcomes.append(Outcome(who, reply, attempt.happened()))

    def check(self, allowed: Sequence[Persona]) -> None:
        """Those allowed succeeded, with effect; all others were refused as not allowed, without any."""
        assert self.outcomes, "nobody tried anything"
        names = {person.name for person in allowed}
        for outcome in self.outcomes:
            name = outcome.who.name
            if name in names:
                assert outcome.allowed, f"{name} was refused: {outcome.reply.status} {outcome.reply.body!r}"
                assert outcome.happened, f"{name} was allowed, and it had no effect"
            else:
                answer = "was allowed" if outcome.allowed else "was refused"
                assert not outcome.happened, f"{name} ({outcome.who.role}) {answer}, and it had its effect"
                refused(outcome.reply, 403)

    def give(self, admin: Persona, who: Persona, role: str) -> None:
        """Have an admin give somebody a role."""
        accounts = self._accounts
        accounts.change_role(self._accounts.as_(admin, "backend-api"), accounts.of(who), role)

    def can_remove_a_message(self, who: Persona, device: str = "laptop") -> bool:
        """Whether somebody, with the session they have there, can remove a message of somebody else."""
        attempt = self._remove_a_message(who, device)
        reply = attempt.do()
        if reply.status < 400:
            assert attempt.happened(), "it was answered as done, and the message is still there"
            return True
        refused(reply, 403)
        assert not attempt.happened(), "it was refused, and the message is gone"
        return False

    @cached_property
    def _actions(self) -> dict[str, Callable[[Persona], Attempt]]:
        return {
            "open the dashboard": self._open_the_dashboard,
            "listen to a track": self._listen,
            "make a playlist": self._make_a_playlist,
            "say something in their conversation": self._say,
            "publish a track": self._publish,
            "remove a message of somebody else": self._remove_a_message,
            "mute somebody": self._mute,
            "remove a track of somebody else": self._remove_a_track,
            "remove a conversation of somebody else": self._remove_a_conversation,
            "change the role of somebody": self._change_a_role,
            "deactivate an account": self._deactivate,
            "read the audit log": self._read_the_audit_log,
            "read a conversation of others": self._read_a_conversation,
            "invite people to a conversation of others": self._invite,
        }

    # What everybody may do

    def _open_the_dashboard(self, who: Persona) -> Attempt:
        replies: list[Reply] = []

        def do() -> Reply:
            replies.append(self._accounts.as_(who, "web").get("/api/dashboard"))
            return replies[-1]

        mine = self._accounts.of(who).id
        return Attempt(do, lambda: bool(replies) and data(replies[-1])["profile"]["id"] == mine)

    def _listen(self, who: Persona) -> Attempt:
        music = self._music
        if "Common ground" not in music.tracks:
            music.publish(OWNER, ["Common ground"])
        track = music.tracks["Common ground"].id

        def happened() -> bool:
            entries = data(self._accounts.as_(who, "stream-server").get("/api/recommendations?limit=50"))
            return track not in [entry["id"] for entry in entries] and bool(replies)

        replies: list[Reply] = []

        def do() -> Reply:
            replies.append(music.ask_to_start(who, track, "low"))
            return replies[-1]

        return Attempt(do, happened)

    def _make_a_playlist(self, who: Persona) -> Attempt:
        playlists = self._playlists

        def do() -> Reply:
            playlists.ask_to_make(who, "Mine", [])
            return self._system.replies[-1]

        return Attempt(do, lambda: [one["name"] for one in playlists.own(who)] == ["Mine"])

    def _say(self, who: Persona) -> Attempt:
        talk = self._conversations
        talk.make([who])
        talk.join(who)
        chat = self._accounts.as_(who, "chat-server")

        def do() -> Reply:
            _ = talk.say(who, "Good evening").message
            return chat.get(f"/api/conversations/{talk.conversation.id}/messages")

        def happened() -> bool:
            return [one["content"] for one in talk.history(who)["messages"]] == ["Good evening"]

        return Attempt(do, happened)

    # What takes a role

    def _publish(self, who: Persona) -> Attempt:
        title = f"First steps of {who.name}"
        backend = self._accounts.as_(who, "backend-api")
        mine = self._accounts.of(who).id
        made: list[str] = []

        def do() -> Reply:
            reply = self._music.upload(who, title)
            if reply.status == 201:
                made.append(str(data(reply, 201)["id"]))
                path = f"/api/v1/tracks/{made[0]}"
                self._system.world.cleanup.add(f'remove the track "{title}"', lambda: backend.delete(path))
            return reply

        return Attempt(do, lambda: self._music.published_by(mine, title, *made))

    def _remove_a_message(self, who: Persona, device: str = "laptop") -> Attempt:
        talk = self._conversations
        talk.make([OWNER])
        talk.join(OWNER)
        message = talk.say(OWNER, "Something somebody may mind").message
        chat = self._accounts.as_(who, "chat-server", device)
        path = f"/api/conversations/{talk.conversation.id}/messages/{message['id']}"

        def happened() -> bool:
            return message["id"] not in [one["id"] for one in talk.history(OWNER)["messages"]]

        return Attempt(lambda: chat.delete(path), happened)

    def _mute(self, who: Persona) -> Attempt:
        talk = self._conversations
        guest = Persona("Gil", "listener")
        talk.make([OWNER, guest])
        talk.join(guest)
        chat = self._accounts.as_(who, "chat-server")
        path = f"/api/conversations/{talk.conversation.id}/mutes"
        asked = {"person_id": self._accounts.of(guest).id, "seconds": 60, "reason": "Too loud"}

        def muted() -> bool:
            said = talk.say(guest, "Am I heard?")
            return said.refused

        return Attempt(lambda: chat.post(path, json=asked), muted)

    def _remove_a_track(self, who: Persona) -> Attempt:
        titles = {one.name: f"To be kept from {one.name}" for one in self._people}
        if who == self._people[0]:  # all at once: each takes a while to be ready
            self._music.publish(OWNER, list(titles.values()))
        track = self._music.tracks[titles[who.name]].id
        backend = self._accounts.as_(who, "backend-api")
        owner = self._accounts.as_(OWNER, "backend-api")
        path = f"/api/v1/tracks/{track}"
        return Attempt(lambda: backend.delete(path), lambda: owner.get(path).status == 404)

    def _remove_a_conversation(self, who: Persona) -> Attempt:
        talk = self._conversations
        talk.make([OWNER])
        identity = talk.conversation.id
        path = f"/api/conversations/{identity}"
        chat = self._accounts.as_(who, "chat-server")

        def happened() -> bool:
            listed = data(self._accounts.as_(OWNER, "chat-server").get("/api/conversations"))
            return identity not in [one["id"] for one in listed]

        return Attempt(lambda: chat.delete(path), happened)

    def _change_a_role(self, who: Persona) -> Attempt:
        target = Persona(f"Target of {who.name}", "listener")
        account = self._accounts.of(target)
        backend = self._accounts.as_(who, "backend-api")
        theirs = self._accounts.as_(target, "backend-api")
        return Attempt(
            lambda: backend.put(f"/api/v1/admin/people/{account.id}/role", json={"role": "artist"}),
            lambda: data(theirs.get("/api/v1/users/me"))["role"] == "artist",
        )

    def _deactivate(self, who: Persona) -> Attempt:
        target = Persona(f"Target of {who.name}", "listener")
        account = self._accounts.of(target)
        backend = self._accounts.as_(who, "backend-api")
        theirs = self._accounts.as_(target, "backend-api")
        return Attempt(
            lambda: backend.post(f"/api/v1/admin/people/{account.id}/deactivate"),
            lambda: theirs.get("/api/v1/users/me").status == 401,
        )

    def _read_the_audit_log(self, who: Persona) -> Attempt:
        replies: list[Reply] = []
        target = self._accounts.of(OWNER).id

        def do() -> Reply:
            path = f"/api/v1/admin/audit-log?target_id={target}"
            replies.append(self._accounts.as_(who, "backend-api").get(path))
            return replies[-1]

        return Attempt(do, lambda: bool(replies) and _told(replies[-1], target))

    # What nobody may do

    def _read_a_conversation(self, who: Persona) -> Attempt:
        talk = self._conversations
        talk.make([OWNER])
        talk.join(OWNER)
        secret = talk.say(OWNER, "Between us").message["id"]
        replies: list[Reply] = []
        chat = self._accounts.as_(who, "chat-server")
        path = f"/api/conversations/{talk.conversation.id}/messages"

        def do() -> Reply:
            replies.append(chat.get(path))
            return replies[-1]

        return Attempt(do, lambda: bool(replies) and _told(replies[-1], secret))

    def _invite(self, who: Persona) -> Attempt:
        talk = self._conversations
        talk.make([OWNER])
        mine = self._accounts.of(who).id
        path = f"/api/conversations/{talk.conversation.id}"
        chat = self._accounts.as_(who, "chat-server")

        def happened() -> bool:
            found = data(self._accounts.as_(OWNER, "chat-server").get(path))
            return mine in [member["id"] for member in found["members"]]

        return Attempt(lambda: chat.post(f"{path}/members", json={"person_id": mine}), happened)


def _told(reply: Reply, text: str) -> bool:
    return text in reply.body.decode(errors="replace")
