"""How the lists of Veza are filled, one thing after another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count, cycle
from typing import TYPE_CHECKING, Any

from support.scenario.cleanup import Order
from support.systems.answers import data
from support.systems.lists import Filling
from support.systems.veza.people import ARNO, MILO
from support.systems.veza.playlists import PATH

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.contract import Operation
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.conversations import Conversations
    from support.systems.veza.music import Music

TALKS = "/api/conversations"
MUCH, MANY, SOME, FEW = 202, 52, 22, 2
"""Just past 200, 50 and 20, which lists show at most or unless told; and what takes long to make."""


class Fillings:
    def __init__(self, system: System, accounts: Accounts, music: Music, conversations: Conversations) -> None:
        self._system, self._accounts, self._music, self._talk = system, accounts, music, conversations
        self._numbers = count(1)

    def of(self, operation: Operation, who: Persona) -> Sequence[Filling]:
        """For the list that an operation shows to somebody."""
        makers = {
            "GET /api/v1/activity": self._activity,
            "GET /api/v1/playlists": self._playlists,
            "GET /api/v1/tracks": self._tracks,
            "GET /api/v1/people": self._people,
            "GET /api/v1/admin/audit-log": self._audit_log,
            f"GET {TALKS}": self._conversations,
            "GET /api/conversations/{conversation_id}/messages": self._messages,
        }
        return [makers[operation.name](who)]

    def _activity(self, who: Persona) -> Filling:
        """Making a playlist is done at once, and told of at once."""
        return Filling(partial(self._make_playlists, who), up_to=SOME)

    def _playlists(self, who: Persona) -> Filling:
        backend = self._accounts.as_(who, "backend-api")
        return Filling(
            partial(self._make_playlists, who),
            remove=lambda one: backend.delete(f"{PATH}/{one}"),
            asks={"scope": "mine"},
            up_to=MUCH,
        )

    def _make_playlists(self, who: Persona, number: int) -> list[str]:
        """All of the same name: one more of them is one more in the list."""
        backend, made = self._accounts.as_(who, "backend-api"), []
        for _ in range(number):
            one = data(backend.post(PATH, json={"name": "The same again", "public": False, "tracks": []}), 201)["id"]
            self._system.world.cleanup.add("remove a playlist of a list", partial(backend.delete, f"{PATH}/{one}"))
            made.append(str(one))
        return made

    def _tracks(self, _: Persona) -> Filling:
        """Published by somebody of whom nothing else is listed."""
        backend = self._accounts.as_(ARNO, "backend-api")

        def publish(number: int) -> list[str]:
            titles = [self._system.world.data.title("track of a list") for _ in range(number)]
            self._music.publish(ARNO, titles)
            return [self._music.tracks[title].id for title in titles]

        return Filling(
            publish,
            remove=lambda one: backend.delete(f"/api/v1/tracks/{one}"),
            asks={"artist_id": self._accounts.of(ARNO).id},
            up_to=FEW,
        )

    def _people(self, who: Persona) -> Filling:
        """Of a family that nobody else is of."""
        family = f"Zwoelf-{self._system.world.data.mark}"
        chance = self._system.world.data.chance("people of a list")

        def register(number: int) -> list[str]:
            return [
                self._register(f"{chance.choice('abcdefgHIJKLM')}{next(self._numbers)} {family}") for _ in range(number)
            ]

        return Filling(register, remove=self._close, asks={"q": family.upper()}, up_to=SOME)

    def _register(self, name: str) -> str:
        email = f"listed.{next(self._numbers)}.{self._system.world.data.mark}@people.test"
        body = {"email": email, "password": "long enough to be taken", "display_name": name}
        made = data(self._system.service("web").post("/api/auth/register", json=body), 201)["user"]["id"]
        self._system.world.cleanup.add("close an account of a list", partial(self._close, made), order=Order.ACCOUNTS)
        return str(made)

    def _close(self, identity: str) -> None:
        data(self._accounts.root().post(f"/api/v1/admin/people/{identity}/deactivate"))

    def _audit_log(self, who: Persona) -> Filling:
        """What is done to somebody to whom nothing else is done."""
        target = self._register("Somebody Who Is Told Of")
        roles = cycle(["artist", "moderator", "listener"])
        held = ["listener"]

        def change(number: int) -> list[Any]:
            told = []
            for _ in range(number):
                role = next(roles)
                path = f"/api/v1/admin/people/{target}/role"
                data(self._accounts.as_(who, "backend-api").put(path, json={"role": role}))
                told.append({"from": held[-1], "to": role})
                held.append(role)
            return told

        return Filling(change, asks={"target_id": target}, up_to=MANY)

    def _conversations(self, who: Persona) -> Filling:
        line, chat = self._talk.line(who), self._accounts.as_(who, "chat-server")
        times = [""]

        def say(identity: str) -> None:
            """Until it is later than what was said last elsewhere: times are told in milliseconds."""
            while (message := line.say(identity, "And this").message)["sent_at"] <= times[-1]:
                pass
            times.append(message["sent_at"])

        def make(number: int) -> list[str]:
            made = [self._make_conversation(who) for _ in range(number)]
            for one in made:
                say(one)
            return made

        return Filling(make, remove=lambda one: chat.delete(f"{TALKS}/{one}"), touch=say)

    def _make_conversation(self, who: Persona) -> str:
        chat = self._accounts.as_(who, "chat-server")
        made = str(data(chat.post(TALKS, json={"name": "The same again", "members": []}), 201)["id"])
        self._system.world.cleanup.add("remove a conversation of a list", partial(chat.delete, f"{TALKS}/{made}"))
        return made

    def _messages(self, who: Persona) -> Filling:
        identity, line = self._make_conversation(who), self._talk.line(who)
        moderator = self._accounts.as_(MILO, "chat-server")

        def say(number: int) -> list[str]:
            said = [line.say(identity, "Once more") for _ in range(number)]
            return [one.message["id"] for one in said]

        return Filling(
            say,
            remove=lambda one: moderator.delete(f"{TALKS}/{identity}/messages/{one}"),
            ids={"conversation_id": identity},
            up_to=MUCH,
        )
