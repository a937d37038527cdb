"""Audit as the people of one scenario use it, and as whoever operates it sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from support.scenario.people import Persona
from support.scenario.world import World, world
from support.systems.accounts import Accounts, Peopled
from support.systems.audit import words  # noqa: F401 - of its sentences
from support.systems.audit.access import Access
from support.systems.audit.belongings import OlgasThings, documents_of
from support.systems.audit.contract import CONTRACT
from support.systems.audit.deeds import Deeds
from support.systems.audit.endings import Endings
from support.systems.audit.integrity import Integrity
from support.systems.audit.load import Load
from support.systems.audit.locks import Locks
from support.systems.audit.metrics import Metrics
from support.systems.audit.ontology import KINDS, Ontology
from support.systems.audit.pages.auditing import Auditing
from support.systems.audit.people import NORA
from support.systems.audit.poison import Poison
from support.systems.audit.pressure import Pressure
from support.systems.audit.records import Records
from support.systems.audit.reports import Reports
from support.systems.audit.retention import Retention
from support.systems.audit.searching import Searching
from support.systems.audit.secrets_in import SecretsIn
from support.systems.audit.telling import Telling
from support.systems.audit.together import Together
from support.systems.audit.workload import Workload
from support.systems.belongings import Belongings
from support.systems.contract import Operation
from support.systems.lists import Filling


class Audit(Peopled):
    """One scenario's view of Audit."""

    contract = CONTRACT

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.accounts = Accounts(self, "oms")

    @cached_property
    def ontology(self) -> Ontology:
        return Ontology(self, self.accounts)

    @cached_property
    def records(self) -> Records:
        return Records(self, self.accounts, self.ontology, NORA)

    @cached_property
    def integrity(self) -> Integrity:
        return Integrity(self, self.records)

    @cached_property
    def poison(self) -> Poison:
        return Poison(self, self.accounts, self.ontology, self.records, self.telling)

    @cached_property
    def telling(self) -> Telling:
        return Telling(self, self.ontology)

    @cached_property
    def access(self) -> Access:
        return Access(self, self.accounts, self.ontology, self.records)

    @cached_property
    def searching(self) -> Searching:
        return Searching(self, self.accounts, self.ontology, self.records, self.locks)

    @cached_property
    def reports(self) -> Reports:
        return Reports(self, self.ontology, self.records, self.telling)

    @cached_property
    def deeds(self) -> Deeds:
        return Deeds(self, self.accounts, self.ontology, self.records, self.locks)

    @cached_property
    def locks(self) -> Locks:
        return Locks(self, self.accounts, self.ontology)

    @cached_property
    def endings(self) -> Endings:
        return Endings(self, self.accounts, self.ontology, self.locks)

    @cached_property
    def together(self) -> Together:
        return Together(self.accounts, self.ontology, self.records, self.locks)

    @cached_property
    def load(self) -> Load:
        return Load(self, self.accounts, self.ontology, self.records, self.metrics)

    @cached_property
    def workload(self) -> Workload:
        return Workload(self, self.accounts, self.ontology, self.records)

    @cached_property
    def belongings(self) -> Belongings:
        return OlgasThings(self, self.accounts, self.ontology, self.records, self.locks).all_of_them()

    def fillings(self, operation: Operation, who: Persona) -> Sequence[Filling]:
        kinds = {plural: kind for kind, plural in KINDS.items()}
        kind = kinds.get(operation.path.rpartition("/")[2])
        return [documents_of(self.ontology, self.accounts, kind)] if kind else super().fillings(operation, who)

    @cached_property
    def auditing(self) -> Auditing:
        return Auditing(self, self.accounts, self.ontology, self.records, self.integrity)

    @cached_property
    def retention(self) -> Retention:
        return Retention(self, self.accounts, self.ontology, self.records, self.telling)

    @cached_property
    def metrics(self) -> Metrics:
        return Metrics(self, self.ontology, self.records)

    @cached_property
    def pressure(self) -> Pressure:
        return Pressure(self, self.accounts, self.ontology, self.records, self.metrics)

    @cached_property
    def secrets_in(self) -> SecretsIn:
        return SecretsIn(self, self.ontology)

    def views(self) -> Mapping[str, str]:
        record = f"/records/{self.records.all()[-1]['event_id']}"
        return {"the records": "/", "a record": record, "the integrity check": "/integrity", "signing in": "/sign-in"}


SYSTEM = Audit


def audit(context: Any) -> Audit:
    """Audit, as the scenario that behave is running uses it."""
    found = world(context).system
    assert isinstance(found, Audit), f"a sentence of Audit stands in a feature of {found.contract.name}"
    return found
