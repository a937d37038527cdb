"""Many changes a second: how many there were, how soon each was recorded, and what memory that took."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from itertools import count
from statistics import linear_regression
from typing import TYPE_CHECKING, Any

from support.clients.crowd import Client, Crowd, Request
from support.observing import machine
from support.observing.broken import BrokenPromise
from support.observing.measuring import EXCUSED, Sample, Unmeasurable, assert_at_most
from support.observing.waiting import looks, now
from support.systems.audit.ontology import CHANGES, CONFIRMED, Ontology

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.metrics import Metrics
    from support.systems.audit.records import Records
    from support.systems.system import System

VERSIONS = 10
"""Versions of an object type before somebody turns to another one."""
LOOK = 0.05
"""Seconds between two changes that an auditor looks for meanwhile."""
MEMORY = "process_resident_memory_bytes"
WARMING_UP = 3.0
"""Seconds after which a service has made its connections and filled its caches."""
MEBIBYTE = 1024.0**2


def crowd_of(audit: System, service: str, *, told_apart: bool = False) -> Crowd:
    """Many clients of a service, whose requests have one correlation id or, told apart, each its own."""
    return Crowd(
        audit.platform.url(service),
        journal=audit.world.journal,
        correlation_id=audit.world.correlation_id,
        authority=audit.platform.authority,
        told_apart=told_apart,
    )


class Load:
    """A crowd of developers on the branch of a scenario, and an auditor who looks for what they do."""

    def __init__(
        self, audit: System, accounts: Accounts, ontology: Ontology, records: Records, metrics: Metrics
    ) -> None:
        self._audit, self._accounts, self._ontology, self._records = audit, accounts, ontology, records
        self._metrics = metrics
        self._latest: tuple[str, int, float] | None = None
        """The change that was confirmed last: of what, to which version, and when."""
        self._asked_until = 0.0
        self._found = Sample()
        """From the confirmation of a change until an auditor finds it."""
        self._memory: dict[str, list[tuple[float, float]]] = {}
        self._seconds = 0.0
        self._statuses: dict[int, int] = {}

    def change(self, people: Sequence[Persona], clients: int, seconds: float) -> None:
        """Make object types and change them, each of so many clients one thing after the other, for so long."""
        self._accounts.sign_in_all([*people, self._records.reader])
        _ = self._ontology.branch
        self._seconds, began = seconds, now()
        self._asked_until = began + seconds
        crowd = crowd_of(self._audit, "oms")
        working = [
            (self._accounts.token(who), self._work(who, number))
            for number in range(clients)
            for who in [people[number % len(people)]]
        ]
        with ThreadPoolExecutor(2) as pool:
            watching: list[Future[None]] = [pool.submit(self._look_for_changes), pool.submit(self._watch_memory, began)]
            crowd.run(working, seconds)
            for one in watching:
                one.result()

    def _work(self, who: Persona, number: int) -> Client:
        """Somebody makes an object type, changes it nine times, and makes the next one."""
        path = f"/api/v1/branches/{self._ontology.branch}/object-types"
        for turn in count():
            name = f"T{number}-{turn}"
            for version in range(1, VERSIONS + 1):
                if now() >= self._asked_until:
                    return
                words = self._ontology.body(f"{name} version {version}")
                if version == 1:
                    asked = Request("POST", path, json.dumps({"name": name, **words}).encode())
                else:
                    asked = Request("PUT", f"{path}/{name}", json.dumps({"version": version - 1, **words}).encode())
                key = self._ontology.id_of(name)
                with self._ontology.history.record(who.name, CHANGES, key, version) as change:
                    status = (yield asked).status
                    self._statuses[status] = self._statuses.get(status, 0) + 1
                    if status not in (200, CONFIRMED):
                        change.lose()
                if change.outcome != "ok":
                    break
                self._latest = (name, version, now())

    def _look_for_changes(self) -> None:
        """Take the change that was confirmed last, and search for it until it is found; again and again."""
        for _ in looks(self._seconds, LOOK, stretch=1):
            latest = self._latest
            if latest is None:
                continue
            name, version, confirmed = latest
            for _ in looks(2 * self._seconds, 0.01, stretch=1):
                found = self._records.of(name, descending=True, limit=1)
                if found and found[0]["changes"]["version_after"] >= version:
                    break
            self._found.add(now() - confirmed)

    def _watch_memory(self, began: float) -> None:
        for _ in looks(self._seconds, 0.5, stretch=1):
            for service in self._audit.contract.services:
                used = self._metrics.read(service)[MEMORY]
                self._memory.setdefault(service, []).append((now() - began, used))

    # What came of it

    def check_rate(self, least: int) -> None:
        """So many changes a second were confirmed, all of them recorded, and the last of them in time."""
        found = self._records.all()
        assert found, "nothing is recorded"
        times = [datetime.fromisoformat(one["recorded_at"]) for one in found]
        took = (max(times) - min(datetime.fromisoformat(one["event_time"]) for one in found)).total_seconds()
        rate = len(found) / took
        told = f"{len(found)} changes were made and recorded in {took:.1f} s, which is {rate:,.0f} a second"
        if rate < least:
            busy = machine.others()
            if busy > machine.BUSY and rate >= min(least / EXCUSED, least * (1 - busy)):
                raise Unmeasurable(f"{busy:.0%} of this machine is busy with something else: {told}")
            raise BrokenPromise("AU-12", f"{told}, and at least {least:,} are promised", kind="too few a second")
        wrong = {status: times for status, times in self._statuses.items() if status not in (200, CONFIRMED)}
        assert not wrong, f"some changes were answered with {wrong}"

    def check_propagation(self, limit: float) -> None:
        """Of the changes, 99 % were recorded in time by the platform's clocks, and found in time by an auditor."""
        recorded = Sample()
        for one in self._records.all():
            at, then = (datetime.fromisoformat(one[key]) for key in ("event_time", "recorded_at"))
            recorded.add((then - at).total_seconds())
        assert_at_most(recorded, "p99", limit, "a change from being made to its record", "AU-12")
        assert_at_most(self._found, "p99", limit, "a change from its confirmation to being found", "AU-12")

    def check_memory(self, most: float) -> None:
        """No service came to need so many MiB more each second, by a straight line through all that was seen."""
        for service, seen in self._memory.items():
            later = [(at, used) for at, used in seen if at >= WARMING_UP]
            assert len(later) >= 5, f"the memory of {service} was seen {len(later)} times only"
            slope = linear_regression(*zip(*later, strict=True)).slope / MEBIBYTE
            if slope > most:
                told: Any = ", ".join(f"{at:.1f} s {used / MEBIBYTE:.0f} MiB" for at, used in seen)
                raise BrokenPromise(
                    "AU-12", f"{service} needs {slope:.1f} MiB more each second: {told}", kind="memory that grows"
                )
