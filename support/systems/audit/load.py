"""Many changes a second: how many there were, how soon each was recorded, and what memory that took."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from statistics import linear_regression
from time import perf_counter
from typing import TYPE_CHECKING, Any

from support.clients.crowd import Client, Crowd, Request
from support.observing import machine
from support.observing.broken import BrokenPromise
from support.observing.measuring import EXCUSED, Figure, Sample, Unmeasurable, assert_at_most
from support.observing.waiting import looks, now
from support.reporting.attachments import attach
from support.reporting.curves import Curve, page
from support.systems.audit.ontology import CHANGES, KINDS, LEFT_OUT

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.metrics import Metrics
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Record, Records
    from support.systems.system import System

PROGRAMS = 8
"""Connections over which changes come, each with what is next when its moment has come."""
CONNECTED = 0.5
"""Seconds that they have to make their connections in."""
VERSIONS = 3, 10
"""Versions of a document between being made and being gone, at least and at most."""
LOOK = 0.2
"""Seconds between two changes that an auditor looks for meanwhile."""
ENOUGH = 20
"""Changes that were looked for, of which one in twenty may be found late; of fewer all are found in time."""
MEMORY, PROCESSOR = "process_resident_memory_bytes", "process_cpu_seconds_total"
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


@dataclass(frozen=True)
class Step:
    """One change of one document: to which version, and how."""

    action: str
    kind: str
    name: str
    version: int

    def asked(self, body: dict[str, Any]) -> dict[str, Any]:
        """As it is sent, with what the document comes to say."""
        about: dict[str, Any] = {"action": self.action, "kind": self.kind, "name": self.name}
        if self.action != "create":
            about["version"] = self.version - 1
        return about if self.action == "delete" else {**about, **body}


def lives(prefix: str, number: int) -> Iterator[Step]:
    """Make a document, change it some times, delete it, and go on with the next one, of the other kind."""
    kinds, life = [kind.replace(" ", "_") for kind in KINDS], 0
    least, most = VERSIONS
    while True:
        name, kind = f"{prefix}-{life}", kinds[(number + life) % len(kinds)]
        last = least + (number + life) % (most - least + 1)
        for version in range(1, last + 1):
            yield Step("create" if version == 1 else "delete" if version == last else "update", kind, name, version)
        life += 1


def words_of(step: Step) -> str:
    """What the document is called then."""
    return f"{step.name} version {step.version}"


def values_of(ontology: Ontology, step: Step) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the document said before this, and what it says then; nothing where it is not there."""

    def said(version: int) -> dict[str, Any]:
        body = ontology.body(words_of(Step("", "", step.name, version)))
        return {**LEFT_OUT, **body, "properties": [{"required": False, **one} for one in body["properties"]]}

    before = said(step.version - 1) if step.action != "create" else {}
    return before, said(step.version) if step.action != "delete" else {}


