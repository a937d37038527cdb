"""Many experiments that are created as fast as clients can, and what became of each."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any

from hamcrest import assert_that, empty, equal_to

from support.clients.unreachable import Unreachable
from support.observing.histories import History, exactly_once, hold, unique
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.phoenix.people import tenant_of
from support.systems.system import System

EXPERIMENTS = "/api/v1/experiments"
PIPELINES = (
    "process-baseline-v1",
    "process-priority-filter-v1",
    "process-aggregated-v1",
    "process-topk-v1",
    "process-minimal-v1",
)
PER_PAGE = 100
REMOVERS = 8
TEXTS = ("", "Weniger Reihen für die Kasse", "半分の系列 🎯", "=1+1; DROP TABLE experiments; --", "<b>two\nlines</b>")


@dataclass(frozen=True)
class Made:
    """An experiment that was confirmed: what was asked for, and what was answered."""

    asked: dict[str, Any]
    id: str


class Crowd:
    """The experiments of one scenario that nobody starts, all of them with the scenario's mark in their names."""

    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        self._history = History()
        self._made: list[Made] = []
        self._lock = Lock()
        self._mark = system.world.correlation_id
        self._statuses: list[int] = []

    def create(self, who: Persona, count: int, clients: int) -> None:
        """So many experiments, each with a name, texts and figures of its own, by so many clients at once."""
        self._all_at_once(who, [self._wish(number) for number in range(count)], clients)

    def create_same(self, who: Persona, clients: int) -> None:
        """One experiment that so many clients want to create at the same moment."""
        self._all_at_once(who, [self._wish(0)] * clients, clients)

    def check_stored(self, who: Persona) -> None:
        """Each is in the database once, in the state and with everything that was asked for."""
        assert self._system.database is not None, "nobody may look into this database"
        with self._history.record(who.name, "finds", tenant_of(who)) as reading:
            rows = self._system.database.rows(
                "SELECT id::text, tenant, name, description, state, baseline_pipeline, candidate_pipeline,"
                " target_nodes, config, created_by::text FROM phoenix.experiments WHERE strpos(name, %s) > 0",
                [self._mark],
            )
            reading.value = [row["name"] for row in rows]
        self._hold_once("Each experiment that was created is in the database once")
        by_id = {row.pop("id"): row for row in rows}
        known = {"state": "pending", "tenant": tenant_of(who), "created_by": self._accounts.of(who).id}
        wrong = [
            f"{one.asked['name']} is {by_id.get(one.id)}"
            for one in self._made
            if by_id.get(one.id) != {**one.asked, **known}
        ]
        assert_that(wrong[:3], empty(), "experiments that are not in the database as they were created")

    def check_ids_differ(self) -> None:
        hold(unique(self._history, given="is given the id"), self._history, promise="No id is given twice")

    def check_listed(self, who: Persona) -> None:
        """Somebody of the tenant finds each of them once, with its id, page by page."""
        with self._history.record(who.name, "finds", tenant_of(who)) as reading:
            found = list(self._listed(who))
            reading.value = [one["name"] for one in found]
        self._hold_once(f"{who.name} finds each experiment that was created once")
        assert_that({one["id"] for one in found}, equal_to({one.id for one in self._made}), "the ids in the list")

    def check_first_counted(self) -> None:
        """Of those who wanted the same, one made it; everybody else was told that it is there."""
        assert_that(sorted(set(self._statuses)), equal_to([201, 409]), "the answers to all who wanted the same")
        assert_that(self._statuses.count(201), equal_to(1), "how often the same experiment was created")

    def _wish(self, number: int) -> dict[str, Any]:
        split = number % 101
        return {
            "name": f"{self._mark} {number}",
            "description": TEXTS[number % len(TEXTS)],
            "baseline_pipeline": PIPELINES[number % 2],
            "candidate_pipeline": PIPELINES[2 + number % 3],
            "target_nodes": [f"node-{number}-{place}" for place in range(1 + number % 3)],
            "config": {
                "duration": f"{1 + number % 90}m",
                "traffic_split": {"baseline_percentage": split, "candidate_percentage": 100 - split},
                "success_criteria": {
                    "min_cardinality_reduction": number % 100 + 0.5,
                    "max_latency_increase": number % 11,
                    "critical_process_coverage": 100 - number % 7,
                },
                "auto_start": False,
            },
        }

    def _all_at_once(self, who: Persona, wishes: list[dict[str, Any]], clients: int) -> None:
        self._accounts.token(who)
        self._system.world.cleanup.add("remove the experiments", lambda: self._remove(who), key="experiments")
        with ThreadPoolExecutor(clients) as pool:
            list(pool.map(lambda wish: self._create(who, wish), wishes))

    def _create(self, who: Persona, wish: dict[str, Any]) -> None:
        tenant = tenant_of(who)
        with self._history.record(who.name, "creates", tenant, wish["name"], lost=(Unreachable,)) as creating:
            reply = self._accounts.as_(who).post(EXPERIMENTS, json=wish)
            if reply.status != 201:
                refused(reply, 409)
                creating.refuse()
        with self._lock:
            self._statuses.append(reply.status)
            if reply.status == 201:
                made = Made(wish, data(reply, 201)["id"])
                self._made.append(made)
                self._history.saw(who.name, "is given the id", tenant, made.id)

    def _hold_once(self, promise: str) -> None:
        verdict = exactly_once(self._history, added="creates", read="finds", things="experiments")
        hold(verdict, self._history, promise=promise)

    def _listed(self, who: Persona) -> Iterable[dict[str, Any]]:
        number = 1
        while True:
            path = f"{EXPERIMENTS}?q={self._mark}&sort=created_at&per_page={PER_PAGE}&page={number}"
            page = data(self._accounts.as_(who).get(path))
            yield from page["experiments"]
            if number >= page["total_pages"]:
                return
            number += 1

    def _remove(self, who: Persona) -> None:
        root = self._accounts.root(who)
        with ThreadPoolExecutor(REMOVERS) as pool:
            for reply in pool.map(lambda one: root.delete(f"{EXPERIMENTS}/{one['id']}"), list(self._listed(who))):
                assert reply.status == 204, f"an experiment was not removed: {reply.text[:200]}"
