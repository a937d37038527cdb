"""Everybody who has no key, at every door: what they are answered, what they learn, and what it changes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from hamcrest import not_none

from support.clients.http import Reply
from support.clients.websocket import SocketClient
from support.evidence.masking import mask
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import refused
from support.systems.contract import MADE_UP, Command, For, Operation
from support.systems.operations.census import Census
from support.systems.system import System

ANSWERED_WITHIN = 3.0
EMPTY_LINE = "\n\n"
UNDECLARED = ("user_id", "owner_id", "person_id", "listener_id", "member_id", "as", "id")
"""Parameters that no operation has; one that heeds them answers about somebody else."""


@dataclass(frozen=True)
class Tried:
    """One try of somebody, and what came of it."""

    who: Persona
    what: Operation | Command
    way: str
    answer: str
    refused: bool
    reply: Reply | None = None

    def __str__(self) -> str:
        return f"{self.who.name} ({self.who.role}) at {self.what}, {self.way}"


class Strangers:
    """Has people try whatever there is on what is somebody else's."""

    def __init__(self, system: System) -> None:
        self._system, self._contract = system, system.contract
        self._tries: list[Tried] = []
        self._sockets: dict[tuple[str, str], SocketClient] = {}
        self._census: Census | None = None

    def try_everything(self, people: Sequence[Persona]) -> None:
        """Have each of them call and say all that there is, except what they may do and what would change something."""
        for who in people:
            self._system.token_of(who)
            for service in self._contract.sockets:
                self._sockets[who.name, service] = self._system.socket(service, self._system.token_of(who), who.name)
        self._census = Census(self._system, people)
        self._census.begin()
        for who in people:
            for operation in self._contract.operations:
                if operation.answers is For.PEOPLE and not (operation.changes and self._may(who, operation)):
                    self._try(who, operation)
            for command in self._contract.commands:
                if not self._may(who, command):
                    self._say(who, command)

    def _may(self, who: Persona, what: Operation | Command) -> bool:
        return what.allows(who.role, self._system.belongings.of(who))

    def _try(self, who: Persona, operation: Operation) -> None:
        client = self._system.service(operation.service, self._system.token_of(who), who.name)
        for way, ids, query in self._ways(who, operation):
            path = operation.path_for(ids) + (f"?{urlencode(query)}" if query else "")
            reply = client.request(operation.method, path, **operation.body_for(ids))
            self._tries.append(Tried(who, operation, way, _all_of(reply), reply.status >= 400, reply))

    def _ways(self, who: Persona, operation: Operation) -> Iterator[tuple[str, Mapping[str, str], dict[str, Any]]]:
        """What the way is called, the ids, and the parameters."""
        things = self._system.belongings
        asks = {name: one.good(things.ids) for name, one in operation.queries.items()}
        yield "as it is", things.ids, {}
        if self._may(who, operation):
            for name, value in asks.items():
                yield f"with {name}", things.ids, {name: value}
            yield "in the name of the owner", things.ids, dict.fromkeys(UNDECLARED, self._system.id_of(things.owner))
        if len(asks) > 1 or (asks and not self._may(who, operation)):
            yield "with all that can be asked", things.ids, asks
        taken = {*operation.gaps, *(getattr(one, "of", "") for one in operation.sends.values())}
        for gap, find in things.own_ids.items():
            if gap in taken:
                yield "upon oneself", {**things.ids, gap: find(who)}, {}
        if (operation.hidden or operation.refusal == 404) and operation.gaps and not self._may(who, operation):
            yield "where there is nothing", {**things.ids, **dict.fromkeys(operation.gaps, MADE_UP)}, {}

    def _say(self, who: Persona, command: Command) -> None:
        socket = self._sockets[who.name, command.service]
        ids = self._system.belongings.ids
        needed = {name: one.good(ids) for name, one in command.sends.items() if not one.optional}
        whole = {name: one.good(ids) for name, one in command.sends.items()}
        for way, fields in {"as it is": needed, "with all that can be said": whole}.items():
            seen = len(socket.frames)
            socket.send({"type": command.name, **fields})
            done = eventually(
                partial(self._answered, command.service, socket, seen),
                not_none(),
                within=ANSWERED_WITHIN,
                what=f"the answer to {command} of {who.name}",
            )
            told = json.dumps([frame.data for frame in socket.frames[seen:]], ensure_ascii=False)
            self._tries.append(Tried(who, command, way, told, not done))

    def _answered(self, service: str, socket: SocketClient, seen: int) -> bool | None:
        """Whether what was said last was done; None while it is not answered."""
        told = (self._system.did(service, frame.data) for frame in socket.frames[seen:])
        return next((one for one in told if one is not None), None)

    def check_refused(self) -> None:
        """Each try at what somebody may not do was refused, with the status of the contract."""
        forbidden = [one for one in self._tries if not self._may(one.who, one.what)]
        assert forbidden, "nobody tried what they may not do"
        for one in forbidden:
            assert one.refused, f"{one}, was not refused: {one.answer[:300]}"
            if one.reply is not None and isinstance(one.what, Operation):
                try:
                    refused(one.reply, one.what.refusal)
                except AssertionError as error:
                    raise AssertionError(f"{one}: {error}") from None
        self._check_no_oracle(forbidden)

    def _check_no_oracle(self, forbidden: Sequence[Tried]) -> None:
        """A thing that is somebody else's is refused word for word like one that is not there."""
        told = {(one.who.name, str(one.what), one.way): one.reply for one in forbidden if one.reply is not None}
        for (name, what, way), reply in told.items():
            if way == "where there is nothing":
                there = told[name, what, "as it is"].json()["error"]
                assert reply.json()["error"] == there, (
                    f"{name} can tell from {what} whether there is such a thing: {there} or {reply.json()['error']}"
                )

    def check_learnt_nothing(self) -> None:
        """Nothing that anybody was answered or heard holds a text that is not for them."""
        things = self._system.belongings
        for one in self._tries:
            leaked = things.learnt(one.who, one.answer)
            assert not leaked, (
                f"{one}, learns {' and '.join(leaked)}: {mask(one.answer.rpartition(EMPTY_LINE)[2])[:300]}"
            )
        things.texts |= things.go_on()
        people = {one.who.name: one.who for one in self._tries}
        for (name, service), socket in self._sockets.items():
            for frame in socket.frames:
                leaked = things.learnt(people[name], frame.text)
                told = f"{name} ({people[name].role}) hears {' and '.join(leaked)} on the live connection to {service}"
                assert not leaked, f"{told}: {mask(frame.text[:300])}"

    def check_nothing_changed(self) -> None:
        """What everybody sees, what is stored and what services told each other are as they were."""
        assert self._census is not None, "nobody tried anything"
        changed = self._census.await_no_change()
        assert not changed, "what was refused has changed something:\n  " + "\n  ".join(changed[:10])


def _all_of(reply: Reply) -> str:
    """An answer whole: its headers can tell something, too. Ids of requests are nobody's."""
    headers = "\n".join(f"{name}: {value}" for name, value in reply.headers.items())
    return f"{headers}{EMPTY_LINE}{reply.text}"
