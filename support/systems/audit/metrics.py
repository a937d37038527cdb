"""What services count of themselves in the text format of Prometheus, beside what was done."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from typing import TYPE_CHECKING

from hamcrest import assert_that, equal_to, greater_than_or_equal_to

from support.observing.waiting import eventually, now
from support.systems.answers import data

if TYPE_CHECKING:
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Records
    from support.systems.system import System

SETTLED_WITHIN = 8.0
"""Seconds until what was done is counted: some figures are looked up once a second, some things take five."""
DOCUMENT = "/api/v1/branches/{branch}/object-types/{name}"
RECORD = "/api/v1/audit/events/{event_id}"
REFUSED = "audit.refused"
_LINE = re.compile(r"^(\w+(?:\{.*\})?) (\S+)$", re.MULTILINE)


class Metrics:
    """The metrics of the services, since the scenario began to look at them."""

    def __init__(self, audit: System, ontology: Ontology, records: Records) -> None:
        self._audit, self._ontology, self._records = audit, ontology, records
        self._before: dict[str, dict[str, float]] = {}
        self._recorded: Counter[str] = Counter()
        """How many records of each action there were then."""
        self._begun = 0.0

    def begin(self) -> None:
        """Read all of them, when all that was done before is recorded: events are recorded in their order, and the last
        of them is that the scenario's reader has signed in."""
        _ = self._ontology.branch  # what it takes to make one is done by then
        self._records.await_reader()
        self._recorded = self._by_action()
        self._before = {service: self.read(service) for service in self._audit.contract.services}
        self._begun = now()

    def _by_action(self) -> Counter[str]:
        told = data(self._records.as_reader().post("/api/v1/audit/statistics", json={"archived": True}))
        return Counter({one["name"]: one["count"] for one in told["by_action"]})

    def read(self, service: str) -> dict[str, float]:
        """Every figure of a service, by its name with its labels as they stand there."""
        reply = self._audit.service(service).get("/metrics")
        assert reply.status == 200, f"{service} answers {reply.status} when asked for its metrics"
        return {name: float(figure) for name, figure in _LINE.findall(reply.text)}

    def grown(self, service: str, name: str) -> float:
        """By how much a figure has grown."""
        return self.read(service).get(name, 0.0) - self._before[service].get(name, 0.0)

    def _await(self, service: str, name: str, by: float, what: str) -> None:
        eventually(
            lambda: self.grown(service, name), equal_to(by), within=SETTLED_WITHIN, what=f"by how much {service} {what}"
        )

    def await_figure(self, service: str, name: str, figure: float, what: str) -> None:
        """A figure comes to be this one."""
        what = f"{what}, as {service} tells"
        eventually(lambda: self.read(service).get(name), equal_to(figure), within=SETTLED_WITHIN, what=what)

    def check_recorded(self) -> None:
        """Each event that was told and each record is counted, by its action, and nothing else."""
        for name, document in self._ontology.documents.items():
            self._records.await_count(name, len(document.versions))
        self.check_counted()

    def check_counted(self) -> None:
        """The same, when all that was done is recorded."""
        done = self._by_action() - self._recorded
        assert len(done) >= 3, f"there is little to count: {done}"
        for action, number in done.items():
            self._await("audit-service", f'audit_records_total{{action="{action}"}}', number, f"counts {action}")
        told = sum(number for action, number in done.items() if action != REFUSED)
        self._await("oms", "audit_events_published_total", told, "counts events told")
        self.await_figure("oms", "audit_outbox_waiting", 0.0, "how many events wait")

    def check_requests(self) -> None:
        """Each change of an object type is counted as a request, by how it was answered, and so is how long it took."""
        said = [one.versions for one in self._ontology.documents.values() if one.kind == "object type"]
        changed = sum(bool(one) for versions in said for one in versions[1:])
        late = self._ontology.refused
        self._check_answered("PUT", DOCUMENT, {"200": changed, "409": late["PUT"]})
        self._check_answered("POST", DOCUMENT.rpartition("/")[0], {"201": len(said), "409": late["POST"]})
        deleted = sum(not one for versions in said for one in versions)
        self._check_answered("DELETE", DOCUMENT, {"200": deleted, "409": late["DELETE"]})
        self._ask_for_records()

    def _ask_for_records(self) -> None:
        """Ask audit-service for what is there, for what is not, and as somebody who may not: it counts that as well."""
        there = self._records.search(limit=1)["records"][0]["event_id"]
        nowhere, owner = str(uuid.uuid4()), self._audit.token_of(self._ontology.owner)
        asked = {"200": [there], "404": [nowhere, nowhere], "403": [there, nowhere, there]}
        for status, ids in asked.items():
            token = owner if status == "403" else self._audit.token_of(self._records.reader)
            for one in ids:
                reply = self._audit.service("audit-service", token).get(f"{RECORD.replace('{event_id}', one)}")
                assert_that(str(reply.status), equal_to(status), "the answer to whoever asks for a record")
        self._check_answered(
            "GET", RECORD, {status: len(ids) for status, ids in asked.items()}, "audit-service", "requests"
        )
        counted, since = f'audit_records_total{{action="{REFUSED}"}}', self._recorded[REFUSED]
        number = self._by_action()[REFUSED] - since
        assert number >= len(asked["403"]), f"of {len(asked['403'])} refusals {number} are recorded"
        self._await("audit-service", counted, number, "counts refusals")

    def _check_answered(
        self, method: str, endpoint: str, answered: dict[str, int], service: str = "oms", asked: str = "changes"
    ) -> None:
        """So many were counted by how they were answered; all were timed, and took no longer than it is since."""
        for status, number in answered.items():
            labels = f'endpoint="{endpoint}",method="{method}",service="{service}",status_code="{status}"'
            what = f"counts {asked} answered with {status}"
            self._await(service, f"http_requests_total{{{labels}}}", number, what)
        labels = f'{{endpoint="{endpoint}",method="{method}",service="{service}"}}'
        self._await(
            service, f"http_request_duration_seconds_count{labels}", sum(answered.values()), f"has timed {asked}"
        )
        took, since = self.grown(service, f"http_request_duration_seconds_sum{labels}"), now() - self._begun
        assert 0 < took < since, f"{service} tells that {method} took {took:.3f} s altogether, within {since:.3f} s"

    def check_duplicates(self, name: str) -> None:
        """Each record of a document came once more."""
        known = len(self._records.of(name))
        self._await("audit-service", "audit_duplicates_total", known, "counts events that came again")

    def check_set_aside(self, number: int) -> None:
        self._await("audit-service", "audit_poison_total", number, "counts events that were set aside")

    def check_archived(self) -> None:
        """Each version of each document was archived."""
        number = sum(len(document.versions) for document in self._ontology.documents.values())
        assert number > 1, "one record tells nothing of how several are counted"
        self._await("audit-service", "audit_archived_total", number, "counts records that were archived")

    def check_waiting(self, number: int) -> None:
        """So many changes wait for the broker."""
        self.await_figure("oms", "audit_outbox_waiting", float(number), "how many events wait")

    def await_waiting(self, least: int) -> None:
        """So many changes wait for the broker, or more."""
        eventually(
            lambda: self.read("oms").get("audit_outbox_waiting", 0.0),
            greater_than_or_equal_to(float(least)),
            within=SETTLED_WITHIN,
            what="how many events wait, as oms tells",
        )

    def check_told(self, number: int) -> None:
        """So many events were told and confirmed."""
        self._await("oms", "audit_events_published_total", number, "counts events told")
