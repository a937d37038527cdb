"""What everybody is told who asks for something while a store is away: all the same, or when to ask again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to

from support.systems import tokens
from support.systems.answers import data, refused
from support.systems.contract import For, Operation
from support.systems.events.catalogue import API, LINES
from support.systems.events.contract import CONTRACT
from support.systems.events.counts import PROCESSOR
from support.systems.events.facts import Facts, Speaker
from support.systems.events.people import ADA, INES

if TYPE_CHECKING:
    from support.clients.http import Reply
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.events.catalogue import Catalogue
    from support.systems.system import System

AWAY, OK, GONE = 503, 200, 401
ALL = [one for one in CONTRACT.operations if one.service in (API, PROCESSOR) and one.described]
"""What needs a store."""


class StoresAway:
    def __init__(self, system: System, accounts: Accounts, catalogue: Catalogue) -> None:
        self._system, self._accounts, self._catalogue = system, accounts, catalogue
        self._ids: dict[str, str] = {}
        """Of a catalogue and of what is in it."""
        self._answers: list[tuple[Operation, Reply]] = []
        self._before: dict[str, Any] = {}
        """What was told when all was well."""

    def begin(self, someone: Persona) -> None:
        """Have a catalogue with an event, and look at all that is told; whoever signs in later has an account."""
        self._accounts.sign_in_all([INES, ADA])
        self._accounts.of(someone)
        event = self._catalogue.add(Facts("An evening", speakers=(Speaker("Ada"),), topics=("Bees",)))
        self._ids = {
            "catalogue": self._catalogue.name,
            "event_id": event["id"],
            "speaker_id": event["speakers"][0]["id"],
        }
        self._before = self._told()

    def ask_for_all(self) -> None:
        """Ask for all that there is, rightly, as those who may."""
        self._answers = [(one, self._ask(one)) for one in ALL]

    def _ask(self, operation: Operation) -> Reply:
        client, headers = self._system.service(operation.service), dict[str, str]()
        if operation.answers is For.PEOPLE:
            client = self._accounts.as_(INES if operation.allows(INES.role, frozenset({"keeper"})) else ADA, API)
        elif operation.answers is For.SERVICES:
            secret = self._system.platform.credentials["service_secret"]
            caller = PROCESSOR if operation.service == API else API
            headers["X-Service-Token"] = tokens.of_service(caller, operation.service, secret)
        sent = operation.body_for(self._ids)
        if operation.path.endswith("/import"):
            headers |= LINES
            sent = {"content": b'{"name": "Late"}'}
        return client.request(operation.method, operation.path_for(self._ids), headers=headers, **sent)

    def _told(self) -> dict[str, Any]:
        """All that is told without changing anything: the status, and what is told where it is."""
        answers = {str(one): self._ask(one) for one in ALL if one.method == "GET"}
        return {one: (reply.status, data(reply) if reply.status == OK else None) for one, reply in answers.items()}

    def check_told_when(self) -> None:
        """Each is refused as what cannot be done now, and tells in how many seconds to ask again."""
        assert self._answers, "nothing was asked for"
        for operation, reply in self._answers:
            try:
                refused(reply, AWAY)
            except AssertionError as error:
                raise AssertionError(f"{operation}, while a store is away: {error}") from None
            when = reply.headers.get("retry-after", "")
            assert when.isdigit() and int(when) > 0, f"{operation} says {when!r} of when to ask again"

    def check_all_the_same(self) -> None:
        """All that was told before is told as it was."""
        for operation, told in self._told().items():
            assert_that(told, equal_to(self._before[operation]), f"what {operation} tells while a store is away")

    def check_signs_in(self, who: Persona) -> None:
        """Somebody signs in, is known, and is not any more once they have signed out."""
        token = self._accounts.another_token(who)
        client = self._system.service(API, token, who.name)
        assert_that(data(client.get("/api/v1/people/me"))["id"], equal_to(self._accounts.of(who).id), "who that is")
        self._accounts.end_session(token)
        refused(client.get("/api/v1/people/me"), GONE)
