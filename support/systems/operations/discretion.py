"""What nobody may read, and every place where somebody might."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from support.environments.logs import since_start
from support.evidence.masking import mask
from support.scenario.people import Persona
from support.systems import tokens
from support.systems.contract import MADE_UP
from support.systems.system import System

if TYPE_CHECKING:
    from support.clients.http import Reply

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

    def ask_amiss(self, who: Persona) -> None:
        """Ask every service for what it tells everybody, and for what it refuses, in every way there is.

        As a stranger, as somebody with a token that was altered, and as somebody signed in who sends what is
        malformed, with their password in it.
        """
        token, person = self._system.token_of(who), self._system.world.person(who)
        for service in self._contract.services:
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
            takes_nothing = not (operation.sends or operation.gaps) and operation.allows(who.role)
            if operation.method in ("POST", "PUT") and not operation.ends_session and not takes_nothing:
                guest = self._system.service(operation.service, token)
                path, json = operation.path_for({}), {"Content-Type": "application/json"}
                reply = guest.request(operation.method, path, content=cut_off, headers=json)
                self._keep_refusal(operation.service, reply)
                self._keep_refusal(operation.service, guest.request(operation.method, path, json=misplaced))
        missing = WAYS - {reply.status for _, reply in self._answers}
        assert not missing, f"nothing was refused with status {sorted(missing)}, and so not every way was tried"

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
        known = self._system.secrets()
        assert any(what.endswith(f" of {who.name}") for what in known.values()), f"{who.name} has no secret"
        secrets |= known
        for place, text in self._places():
            _check(place, text, secrets)

    def _places(self) -> Iterator[tuple[str, str]]:
        """Everything of this scenario that can be read, with what it is called."""
        for what, reply in self._answers:
            yield what, "\n".join([*(f"{name}: {value}" for name, value in reply.headers.items()), reply.text])
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