class Load:
    """Programs that change many documents on the branch of a scenario, and an auditor who looks for what they do."""

    def __init__(
        self, audit: System, accounts: Accounts, ontology: Ontology, records: Records, metrics: Metrics
    ) -> None:
        self._audit, self._accounts, self._ontology, self._records = audit, accounts, ontology, records
        self._metrics = metrics
        self._latest: tuple[str, int, float] | None = None
        """The change that was confirmed last: of what, to which version, and when."""
        self._found = Sample()
        """From the confirmation of a change until an auditor finds it."""
        self._memory: dict[str, list[tuple[float, float]]] = {}
        self._processor: dict[str, list[float]] = {}
        """Of each service: the memory that it had, by the second, and the processor time that it had used."""
        self._seconds = 0.0
        self._busy = 0.0
        self._excuse = ""
        """Why it cannot be told how fast the platform is, if it cannot."""
        self._answers: Counter[str] = Counter()
        self._recorded: list[Record] = []
        self._asked: dict[tuple[str, int], tuple[Persona, Step]] = {}
        """Of each version of a document, by its name, who asked for it, and how."""

    def rush(self, people: Sequence[Persona], rate: int, together: int, seconds: float) -> None:
        """Change so many documents a second, so many of them together, for so long.

        The moment of each request is fixed beforehand: that one is answered late keeps no other from being asked for.
        """
        self._accounts.sign_in_all([*people, self._records.reader])
        self._metrics.begin()
        self._seconds = seconds
        meanwhile, began = machine.Meanwhile(), now()
        first, every = perf_counter() + CONNECTED, together / rate
        moments = [first + number * every for number in range(round(seconds / every))]
        working = [
            (self._accounts.token(who), self._change(who, number, together, moments[number::PROGRAMS]))
            for number in range(PROGRAMS)
            for who in [people[number % len(people)]]
        ]
        with ThreadPoolExecutor(2) as pool:
            watching: list[Future[None]] = [pool.submit(self._look_for_changes), pool.submit(self._watch, began)]
            crowd_of(self._audit, "oms").run(working, CONNECTED + seconds)
            for one in watching:
                one.result()
        self._busy = meanwhile.others()

    def _change(self, who: Persona, number: int, together: int, moments: Sequence[float]) -> Client:
        """At each of these moments change so many documents, each of which is at another place in its life."""
        path = f"/api/v1/branches/{self._ontology.branch}/changes"
        under_way = [lives(f"T{number}-{one}", number + one) for one in range(together)]
        for turn, due in enumerate(moments):
            steps = [next(one) for one in under_way]
            said = [one.asked(self._ontology.body(words_of(one))) for one in steps]
            self._asked |= {(one.name, one.version): (who, one) for one in steps}
            with ExitStack() as asked:
                changes = [
                    asked.enter_context(
                        self._ontology.history.record(who.name, CHANGES, self._ontology.id_of(one.name), one.version)
                    )
                    for one in steps
                ]
                answer = yield Request("POST", path, json.dumps({"changes": said}).encode(), due)
                told = [one["version"] for one in json.loads(answer.body).get("data") or []]
                right = answer.status == 200 and told == [one.version for one in steps]
                self._answers["" if right else f"{answer.status}: {answer.body[:200]!r}"] += 1
                if not right:
                    for change in changes:
                        change.lose()
            if not right:  # whatever became of them, these are left alone
                under_way = [lives(f"T{number}-{turn}-{one}", one) for one in range(together)]
            else:
                last = steps[turn % together]
                self._latest = (last.name, last.version, now())

    def _look_for_changes(self) -> None:
        """Take a change that was confirmed last, and search for it until it is found; again and again."""
        for _ in looks(self._seconds, LOOK, stretch=1):
            latest = self._latest
            if latest is None:
                continue
            name, version, confirmed = latest
            for _ in looks(2 * self._seconds, 0.02, stretch=1):
                found = self._records.of(name, resource_types=["object_type", "schema"], descending=True, limit=1000)
                if any(one["changes"]["version_after"] >= version for one in found):
                    break
            self._found.add(now() - confirmed)

    def _watch(self, began: float) -> None:
        for _ in looks(self._seconds, 0.5, stretch=1):
            for service in self._audit.contract.services:
                told = self._metrics.read(service)
                self._memory.setdefault(service, []).append((now() - began, told[MEMORY]))
                self._processor.setdefault(service, []).append(told[PROCESSOR])

    # What came of it

    def check_rate(self, least: int) -> None:
        """So many changes a second were recorded while it went on, by the platform's clock, none was refused.

        Where the machine was busy with something else it is only told at the end that this could not be judged: what
        else is looked at is no matter of speed.
        """
        wrong = {what: times for what, times in self._answers.items() if what}
        if wrong:
            raise BrokenPromise("AU-12", f"some who changed something were answered {wrong}", kind="refused in a rush")
        found = self._recorded = self._records.await_all()
        assert found, "nothing is recorded"
        began = min(_moment(one, "event_time") for one in found)
        times = sorted((_moment(one, "recorded_at") - began).total_seconds() for one in found)
        self._attach(times, least)
        in_time = sum(at <= self._seconds for at in times)
        rate = in_time / self._seconds
        told = (
            f"of {len(found):,} changes {in_time:,} were recorded within the {self._seconds:g} s, which is {rate:,.0f}"
            f" a second; the last one was after {times[-1]:.1f} s"
        )
        self._audit.world.journal.record("note", told)
        if rate < least:
            if self._busy > machine.BUSY and rate >= least / EXCUSED:
                self._excuse = f"{self._busy:.0%} of this machine is busy with something else: {told}"
                return
            raise BrokenPromise("AU-12", f"{told}, and at least {least:,} are promised", kind="too few a second")

    def check_said(self) -> None:
        """Each record says who did what, as of the program's requests, and the values before and after.

        oms and audit-service have counted as many meanwhile.
        """
        assert self._recorded, "nothing is recorded"
        mark = self._audit.world.correlation_id
        for one in self._recorded:
            who, step = self._asked[one["resource_name"], one["changes"]["version_after"]]
            account = self._accounts.of(who)
            expected = (
                f"{step.kind}.{step.action}", step.version - 1 or None, account.id, account.person.display_name,
                who.role, self._ontology.branch, True, None, mark, mark,
            )  # fmt: skip
            told = (
                *(one["action"], one["changes"]["version_before"], one["actor_id"], one["actor_username"]),
                *(one["actor_role"], one["branch"], one["success"], one["error_code"], one["correlation_id"]),
                one["request_id"],
            )
            if told != expected:
                raise BrokenPromise(
                    "AU-12", f"of {words_of(step)} is recorded {told}, and not {expected}", kind="another's record"
                )
            self._records.check_values(one, *values_of(self._ontology, step))
        self._metrics.check_counted()

    def check_propagation(self, limit: float) -> None:
        """Of the changes, 99 % were recorded in time by the platform's clock; an auditor found them as soon.

        `Unmeasurable` when how many a second there were could not be judged.
        """
        if self._excuse:
            raise Unmeasurable(self._excuse)
        recorded = self._propagation()
        assert_at_most(recorded, "p99", limit, "a change from being made to its record", "AU-12", busy=self._busy)
        what = "a change from its confirmation to being found"
        figure: Figure = "p95" if self._found.count >= ENOUGH else "max"  # who searches slowly, searches seldom
        assert_at_most(self._found, figure, limit, what, "AU-12", busy=self._busy)

    def _propagation(self) -> Sample:
        assert self._recorded, "nothing is recorded"
        return Sample(
            [(_moment(one, "recorded_at") - _moment(one, "event_time")).total_seconds() for one in self._recorded]
        )

    def check_memory(self, most: float) -> None:
        """No service came to need so many MiB more each second, by a straight line through all that was seen."""
        for service, slope in self._slopes().items():
            if slope > most:
                told = ", ".join(f"{at:.1f} s {used / MEBIBYTE:.0f} MiB" for at, used in self._memory[service])
                raise BrokenPromise(
                    "AU-12",
                    f"{service} needs {slope:.1f} MiB more each second, at most {most:g} may be: {told}",
                    kind="memory that grows",
                )

    def _slopes(self) -> dict[str, float]:
        """By how many MiB each service grew in a second, once it was warm."""
        assert self._memory, "nobody has looked at the memory"
        slopes = {}
        for service, seen in self._memory.items():
            later = [(at, used) for at, used in seen if at >= WARMING_UP]
            assert len(later) >= 5, f"the memory of {service} was seen {len(later)} times only"
            slopes[service] = linear_regression(*zip(*later, strict=True)).slope / MEBIBYTE
        return slopes

    def _attach(self, times: Sequence[float], least: int) -> None:
        """The course of it, and what it took, for the report."""
        each = Counter(int(at) for at in times)
        curves = [Curve("recorded in each second", [(at + 0.5, each[at]) for at in range(int(times[-1]) + 1)], least)]
        for service, seen in self._memory.items():
            curves.append(Curve(f"memory of {service} in MiB", [(at, used / MEBIBYTE) for at, used in seen]))
        said = [
            f"from a change to its record: {self._propagation()}",
            f"from its confirmation until an auditor finds it: {self._found}",
        ]
        for service, slope in self._slopes().items():
            used = self._processor[service]
            took = (used[-1] - used[0]) / max(1, len(times)) * 1_000_000
            said.append(f"{service}: {took:,.0f} µs of a processor for each change, {slope:+.2f} MiB each second")
        said.append(f"others used {self._busy:.0%} of this machine")
        for one in said:
            self._audit.world.journal.record("note", one)
        attach(
            "Throughput", page("Changes and their records", max(times[-1], self._seconds), curves, said), "text/html"
        )


def _moment(record: Record, which: str) -> datetime:
    return datetime.fromisoformat(record[which])
