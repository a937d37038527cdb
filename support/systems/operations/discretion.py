"""What nobody may read, and every place where somebody might."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from hamcrest import equal_to

from support.clients.websocket import Refused, SocketClient
from support.environments.logs import since_start
from support.evidence.masking import mask
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems import tokens
from support.systems.contract import MADE_UP, For
from support.systems.system import System

if TYPE_CHECKING:
    from support.clients.http import Reply

ANSWERED_WITHIN = 3.0
REFUSED = 400
WAYS = {401, 404, 405, 422}
"""Statuses of what is refused whatever is away: no token, no such thing, no such method, malformed input."""
SEEN_AROUND = 100
"""Characters before and after a secret that a failure shows, masked."""
HERE = "⟨here⟩"


class Discretion:
    """Looks for secrets in all that can be read."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._contract = system.contract
        self._answers: list[tuple[str, Reply]] = []
        self._said: list[tuple[str, str]] = []
        """What was told over live connections."""

    def ask_amiss(self, who: Persona) -> None:
        """Ask every service for what it tells everybody, and for what it refuses, in every way there is.

        As a stranger, as somebody with a token that was altered, and as somebody signed in who reads what they may, and
        sends what is malformed, with their password in it, also over live connections. What is away is left out.
        """
        token, person = self._system.token_of(who), self._system.world.person(who)
        there = [one for one in self._contract.services if not self._system.world.faults.broken(one)]
        for service in there:
            stranger, guest = self._system.service(service), self._system.service(service, token)
            forger = self._system.service(service, tokens.altered(token, role="admin"))
            for path in ("/health", "/metrics", "/openapi.json"):
                self._keep(f"{path} of {service}", stranger.get(path))
            if entry := self._contract.entries.get(service):
                for client in (stranger, forger):
                    self._keep_refusal(service, client.get(entry))
            self._keep_refusal(service, guest.get(f"/{MADE_UP}"))
            self._keep_refusal(service, guest.delete("/health"))
        cut_off = f'{{"email": "{person.email}", "password": "{person.password}"'
        misplaced = {name: [person.password, token] for name in ("email", "password", "name", "text")}
        for operation in self._contract.operations:
            guest = self._system.service(operation.service, token)
            if operation.service not in there:
                continue
            if operation.method == "GET" and operation.answers is For.PEOPLE:
                reply = guest.get(operation.path_for({}))
                own = replace(reply, body=reply.body.replace(token.encode(), b""))  # who has it may be told it
                self._keep(f"{'a refusal' if reply.status >= REFUSED else 'an answer'} of {operation}", own)
            takes_nothing = not (operation.sends or operation.gaps) and operation.allows(who.role)
            if operation.method in ("POST", "PUT") and not operation.ends_session and not takes_nothing:
                path, headers = operation.path_for({}), {"Content-Type": "application/json"}
                reply = guest.request(operation.method, path, content=cut_off, headers=headers)
                self._keep_refusal(operation.service, reply)
                self._keep_refusal(operation.service, guest.request(operation.method, path, json=misplaced))
        for service in self._contract.sockets:
            if service in there:
                self._speak_amiss(service, token, [cut_off, json.dumps({"type": "Nonsense", **misplaced})], misplaced)
        missing = WAYS - {reply.status for _, reply in self._answers}
        assert not missing, f"nothing was refused with status {sorted(missing)}, and so not every way was tried"

    def _speak_amiss(self, service: str, token: str, texts: Sequence[str], misplaced: Mapping[str, Any]) -> None:
        """Say what nobody can understand, and every command with what is secret in each of its fields."""
        wrong = [
            json.dumps({"type": one.name, **misplaced, **dict.fromkeys(one.sends, misplaced["text"])})
            for one in self._contract.commands
            if one.service == service and one.sends
        ]
        try:
            socket = self._system.socket(service, token)
        except Refused as refused:  # something that it needs is away
            self._said.append((f"a refusal of a live connection to {service}", str(refused)))
            return
        for text in (*texts, *wrong):
            seen = len(socket.frames)
            socket.send_text(text, journal=False)
            eventually(
                partial(self._refused_since, service, socket, seen),
                equal_to(True),
                within=ANSWERED_WITHIN,
                what=f"whether {service} refuses what is malformed",
            )
        self._said += [(f"a frame of {service}", frame.text) for frame in socket.frames]

    def _refused_since(self, service: str, socket: SocketClient, seen: int) -> bool:
        return any(self._system.did(service, frame.data) is False for frame in socket.frames[seen:])

    def _keep_refusal(self, service: str, reply: Reply) -> None:
        assert reply.status >= 400, f"{service} does what it should refuse: {reply.status} {mask(reply.text[:200])}"
        self._keep(f"a refusal of {service}", reply)

    def _keep(self, what: str, reply: Reply) -> None:
        self._answers.append((f"{what} (status {reply.status})", reply))

    def check(self, who: Persona) -> None:
        """No secret of the platform, and none of the people of the scenario, is in any place where it can be read."""
        secrets = dict.fromkeys(self._system.platform.secrets, f"a secret of {self._contract.name}")
        for unit in self._system.platform.units:
            lines = since_start(self._system.platform.logs(unit))
            assert lines, f"the log of {unit} is empty"
            _check(f"the log of {unit}", "\n".join(lines), secrets)
            _check(f"the log of {unit}", "\n".join(lines), dict.fromkeys(tokens.found("\n".join(lines)), "a token"))
        known = self._system.secrets()
        assert any(what.endswith(f" of {who.name}") for what in known.values()), f"{who.name} has no secret"
        secrets |= known
        for place, text in self._places():
            _check(place, text, secrets)
            if place.startswith(("a refusal", "a frame")):
                _check(place, text, dict.fromkeys(tokens.found(text), "a token"))

    def _places(self) -> Iterator[tuple[str, str]]:
        """Everything of this scenario that can be read, with what it is called."""
        for what, reply in self._answers:
            yield what, "\n".join([*(f"{name}: {value}" for name, value in reply.headers.items()), reply.text])
        yield from self._said
        yield from self._system.pages()
        for unit in self._system.platform.units:
            yield f"the log of {unit}", "\n".join(self._system.platform.logs(unit, self._system.world.started))


def _check(place: str, text: str, secrets: Mapping[str, str]) -> None:
    for secret, what in secrets.items():
        if secret in text:
            line = next(one for one in text.splitlines() if secret in one)
            shown = mask(line.replace(secret, HERE))  # before it is cut, for half a secret is not known for one
            at = max(0, shown.find(HERE))
            raise AssertionError(f"{what} stands in {place}: …{shown[max(0, at - SEEN_AROUND) : at + SEEN_AROUND]}…")
