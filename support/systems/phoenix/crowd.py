"""Many experiments that are created as fast as clients can, and what became of each."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import perf_counter
from typing import Any

from hamcrest import assert_that, empty, equal_to, greater_than_or_equal_to

from support.clients import crowd
from support.clients.crowd import Client, Request
from support.clients.database import Database
from support.clients.unreachable import Unreachable
from support.observing.histories import History, exactly_once, hold, unique
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data
from support.systems.phoenix.contract import GATEWAY
from support.systems.phoenix.experiments import (
    EXPERIMENTS,
    FIELDS,
    MILLISECOND,
    WRITTEN_WITHIN,
    admin_of,
    seconds_of,
)
from support.systems.phoenix.followers import HEARD_WITHIN, Follower, Followers
from support.systems.phoenix.people import tenant_of
from support.systems.system import System

PIPELINES = (
    "process-baseline-v1",
    "process-priority-filter-v1",
    "process-aggregated-v1",
    "process-topk-v1",
    "process-minimal-v1",
)
PER_PAGE = 100
REMOVERS = 20
TEXTS = ("", "Weniger Reihen für die Kasse", "半分の系列 🎯", "=1+1; DROP TABLE experiments; --", "<b>two\nlines</b>")
ALIKE = ("THE SAME", "The Sâme", "The Same.", "The  Same", "The Same 2")
"""What is called almost as another experiment is, and is another one."""
CONNECTED = 1.0
"""Seconds that all clients have to make their connections in, before the first of them asks."""
LONGEST = 60.0
"""Seconds in which a crowd is done, however slow."""


@dataclass(frozen=True)
class Made:
    """An experiment that was confirmed: what was asked for, by whom, and what was answered."""

    asked: dict[str, Any]
    who: Persona
    id: str
    answer: dict[str, Any]


class Crowd:
    """The experiments of one scenario that nobody starts, all of them with the scenario's mark in their names."""

    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        self._history = History()
        self._made: list[Made] = []
        self._mark = system.world.correlation_id
        self._tenants: dict[str, Persona] = {}
        """Each company of which somebody creates, with the first of its people who do."""
        self._statuses: Counter[int] = Counter()
        """How often each status was answered; 0 is an answer that was lost."""
        self._answers: dict[tuple[str, str], list[int]] = defaultdict(list)
        """The statuses of all answers, by company and name."""

    def create(self, people: Sequence[Persona], clients: int, count: int) -> None:
        """So many experiments, each with a name, texts and figures of its own, by so many clients at once: each of
        them is one of these people, in turn, and asks for one after the other.
        """
        wishes = [self._wish(number) for number in range(count)]
        self._all_at_once(people, [wishes[line::clients] for line in range(clients)])

    def create_same(self, people: Sequence[Persona], clients: int) -> None:
        """One experiment that so many clients of these people want to create at the same moment, and at once another
        one that is called almost alike: what is called so is another one.
        """
        wishes = [self._wish(number) for number in range(1 + len(ALIKE))]
        for wish, name in zip(wishes, ("The Same", *ALIKE), strict=True):
            wish["name"] = f"{self._mark} {name}"
        companies = len({tenant_of(who) for who in people})
        alike = [wishes[1 + line // companies % len(ALIKE)] for line in range(clients)]
        self._all_at_once(people, [[wishes[0], one] for one in alike])

    # What became of them

    def check_stored(self) -> None:
        """Each is in the database once, in the company and the state, and with everything that was asked for."""
        assert self._system.database is not None, "nobody may look into this database"
        by_id: dict[str, dict[str, Any]] = {}
        for tenant in self._tenants:
            with self._history.record("the database", "finds", tenant) as reading:
                rows = self._system.database.rows(
                    "SELECT id::text, tenant, name, description, state, baseline_pipeline, candidate_pipeline,"
                    " target_nodes, config, created_by::text, run_seconds, auto_start, version, reason, created_at,"
                    " updated_at, entered_at, started_at, completed_at, results FROM phoenix.experiments"
                    " WHERE tenant = %s AND strpos(name, %s) > 0",
                    [tenant, self._mark],
                )
                reading.value = [row["name"] for row in rows]
            by_id |= {row.pop("id"): row for row in rows}
        self._hold_once("Each experiment that was created is in the database once")
        self._check_as_asked(by_id, "in the database")
        self._check_stored_states(self._system.database)

    def _check_stored_states(self, database: Database) -> None:
        """Of each it is stored once that it is pending, after nothing, in its company and at the time that was told."""
        rows = database.rows(
            "SELECT experiment_id::text AS id, tenant, previous, next, reason, at FROM phoenix.transitions"
            " WHERE experiment_id = ANY(%s::uuid[])",
            [[one.id for one in self._made]],
        )
        states = {row["id"]: row for row in rows}
        assert_that(len(rows), equal_to(len(self._made)), "states that are stored of experiments that nobody has begun")
        wrong = []
        for one in self._made:
            row = states.get(one.id)
            expected = {"id": one.id, "tenant": tenant_of(one.who), "previous": None, "next": "pending", "reason": ""}
            if row is None or row | expected != row or not _near(row["at"], one.answer["created_at"], WRITTEN_WITHIN):
                wrong.append(f"{one.asked['name']}, created at {one.answer['created_at']}, is {row}")
        assert_that(wrong[:3], empty(), "experiments whose first state is not stored as it was")

    def check_heard(self, people: Sequence[Persona], followers: Followers) -> None:
        """Whoever follows all of their company's heard once of each that it is pending, as it is called; of no other's
        at all; and in both of their tabs.
        """
        assert self._made, "nothing was created"
        ours = {one.id: one for one in self._made}
        for who in people:
            expected = sorted(one.id for one in self._made if tenant_of(one.who) == tenant_of(who))
            for tab in followers.of(who):

                def heard(tab: Follower = tab) -> list[str]:
                    return sorted(told for frame in tab.told() if (told := frame.data["experiment_id"]) in ours)

                eventually(
                    lambda heard=heard: len(heard()),  # type: ignore[misc]
                    greater_than_or_equal_to(len(expected)),
                    within=HEARD_WITHIN,
                    what=f"experiments of which {tab.name} hears",
                )
                assert heard() == expected, f"{tab.name} hears of {len(heard())} for {len(expected)} experiments"
                self._check_frames([frame.data for frame in tab.told() if frame.data["experiment_id"] in ours], tab)

    def _check_frames(self, frames: Sequence[dict[str, Any]], tab: Follower) -> None:
        made, wrong = {one.id: one for one in self._made}, []
        for told in frames:
            one = made[told["experiment_id"]]
            first = {"name": one.asked["name"], "previous_state": None, "current_state": "pending", "reason": ""}
            if told | first != told:
                wrong.append(f"{one.asked['name']} is told as {told}")
        assert_that(wrong[:3], empty(), f"what {tab.name} hears of experiments that is not so")

    def check_ids_differ(self) -> None:
        hold(unique(self._history, given="is given the id"), self._history, promise="No id is given twice")

    def check_listed(self, who: Persona) -> None:
        """Somebody finds each of their company once, as it was asked for, page by page; and none of another's."""
        with self._history.record(who.name, "finds", tenant_of(who)) as reading:
            found = list(self._listed(who))
            reading.value = [one["name"] for one in found]
        theirs = [one for one in self._history if one.key == tenant_of(who)]
        verdict = exactly_once(theirs, added="creates", read="finds", things="experiments")
        hold(verdict, self._history, promise=f"{who.name} finds each experiment that was created once")
        self._check_as_asked({one["id"]: one for one in found}, f"in the list of {who.name}", tenant_of(who))
        latest_first = [(one["created_at"], one["id"]) for one in self._listed(who, "-created_at")]
        times = [at for at, _ in latest_first]
        assert_that(times, equal_to(sorted(times, reverse=True)), f"the list of {who.name}, the latest first")
        ids = sorted(identity for _, identity in latest_first)
        assert_that(
            ids, equal_to(sorted(one["id"] for one in found)), f"experiments {who.name} finds, the latest first"
        )

    def _check_as_asked(self, by_id: dict[str, dict[str, Any]], where: str, tenant: str = "") -> None:
        wrong = []
        for one in self._made:
            if tenant in ("", tenant_of(one.who)):
                given: dict[str, Any] = {
                    "state": "pending",
                    "tenant": tenant_of(one.who),
                    "created_by": self._accounts.of(one.who).id,
                    **{"version": 1, "reason": "", "started_at": None, "completed_at": None, "results": None},
                }
                config = one.asked["config"]
                given |= {"run_seconds": seconds_of(config["duration"]), "auto_start": config["auto_start"]}
                seen = by_id.get(one.id, {})
                expected = {key: value for key, value in (one.asked | given).items() if key in seen or key in FIELDS}
                times = [seen.get("created_at"), seen.get("updated_at"), seen.get("entered_at", seen.get("created_at"))]
                as_told = all(_near(at, one.answer["created_at"]) for at in times)
                if not as_told or {key: seen.get(key) for key in expected} != expected:
                    wrong.append(f"{one.asked['name']} of {one.who.name} is {seen}")
        assert_that(wrong[:3], empty(), f"experiments that are not as they were created {where}")

    def ids_of(self, who: Persona) -> list[str]:
        """Of those that were created in somebody's company."""
        return [one.id for one in self._made if tenant_of(one.who) == tenant_of(who)]

    def check_first_counted(self) -> None:
        """Of those of a company who wanted one of a name, one made it; everybody else was told that it is there."""
        for (tenant, name), answers in self._answers.items():
            expected = [201, *[409] * (len(answers) - 1)]
            assert_that(sorted(answers), equal_to(expected), f"the answers to all of {tenant} who wanted {name}")
        assert any(len(answers) > 1 for answers in self._answers.values()), "nobody wanted the same"

    def check_errors(self) -> None:
        """All that was asked for was created: nothing was refused, failed or got no answer."""
        told = {status or "none": times for status, times in self._statuses.items() if status != 201}
        for one in self._made:
            first = {"id": one.id, "name": one.asked["name"], "state": "pending", "estimated_completion": None}
            answered = {key: value for key, value in one.answer.items() if key != "created_at"}
            assert_that(answered, equal_to(first), f"what {one.who.name} is answered who created it, but for when")
        assert_that(told, equal_to({}), "how often who created an experiment got another answer")

    def _wish(self, number: int) -> dict[str, Any]:
        split = number % 101
        return {
            "name": f"{self._mark} {number}",
            "description": TEXTS[number % len(TEXTS)],
            "baseline_pipeline": PIPELINES[number % 2],
            "candidate_pipeline": PIPELINES[2 + number % 3],
            "target_nodes": [f"node-{number}-{place}" for place in range(1 + number % 3)],
            "config": {
                "duration": (f"{24 - number % 24}h", f"{1 + number % 90}m", f"{1 + number % 90}s")[number % 3],
                "traffic_split": {"baseline_percentage": split, "candidate_percentage": 100 - split},
                "success_criteria": {
                    "min_cardinality_reduction": number % 100 + 0.5,
                    "max_latency_increase": number % 11,
                    "critical_process_coverage": 100 - number % 7,
                },
                "auto_start": False,
            },
        }

    def _all_at_once(self, people: Sequence[Persona], wishes: Sequence[Sequence[dict[str, Any]]]) -> None:
        """Each client asks for what is on its own list, one after the other, all of them from the same moment on."""
        self._accounts.sign_in_all({who.name: who for one in people for who in (one, admin_of(one))}.values())
        self._tenants |= {tenant_of(who): who for who in people}
        self._system.world.cleanup.add("remove the experiments", self._remove, key="experiments")
        due = perf_counter() + CONNECTED
        clients = []
        for line, wanted in enumerate(wishes):
            who = people[line % len(people)]
            clients.append((self._accounts.token(who), self._client(who, wanted, due)))
        self._clients().run(clients, LONGEST)

    def _client(self, who: Persona, wishes: Sequence[dict[str, Any]], due: float) -> Client:
        for wish in wishes:
            with self._history.record(who.name, "creates", tenant_of(who), wish["name"]) as creating:
                try:
                    answer = yield Request("POST", EXPERIMENTS, json.dumps(wish).encode(), due)
                except Unreachable:
                    self._statuses[0] += 1
                    creating.lose()
                    continue
                finally:
                    due = 0.0
                self._statuses[answer.status] += 1
                self._answers[tenant_of(who), wish["name"]].append(answer.status)
                if 400 <= answer.status < 500:
                    creating.refuse()
                elif answer.status != 201:
                    creating.lose()
                else:
                    told = json.loads(answer.body)["data"]
                    assert told["name"] == wish["name"], f"whoever created {wish['name']} was answered {told['name']}"
                    self._made.append(Made(wish, who, told["id"], told))
                    self._history.saw(who.name, "is given the id", tenant_of(who), told["id"])

    def _clients(self) -> crowd.Crowd:
        world, platform = self._system.world, self._system.platform
        url = platform.url(GATEWAY)
        return crowd.Crowd(
            url, journal=world.journal, correlation_id=world.correlation_id, authority=platform.authority
        )

    def _hold_once(self, promise: str) -> None:
        verdict = exactly_once(self._history, added="creates", read="finds", things="experiments")
        hold(verdict, self._history, promise=promise)

    def _listed(self, who: Persona, sort: str = "created_at") -> Iterator[dict[str, Any]]:
        """All of their company's, page by page, each of which says rightly which of how many it is."""
        number = 1
        while True:
            path = f"{EXPERIMENTS}?q={self._mark}&sort={sort}&per_page={PER_PAGE}&page={number}"
            found = data(self._accounts.as_(who).get(path))
            yield from found["experiments"]
            told = [found[key] for key in ("current_page", "per_page", "total_pages")]
            pages = math.ceil(found["total_count"] / PER_PAGE)
            assert_that(told, equal_to([number, PER_PAGE, pages]), f"which page of how many {who.name} is shown")
            if number >= pages:
                return
            number += 1

    def _remove(self) -> None:
        for tenant, who in self._tenants.items():
            admin = admin_of(who)
            ids = [one["id"] for one in self._listed(admin)]
            token = self._accounts.token(admin)
            self._clients().run([(token, _remover(ids[line::REMOVERS])) for line in range(REMOVERS)], LONGEST)
            left = data(self._accounts.as_(admin).get(f"{EXPERIMENTS}?q={self._mark}"))["total_count"]
            assert left == 0, f"{left} experiments of {tenant} were not removed"


def _near(seen: Any, told: str, within: float = MILLISECOND) -> bool:
    """Whether a time, as it is stored or read, is the one that was told, in milliseconds."""
    if seen is None:
        return False
    moment = seen if isinstance(seen, datetime) else datetime.fromisoformat(seen)
    return abs((moment - datetime.fromisoformat(told)).total_seconds()) < within


def _remover(ids: Sequence[str]) -> Client:
    for identity in ids:
        yield Request("DELETE", f"{EXPERIMENTS}/{identity}")
