"""One of everything that Audit keeps for somebody: what it is called, and who may know of it."""

from __future__ import annotations

from itertools import count, islice
from typing import TYPE_CHECKING

from support.systems.answers import data
from support.systems.audit.ontology import Document
from support.systems.audit.operations import READERS
from support.systems.audit.people import CARLO, NORA, OLGA
from support.systems.belongings import Belongings, Kept
from support.systems.lists import Filling
from support.systems.tokens import claims_of, signature_of

if TYPE_CHECKING:
    from support.systems.accounts import Accounts
    from support.systems.audit.locks import Locks
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Records
    from support.systems.system import System

_OWNER = frozenset({"owner"})
AUDIT = "/api/v1/audit"
LONG = 900.0
"""Seconds for which the branch is locked, and its holder may be silent: longer than all parts take to die."""
PAST_WHAT_IS_SHOWN = 202
"""A list of documents shows 200 at most."""


class OlgasThings:
    """What Olga does on her branch, and what is recorded and kept of it."""

    def __init__(self, system: System, accounts: Accounts, ontology: Ontology, records: Records, locks: Locks) -> None:
        self._system, self._accounts = system, accounts
        self._ontology, self._records, self._locks = ontology, records, locks
        self._name = f"Depot-{system.world.data.mark}"
        """Of a document; nobody else's is called so."""

    def all_of_them(self) -> Belongings:
        """A document of each kind, a lock, an account, its session; and of them records, a report, a hold, a policy."""
        self._accounts.sign_in_all([OLGA, NORA, CARLO])
        self._ontology.create(OLGA, "object type", self._name)
        namesake = Document("schema", self._name)
        data(self._ontology.try_create(OLGA, namesake, self._ontology.body("Depot")), 201)
        device = f"device of {self._system.world.data.mark}"
        self._change_with(device)
        self._locks.acquire(OLGA, seconds=LONG, heartbeat=LONG)
        lock = self._locks.held(OLGA)
        record = self._records.await_count(self._name, 2)[-1]
        account, token = self._accounts.of(OLGA), self._accounts.token(OLGA)
        why = f"A court in {self._system.world.data.mark} wants it"
        period = {"since": record["event_time"], "until": record["recorded_at"]}
        report = data(self._accounts.as_(NORA, "audit-service").post(f"{AUDIT}/reports/compliance", json=period), 201)
        return Belongings(
            OLGA,
            ids={
                "branch": self._ontology.branch,
                "name": self._name,
                "lock_id": lock["id"],
                "person_id": account.id,
                "session_id": str(claims_of(token)["sid"]),
                "event_id": record["event_id"],
                "report_id": report["id"],
                "hold_id": self._keep("holds", {**self._resource(), "reason": why}, 201),
                "policy_id": self._keep(
                    "policies",
                    {"action_pattern": "object_type.*", "resource_pattern": self._ontology.id_of("*"), "days": 3650},
                    200,
                ),
            },
            texts={
                device: Kept("with which device Olga changed something", READERS),
                record["event_id"]: Kept("the id of a record", READERS),
                report["id"]: Kept("the id of a report", READERS),
                why: Kept("why records are on hold", READERS),
                account.person.email: Kept("the e-mail of Olga", _OWNER | {"admin"}),
                account.person.password: Kept("the password of Olga"),
                signature_of(token): Kept("the token of Olga", _OWNER),
            },
            relations={"Olga": _OWNER | {"holder"}},
            go_on=self._go_on,
            own_ids={"person_id": lambda who: self._accounts.of(who).id},
        )

    def _change_with(self, device: str) -> None:
        """Change the document from a device that only its record names."""
        document = self._ontology.documents[self._name]
        words = {"version": document.version, **self._ontology.body("Depot of the north")}
        path = f"{self._ontology.path(document)}/{self._name}"
        held = {"X-Lock-Id": self._locks.held(OLGA)["id"]} if self._locks.holds(OLGA) else {}
        reply = self._accounts.as_(OLGA).put(path, json=words, headers={"User-Agent": device, **held})
        document.version = data(reply)["version"]

    def _resource(self) -> dict[str, str]:
        return {"resource_type": "object_type", "resource_id": self._ontology.id_of(self._name)}

    def _keep(self, what: str, asked: dict[str, object], status: int) -> str:
        """Have something of retention kept until the scenario ends; its id."""
        client, path = self._accounts.as_(CARLO, "audit-service"), f"{AUDIT}/retention/{what}"
        reply = client.post(path, json=asked) if status == 201 else client.put(path, json=asked)
        made = str(data(reply, status)["id"])
        self._system.world.cleanup.add(f"remove from the {what}", lambda: client.delete(f"{path}/{made}"))
        return made

    def _go_on(self) -> dict[str, Kept]:
        """Olga changes the document once more, from another device, in the name of her lock."""
        device = f"other device of {self._system.world.data.mark}"
        self._change_with(device)
        return {device: Kept("with which device Olga changed something later", READERS)}


def documents_of(ontology: Ontology, accounts: Accounts, kind: str) -> Filling:
    """The list of the documents of a kind on the branch of the scenario, which nobody else fills."""
    path, olga = ontology.path(Document(kind, "")), accounts.as_(OLGA)
    numbers = count(1)

    def make(number: int) -> list[str]:
        names = [f"{'zyxabc'[one % 6]}-{one}" for one in islice(numbers, number)]
        for name in names:
            data(olga.post(path, json={"name": name, **ontology.body("The same again")}), 201)
        return names

    return Filling(
        make,
        remove=lambda name: data(olga.delete(f"{path}/{name}", params={"version": 1})),
        ids={"branch": ontology.branch},
        up_to=PAST_WHAT_IS_SHOWN,
    )
