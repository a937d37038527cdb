"""One of everything that Veza keeps for a listener: what it is called, and who may know of it."""

from __future__ import annotations

from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from hamcrest import equal_to, greater_than_or_equal_to, has_length

from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.belongings import Belongings, Kept
from support.systems.system import System
from support.systems.tokens import signature_of
from support.systems.veza.accounts import Accounts
from support.systems.veza.conversations import Conversations
from support.systems.veza.data import longest
from support.systems.veza.lines import HEARD_WITHIN
from support.systems.veza.music import Music
from support.systems.veza.people import LINA, MILO, NILS
from support.systems.veza.playlists import Playlists
from support.systems.veza.seen import Seen

COMPOSER = Persona("Ola", "artist")
"""Whose track it is that everything is about; never one of those who try."""
ME = "/api/v1/users/me"
_OWNER, _MEMBERS = frozenset({"owner"}), frozenset({"owner", "member"})
DONE = 4
"""Kinds of things that Lina did by then, which her activity tells: signed in, listened, said, made a playlist."""


class LinasThings:
    def __init__(
        self,
        system: System,
        accounts: Accounts,
        music: Music,
        conversations: Conversations,
        playlists: Playlists,
        seen: Seen,
    ) -> None:
        self._system, self._accounts, self._music = system, accounts, music
        self._conversations, self._playlists, self._seen = conversations, playlists, seen

    def all_of_them(self) -> Belongings:
        """A private playlist, a conversation with Nils with a message in it, a stream, an account and its session."""
        mark = self._system.world.data.mark
        self._accounts.sign_in_all([LINA, NILS, COMPOSER])
        playlist, said, title = f"Only mine {mark}", f"Between the two of us {mark}", longest(f"Ground {mark}")
        self._music.publish(COMPOSER, [title])
        self._playlists.ask_to_make(LINA, playlist, [title])
        self._conversations.make([LINA, NILS])
        self._conversations.join_all([LINA, NILS])
        message = self._conversations.say_confirmed(LINA, said, self._music.tracks[title].id).message
        stream = self._music.start(LINA, title)
        address = parse_qs(urlsplit(stream.address).query)
        account = self._accounts.of(LINA)
        activity = eventually(
            lambda: data(self._accounts.as_(LINA, "backend-api").get("/api/v1/activity")),
            has_length(greater_than_or_equal_to(DONE)),
            within=5,
            what="what Lina did lately",
        )
        return Belongings(
            LINA,
            ids={
                "playlist_id": self._playlists.id_of(LINA, playlist),
                "conversation_id": self._conversations.conversation.id,
                "message_id": message["id"],
                "stream_id": stream.id,
                "track_id": self._music.tracks[title].id,
                "person_id": account.id,
                "session_id": self._accounts.device(LINA).session_id,
            },
            texts={
                playlist: Kept("the name of a private playlist", _OWNER),
                said: Kept("what was said in a conversation", _MEMBERS),
                self._conversations.conversation.name: Kept("the name of a conversation", _MEMBERS),
                address["signature"][0]: Kept("the address of a stream", _OWNER),
                account.person.email: Kept("the e-mail of Lina", _OWNER | {"admin"}),
                account.person.password: Kept("the password of Lina"),
                signature_of(self._accounts.device(LINA).token): Kept("the token of Lina", _OWNER),
                **{one["id"]: Kept(f"what Lina did ({one['kind']})", _OWNER) for one in activity},
            },
            relations={"Lina": _OWNER | {"member"}, "Nils": frozenset({"member"})},
            go_on=lambda: self._go_on(title),
            own_ids={"person_id": lambda who: self._accounts.of(who).id},
        )

    def leave_traces(self) -> None:
        """Nils is muted, Lina was an artist for a moment and prefers high quality, and nobody is connected."""
        talk = self._conversations.conversation
        body = {"person_id": self._accounts.of(NILS).id, "seconds": 86_400, "reason": "Too loud by far"}
        data(self._accounts.as_(MILO, "chat-server").post(f"/api/conversations/{talk.id}/mutes", json=body), 201)
        for role in ("artist", "listener"):
            self._accounts.change_role(self._accounts.root(), self._accounts.of(LINA), role)
        self._prefer("high")
        for line in self._conversations.connections.values():
            line.vanish()
        self._conversations.connections.clear()

    def _prefer(self, quality: str) -> None:
        """Lina prefers it, and stream-server has heard so."""
        data(self._accounts.as_(LINA, "backend-api").request("PATCH", ME, json={"preferred_quality": quality}))
        if (database := self._system.database) is not None:
            asked = "SELECT quality FROM stream.preferences WHERE person_id = %s::uuid"
            eventually(
                lambda: [row["quality"] for row in database.rows(asked, (self._accounts.of(LINA).id,))],
                equal_to([quality]),
                within=HEARD_WITHIN,
                what="which quality Lina prefers, as stream-server has stored it",
            )

    def audio(self) -> dict[str, str]:
        """Every byte of the track, at the address that Lina was given."""
        reply = self._music.audio(self._music.streams[-1])
        return {"the audio of Lina's stream": f"{reply.status} {sha256(reply.body).hexdigest()}"}

    def _go_on(self, title: str) -> dict[str, Kept]:
        """Lina says something more, which Nils hears, starts the track anew, and pauses it on one of two devices."""
        text = f"And something more {self._system.world.data.mark}"
        self._seen.check_seen_once([NILS], self._conversations.say_confirmed(LINA, text))
        stream = self._music.start(LINA, title)
        player, other = (
            self._system.socket("stream-server", self._accounts.device(LINA).token, "Lina") for _ in range(2)
        )
        for number, command in enumerate(("Play", "Pause")):
            player.send({"type": command, "stream_id": stream.id, "position_seconds": 0, "command_id": f"on-{number}"})
        eventually(
            lambda: [frame.data["type"] for frame in other.frames],
            equal_to(["PlaybackStarted", "PlaybackPaused"]),
            within=HEARD_WITHIN,
            what="what the other device of Lina hears",
        )
        return {text: Kept("what was said later", _MEMBERS), stream.id: Kept("a stream that was started later", _OWNER)}
