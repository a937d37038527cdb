"""Every field of whatever is said on a live connection, said wrongly: refused by name, and the connection lives on."""

from __future__ import annotations

import json
from typing import Any

from hamcrest import not_none

from support.clients.websocket import SocketClient
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.contract import Command
from support.systems.operations.inputs import MANY, MISSING, wrong
from support.systems.system import System

ANSWERED_WITHIN = 3.0
LOOK = 0.002
"""Seconds between two looks for an answer."""


class Sayings:
    """Somebody who may say all that there is, and says it wrongly."""

    def __init__(self, system: System) -> None:
        self._system, self._contract = system, system.contract
        self._faults: list[str] = []
        self._said = 0

    def say_wrongly(self, who: Persona) -> None:
        """Each command with every wrong value in each field, one at a time; and at last one of each service rightly."""
        may = self._system.belongings.of(who)
        for service in self._contract.sockets:
            socket = self._system.socket(service, self._system.token_of(who), who.name)
            commands = [one for one in self._contract.commands if one.service == service and one.allows(who.role, may)]
            for command in commands:
                for name, kind in command.sends.items():
                    for what, value in wrong(kind):
                        self._say_wrongly(socket, command, name, what, value)
            simple = next(one for one in commands if not one.to)
            if not self._system.did(service, self._answer(socket, simple, self._good(simple))):
                self._faults.append(f"{simple}, which is right, is refused after what was wrong")

    def _say_wrongly(self, socket: SocketClient, command: Command, name: str, what: str, value: Any) -> None:
        said = self._good(command) | {name: value}
        if value is MISSING:
            del said[name]
        answer = self._answer(socket, command, said)
        done, named = self._system.did(command.service, answer), self._system.named(answer)
        if done or list(named) != [name]:
            told = "is done" if done else f"is refused, which names {', '.join(named) or 'no field'}"
            self._faults.append(f"{command}, with {what} for {name}, {told}")
        self._said += 1

    def _good(self, command: Command) -> dict[str, Any]:
        return {name: one.good(self._system.belongings.ids) for name, one in command.sends.items()}

    def _answer(self, socket: SocketClient, command: Command, fields: dict[str, Any]) -> dict[str, Any]:
        seen = len(socket.frames)
        socket.send_text(json.dumps({"type": command.name, **fields}), journal=False)

        def answer() -> dict[str, Any] | None:
            told = (frame.data for frame in socket.frames[seen:])
            return next((one for one in told if self._system.did(command.service, one) is not None), None)

        found = eventually(
            answer, not_none(), within=ANSWERED_WITHIN, poll=LOOK, what=f"the answer to {command}: {fields}"
        )
        assert found is not None
        return found

    def check(self) -> None:
        assert self._said, "nothing was said wrongly"
        assert not self._faults, "\n  ".join(self._faults[:MANY])
