"""A changed role, at every operation for which a role counts."""

from __future__ import annotations

from dataclasses import dataclass

from support.clients.http import HttpClient, Reply
from support.scenario.people import Persona
from support.systems.answers import refused
from support.systems.contract import MADE_UP, For, Operation
from support.systems.operations.doors import LET_IN
from support.systems.system import System


@dataclass(frozen=True)
class Asked:
    """What somebody was answered in a role that they had just been given."""

    role: str
    operation: Operation
    reply: Reply


class Ranks:
    """Gives somebody one role after another, and has them call whatever a role counts for."""

    def __init__(self, system: System) -> None:
        self._system, self._contract = system, system.contract
        self._asked: list[Asked] = []
        self._who = ""

    def _ranked(self) -> list[Operation]:
        roles = set(self._contract.roles)
        return [one for one in self._contract.operations if one.answers is For.PEOPLE and one.to & roles]

    def give_each(self, admin: Persona, who: Persona) -> None:
        """Give somebody each role, and at last the first one again; they call with the token that they had before."""
        self._who, token = who.name, self._system.token_of(who)
        roles = [*self._contract.roles[1:], *self._contract.roles[:1]]
        assert len(roles) > 1, f"{self._contract.name} has no roles"
        for role in roles:
            self._system.change_role(admin, who, role)
            for operation in self._ranked():
                client = self._system.service(operation.service, token, who.name)
                self._asked.append(Asked(role, operation, self._ask(client, operation, role)))

    def _ask(self, client: HttpClient, operation: Operation, role: str) -> Reply:
        """About somebody else's things where it is forbidden, and about none where it would have an effect."""
        if not operation.allows(role):
            ids = self._system.belongings.ids
            return client.request(operation.method, operation.path_for(ids), **operation.body_for(ids))
        body = operation.body_for(dict.fromkeys(self._system.belongings.ids, MADE_UP)) if operation.gaps else {}
        return client.request(operation.method, operation.path_for({}), **body)

    def check(self, who: Persona) -> None:
        """Each answer that somebody got was the one that the role allows."""
        assert self._who == who.name, f"it was {self._who or 'nobody'} who was given roles"
        for one in self._asked:
            if one.operation.allows(one.role):
                assert one.reply.status in LET_IN, (
                    f"{one.operation} refuses who has just become {one.role}: {one.reply.status} {one.reply.text[:200]}"
                )
            else:
                try:
                    refused(one.reply, one.operation.refusal)
                except AssertionError as error:
                    raise AssertionError(f"{one.operation} for who is {one.role} now: {error}") from None
        for operation in self._ranked():
            told = {one.operation.allows(one.role) for one in self._asked if one.operation is operation}
            assert told == {True, False}, f"{operation} was not tried by who may and by who may not"
