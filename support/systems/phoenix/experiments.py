"""Experiments of a scenario: made, started, ended, changed, and looked at over the API and in the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import cycle, islice
from typing import Any

from hamcrest import any_of, assert_that, contains_string, equal_to, greater_than_or_equal_to, has_item, is_in

from support.clients.database import Database
from support.clients.http import HttpClient, Reply
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.people import ADA, OLGA, OTHER_TENANT, TENANT, tenant_of
from support.systems.system import System

EXPERIMENTS = "/api/v1/experiments"
BASELINE = "process-baseline-v1"
VARIANTS = ("baseline", "candidate")
ACTIVE, FINAL = ("initializing", "running", "analyzing"), ("completed", "failed", "cancelled")
UNSAID = ("pending", "running")
"""States that nobody asks for with a reason."""
LONG = 600
"""Seconds that an experiment runs which is not there to end."""
LASTING = (f"{LONG}s", "1h", "10m")
"""The same, in each unit in which that can be asked for."""
RUNS_WITHIN, ENDS_WITHIN = 120.0, 30.0
"""Seconds, the first as it is promised, the second as nobody waits longer for what was measured in seconds."""
TIMES = ("created_at", "updated_at", "started_at", "completed_at")
FIELDS = ("name", "description", "baseline_pipeline", "candidate_pipeline", "target_nodes", "config")
LATE, EARLY = 1.5, 0.05
"""Seconds by which the end of running may differ from what was asked for."""
JUDGED_WITHIN = 6.0
LOOKS, LOOKED_AT_WITHIN = 3, 15.0
"""How often Prometheus looks at pipelines in two seconds at least, and at nothing else; and seconds until it does."""
WRITTEN_WITHIN = 0.25
"""Seconds in which a row is written, however busy the machine is."""
MILLISECOND = 0.001
USUAL = {"min_cardinality_reduction": 30, "max_latency_increase": 10, "critical_process_coverage": 95}
CANDIDATES = (
    "process-aggregated-v1",
    "process-topk-v1",
    "process-intelligent-v1",
    "process-adaptive-v1",
    "process-minimal-v1",
)
"""What is tried in those that are created at once."""
MANY, BATCHES = 130, 25
"""Processes of the last of those that are created at once, and batches a second that are told of each of them."""
EVEN = {"baseline_percentage": 50, "candidate_percentage": 50}
LENIENT = {"min_cardinality_reduction": 0, "max_latency_increase": 100, "critical_process_coverage": 0}


@dataclass
class Experiment:
    """What a scenario calls by a name."""

    name: str
    id: str
    owner: Persona
    asked: dict[str, Any]
    processes: int = 0
    """That are simulated on its nodes."""
    per_second: int = 0
    """Metrics of them."""
    load: dict[str, Any] = field(default_factory=dict)
    """What was answered to whoever had them simulated."""
    touched: int = 0
    """How often the suite itself has changed its row, which makes another version of it each time."""

    @property
    def path(self) -> str:
        return f"{EXPERIMENTS}/{self.id}"

    @property
    def nodes(self) -> list[str]:
        return list(self.asked["target_nodes"])


class Experiments:
    """Those that a scenario has made, by the names that its sentences give them; all go with the scenario."""

    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        self._known: dict[str, Experiment] = {}
        self._nodes = 0
        self._looked_at = False

    def of(self, name: str) -> Experiment:
        return self._known[name]

    def all(self) -> list[Experiment]:
        return list(self._known.values())

    def title(self, name: str) -> str:
        """What it is really called: nobody else's is."""
        return f"{name} {self._system.world.data.mark}"

    def fresh_nodes(self, count: int) -> list[str]:
        """Nodes that nobody else measures. Of four, one begins, one ends and one is called but for capitals as the
        first is, as nodes of one company often are: each is known by its whole name.
        """
        first, self._nodes = self._nodes, self._nodes + count
        return [self._node(number) for number in range(first, first + count)]

    def _node(self, number: int) -> str:
        stem = f"node-{number // 4}.{self._system.world.data.mark}"
        return (stem, f"{stem}0", f"a{stem}", stem.upper())[number % 4]

    def wish(self, name: str, candidate: str = "process-topk-v1", **changes: Any) -> dict[str, Any]:
        """What is asked for to create one, unless told otherwise: it waits to be started, and runs long."""
        config = {
            "duration": f"{LONG}s",
            "traffic_split": EVEN,
            "success_criteria": LENIENT,
            "auto_start": False,
        }
        config |= changes.pop("config", {})
        asked = {"baseline_pipeline": BASELINE, "candidate_pipeline": candidate, "description": "", **changes}
        nodes = asked.pop("target_nodes", None) or self.fresh_nodes(1)
        return {"name": self.title(name), "target_nodes": nodes, "config": config, **asked}

    def ask(self, who: Persona, wish: Mapping[str, Any]) -> Reply:
        """Ask to create one; what comes of it goes with the scenario."""
        tenant = tenant_of(who)
        client = self._accounts.as_(who)
        self._system.world.cleanup.add(
            f"remove the experiments of {tenant}", lambda: self._remove(who), key=("experiments", tenant)
        )
        return client.post(EXPERIMENTS, json=wish)

    def create(self, who: Persona, name: str, candidate: str = "process-topk-v1", **changes: Any) -> Experiment:
        """Create one, which is called by that name from here on."""
        wish = self.wish(name, candidate, **changes)
        return self.note(who, name, wish, self.ask(who, wish))

    def create_loaded(
        self,
        who: Persona,
        name: str,
        kind: str,
        seconds: int,
        criteria: Mapping[str, float],
        split: Mapping[str, int] = EVEN,
    ) -> None:
        """Create one for so long, on three nodes with 100 processes that tell 1,000 metrics a second from its start."""
        config = {"duration": f"{seconds}s", "success_criteria": criteria, "traffic_split": split}
        self.create(who, name, kind, target_nodes=self.fresh_nodes(3), config=config)
        self.load(name, 100, 1000)

    def note(self, who: Persona, name: str, wish: dict[str, Any], reply: Reply) -> Experiment:
        """Call what was created by this name."""
        made = data(reply, 201)
        assert_that((made["name"], made["state"]), equal_to((wish["name"], "pending")), "what was created")
        seconds = seconds_of(wish["config"]["duration"]) if wish["config"]["auto_start"] else None
        assert_that(_seconds_between(made), equal_to(seconds), "seconds from creation to the estimated completion")
        self._known[name] = Experiment(name, made["id"], who, wish)
        return self._known[name]

    def create_at_once(self, who: Persona, count: int) -> None:
        """So many at the same moment, which start by themselves, each of another kind; then each is given processes,
        another number each.
        """
        names = [f"Number {number}" for number in range(1, count + 1)]
        kinds = islice(cycle(CANDIDATES), count)
        lasting = islice(cycle(LASTING), count)
        wishes = [
            self.wish(name, kind, config={"auto_start": True, "duration": duration})
            for name, kind, duration in zip(names, kinds, lasting, strict=True)
        ]
        self._accounts.of(who)
        replies = at_the_same_time([partial(self.ask, who, wish) for wish in wishes])
        for name, wish, reply in zip(names, wishes, replies, strict=True):
            self.note(who, name, wish, reply)
        for number, name in enumerate(names, 1):
            self.load(name, 5, 50)
            processes = 10 + 5 * number if number < count else MANY
            self.load(name, processes, processes * BATCHES)  # takes the place of the first

    def create_and_cancel(self, people: Sequence[Persona], count: int) -> None:
        """So many of these people in turn, that start by themselves; each is cancelled as soon as it is there, whatever
        state it has by then.
        """
        self._accounts.sign_in_all({one.name: one for who in people for one in (who, admin_of(who))}.values())

        def create_and_cancel(who: Persona, name: str) -> None:
            self.create(who, name, target_nodes=[name.replace(" ", "-")], config={"auto_start": True})
            data(self.set_state(admin_of(who), name, "cancelled", "It is not needed."))

        wanted = [(people[number % len(people)], f"Number {number + 1}") for number in range(count)]
        at_the_same_time([partial(create_and_cancel, who, name) for who, name in wanted])

    def load(self, name: str, processes: int, per_second: int, seconds: int = 3600, by: Persona | None = None) -> None:
        """Have processes simulated on its nodes for so long, or until it is over."""
        self._await_looks()
        one = self.of(name)
        body = {"process_count": processes, "metrics_per_second": per_second, "seconds": seconds}
        asked_at = datetime.now(UTC)
        told = data(self._accounts.as_(by or admin_of(one.owner)).put(f"{one.path}/load", json=body))
        one.load = dict(told)
        lasts = (datetime.fromisoformat(told.pop("ends_at")) - asked_at).total_seconds()
        assert seconds - EARLY <= lasts <= seconds + LATE, f"a load of {seconds} s is said to last {lasts:.2f} s"
        whose = {"experiment_id": one.id, "tenant": tenant_of(one.owner), "nodes": one.nodes}
        expected = whose | {"processes": processes, "metrics_per_second": per_second}
        assert_that(told, equal_to(expected), f'the load of "{name}" as it is answered')
        one.processes, one.per_second = processes, per_second
        if self._system.database is not None:
            query = (
                "SELECT processes, metrics_per_second, abs(extract(epoch FROM ends_at - %s) - %s) < 0.01 AS as_told"
                " FROM phoenix.loads WHERE experiment_id = %s::uuid"
            )
            stored = self._system.database.rows(query, [asked_at, lasts, one.id])
            kept = {"processes": processes, "metrics_per_second": per_second, "as_told": True}
            assert_that(stored, equal_to([kept]), f'the load of "{name}" in the database, and whether it ends as told')

    def _await_looks(self) -> None:
        """Prometheus looks at pipelines, whether there are any or not: it begins some seconds after it was started, and
        what runs meanwhile has too few samples.
        """
        monitoring = self._system.monitoring
        if self._looked_at or monitoring is None:
            return
        eventually(
            lambda: max((one.value for one in monitoring.find("count_over_time(up[2s])")), default=0.0),
            greater_than_or_equal_to(LOOKS),
            within=LOOKED_AT_WITHIN,
            what="how often Prometheus has looked at the same page in two seconds",
        )
        self._looked_at = True

    def set_back(self, names: Sequence[str], seconds: float) -> None:
        """Have these, which have not begun, been created so much earlier as far as anybody can tell."""
        database = self._system.database
        assert database is not None, "nobody may change this database"
        found = [self.of(name) for name in names]
        sooner, ids = float(seconds), [one.id for one in found]
        changed = database.run(
            "UPDATE phoenix.experiments SET created_at = created_at - make_interval(secs => %s),"
            " entered_at = entered_at - make_interval(secs => %s) WHERE id = ANY(%s::uuid[]) AND state = 'pending'",
            [sooner, sooner, ids],
        )
        assert_that(changed, equal_to(len(names)), f"how many of {', '.join(names)} have not begun")
        database.run(
            "UPDATE phoenix.transitions SET at = at - make_interval(secs => %s) WHERE experiment_id = ANY(%s::uuid[])",
            [sooner, ids],
        )
        for one in found:
            one.touched += 1

    def remove(self, name: str) -> None:
        """Have one that is over removed; nothing is called by its name any more."""
        reply = self._admin(self.of(name)).delete(self._known.pop(name).path)
        assert reply.status == 204, f'"{name}" is not removed: {reply.status} {reply.text[:200]}'

    def set_state(self, who: Persona, name: str, state: str, reason: str = "") -> Reply:
        """Ask for another state."""
        body = {"state": state, "reason": reason}
        return self._accounts.as_(who).request("PATCH", f"{self.of(name).path}/state", json=body)

    def start(self, name: str, who: Persona | None = None) -> None:
        data(self.set_state(who or admin_of(self.of(name).owner), name, "initializing"))

    def run(self, name: str) -> None:
        """Start one and see it run."""
        self.start(name)
        self.await_state(name, "running", RUNS_WITHIN)

    # Looking

    def read(self, name: str, who: Persona | None = None) -> dict[str, Any]:
        """One as somebody of its tenant sees it; whoever made it, unless said."""
        one = self.of(name)
        return dict(data(self._accounts.as_(who or one.owner).get(one.path)))

    def state(self, name: str) -> str:
        return str(self.read(name)["state"])

    def history(self, name: str) -> list[dict[str, Any]]:
        """Its states so far, as its tenant reads them."""
        one = self.of(name)
        return list(data(self._accounts.as_(one.owner).get(f"{one.path}/transitions")))

    def pipelines(self, name: str) -> dict[str, dict[str, Any]]:
        """Its pipelines, by variant."""
        one = self.of(name)
        found = data(self._accounts.as_(one.owner).get(f"{one.path}/pipelines"))
        assert_that(
            len({each["variant"] for each in found}), equal_to(len(found)), "pipelines, each of another variant"
        )
        return {each["variant"]: each for each in found}

    def await_state(self, name: str, state: str, within: float, since: float | None = None) -> None:
        """It is in a state, or was in it since, in time; once it is over, nothing else is waited for."""
        states = eventually(
            lambda: [one["current_state"] for one in self.history(name)],
            any_of(*(has_item(one) for one in {state, *FINAL})),
            within=within,
            since=since,
            what=f'the states of "{name}" so far, {state} among them',
        )
        if state not in states:
            reason = self.read(name)["reason"]
            assert_that(states, has_item(state), f'the states of "{name}" so far, of which is said: {reason}')

    def await_in_time(self, name: str, state: str, limit: float) -> None:
        """It comes to a state in time, by its own times."""
        self.await_state(name, state, limit)
        self.check_took(name, state, limit)

    def await_ran(self, name: str, seconds: float) -> None:
        """It has run for so long."""
        self.await_state(name, "running", RUNS_WITHIN)
        over = datetime.fromisoformat(self.read(name)["started_at"]) + timedelta(seconds=seconds)
        eventually(
            lambda: datetime.now(UTC) > over, equal_to(True), within=seconds + LATE, what="whether it ran so long"
        )

    def await_over(self, name: str) -> None:
        """It comes to an end, whichever."""
        eventually(lambda: self.state(name), is_in(FINAL), within=ENDS_WITHIN, what=f'the state of "{name}"')

    def await_end(self, name: str, state: str) -> None:
        """It runs as long as it has to, is analyzed, and ends in this state, soon."""
        seconds = float(self.of(name).asked["config"]["duration"].removesuffix("s"))
        self.await_state(name, "analyzing", seconds + LATE)
        took = self.took(name, "analyzing")
        assert seconds - EARLY <= took <= seconds + LATE, f'"{name}" ran for {took:.2f} s, not for {seconds:g}'
        self.await_in_time(name, state, JUDGED_WITHIN)

    def check_states(self, name: str, states: list[str]) -> None:
        """It was in these states, and no others, in this order; as its tenant reads it, and in the database."""
        told = self.history(name)
        assert_that([one["current_state"] for one in told], equal_to(states), f'the states of "{name}"')
        assert_that([one["previous_state"] for one in told], equal_to([None, *states[:-1]]), "the states before them")
        numbers, times = ([one[key] for one in told] for key in ("sequence", "transition_time"))
        assert_that(numbers, equal_to(sorted(set(numbers))), "the numbers of its states")
        assert_that(times, equal_to(sorted(times)), "the times of its states")
        self.check_said_nothing(name, told)
        self._check_row(name, told)

    def check_said_nothing(self, name: str, told: Sequence[Mapping[str, Any]]) -> None:
        """What comes about as it was to needs no reason, and has none; not that of the state before, either."""
        said = {one["current_state"]: one["reason"] for one in told if one["current_state"] in UNSAID and one["reason"]}
        assert_that(said, equal_to({}), f'why "{name}" is said to have been in a state of which nothing is to be said')

    def _check_row(self, name: str, told: list[dict[str, Any]]) -> None:
        """What is read is what is stored, down to when it began and ended."""
        one, seen = self.of(name), self.read(name)
        assert_that(seen["state"], equal_to(told[-1]["current_state"]), f'the state of "{name}"')
        assert_that(seen["reason"], equal_to(told[-1]["reason"]), f'why "{name}" is {seen["state"]}')
        assert_that({key: seen[key] for key in FIELDS}, equal_to(one.asked), f'"{name}" as it was asked for')
        version = len(told) + one.touched
        assert_that(seen["version"], equal_to(version), f'the version of "{name}", which grows with each state')
        whose = {"id": one.id, "created_by": self._accounts.of(one.owner).id}
        assert_that({key: seen[key] for key in whose}, equal_to(whose), f'which "{name}" is, and who created it')
        by_state = {each["current_state"]: each["transition_time"] for each in told}
        ended = next((by_state[state] for state in FINAL if state in by_state), None)
        times = {"started_at": by_state.get("running"), "completed_at": ended, "created_at": by_state["pending"]}
        for key, expected in (times | {"updated_at": told[-1]["transition_time"]}).items():
            assert_that(_near(seen[key], expected), equal_to(True), f'{key} of "{name}": {seen[key]}, not {expected}')
        if (database := self._system.database) is None:
            return
        row = database.rows("SELECT * FROM phoenix.experiments WHERE id = %s::uuid", [one.id])[0]
        for key in ("state", "reason", "version", "results", *FIELDS):
            assert_that(row[key], equal_to(seen[key]), f'{key} of "{name}" in the database')
        for key in TIMES:
            assert_that(_same_moment(row[key], seen[key]), equal_to(True), f"{key} is {row[key]} in the database")
        config = one.asked["config"]
        kept = {"tenant": tenant_of(one.owner), "created_by": whose["created_by"], "auto_start": config["auto_start"]}
        kept |= {"run_seconds": seconds_of(config["duration"])}
        stored_of = {key: str(row[key]) if key == "created_by" else row[key] for key in kept}
        assert_that(stored_of, equal_to(kept), f'whose "{name}" is in the database, and how it is to run')
        self._check_stored_states(one, told, database)

    def _check_stored_states(self, one: Experiment, told: list[dict[str, Any]], database: Database) -> None:
        """Its states are in the database as they are told, for its own company."""
        stored = database.rows(
            "SELECT sequence, previous AS previous_state, next AS current_state, reason, tenant, at"
            " FROM phoenix.transitions WHERE experiment_id = %s::uuid ORDER BY sequence",
            [one.id],
        )
        whose = {each.pop("tenant") for each in stored}
        assert_that(whose, equal_to({tenant_of(one.owner)}), f'whose the states of "{one.name}" are in the database')
        moments = [each.pop("at") for each in stored]
        expected = [{key: each[key] for key in stored[0]} for each in told]
        assert_that(stored, equal_to(expected), "its states in the database")
        for moment, each in zip(moments, told, strict=True):
            assert _same_moment(moment, each["transition_time"]), f"{each} is said of what was at {moment}"

    def check_answered(self, name: str, answer: Mapping[str, Any], place: int) -> None:
        """What was answered to whoever changed its state is all of it as it was then: in its so-manieth state."""
        told, seen = self.history(name)[: place + 1], self.read(name)
        last = told[-1]
        assert_that(sorted(answer), equal_to(sorted(seen)), "what is answered of an experiment")
        began = next((each["transition_time"] for each in told if each["current_state"] == "running"), None)
        ended = last["transition_time"] if last["current_state"] in FINAL else None
        for key, moment in (("updated_at", last["transition_time"]), ("started_at", began), ("completed_at", ended)):
            assert _near(answer[key], moment), f'{key} of "{name}" is answered as {answer[key]}, and was {moment}'
        then = {"state": last["current_state"], "reason": last["reason"], "results": None, "version": place + 1}
        moved = {"updated_at", "started_at", "completed_at"}
        expected = {key: value for key, value in (seen | then).items() if key not in moved}
        assert_that({key: answer[key] for key in expected}, equal_to(expected), f'what is answered of "{name}"')

    def check_still(self, name: str, state: str) -> None:
        assert_that(self.state(name), equal_to(state), f'the state of "{name}"')

    def check_took(self, name: str, state: str, limit: float) -> None:
        """From the state before to this one, by the platform's own times."""
        took = self.took(name, state)
        assert 0 <= took <= limit, f'"{name}" took {took:.2f} s until it was {state}'

    def took(self, name: str, state: str) -> float:
        """Seconds from the state before to this one."""
        told = self.history(name)
        place = [one["current_state"] for one in told].index(state)
        began, ended = (datetime.fromisoformat(told[one]["transition_time"]) for one in (place - 1, place))
        return (ended - began).total_seconds()

    def check_reason(self, name: str, text: str) -> None:
        """Why it is in its state is told to whoever reads it."""
        assert_that(self.read(name)["reason"], contains_string(text), f'why "{name}" is {self.state(name)}')

    def _admin(self, one: Experiment) -> HttpClient:
        return self._accounts.as_(admin_of(one.owner))

    def _remove(self, who: Persona) -> None:
        """All with the scenario's mark in their names."""
        root = self._accounts.root(who)
        path = f"{EXPERIMENTS}?q={self._system.world.data.mark}&per_page=100"
        while found := data(root.get(path))["experiments"]:
            for one in found:
                self._end(root, f"{EXPERIMENTS}/{one['id']}")
                assert root.delete(f"{EXPERIMENTS}/{one['id']}").status == 204, f"{one['name']} was not removed"

    def _end(self, root: HttpClient, path: str) -> None:
        """Cancel it; what is being analyzed cannot be cancelled, and ends soon."""
        reply = root.request("PATCH", f"{path}/state", json={"state": "cancelled"})
        if reply.status != 200:
            refused(reply, 400)
            eventually(
                lambda: data(root.get(path))["state"], is_in(FINAL), within=ENDS_WITHIN, what="whether it has ended"
            )


def admin_of(owner: Persona) -> Persona:
    """An admin of the tenant of whoever made an experiment."""
    return {TENANT: ADA, OTHER_TENANT: OLGA}[tenant_of(owner)]


def seconds_of(duration: str) -> float:
    """Of "90s", "30m" or "2h"."""
    return float(duration[:-1]) * {"s": 1, "m": 60, "h": 3600}[duration[-1]]


def _seconds_between(made: Mapping[str, Any]) -> float | None:
    """From when it was made to when it is estimated to be over; None where nobody estimates that."""
    if made["estimated_completion"] is None:
        return None
    began, over = (datetime.fromisoformat(made[key]) for key in ("created_at", "estimated_completion"))
    return (over - began).total_seconds()


def _same_moment(stored: datetime | None, told: str | None) -> bool:
    """Whether what is told, in milliseconds, is what is stored, in millionths of a second."""
    if stored is None or told is None:
        return stored is None and told is None
    return abs((datetime.fromisoformat(told) - stored).total_seconds()) < MILLISECOND


def _near(seen: str | None, expected: str | None) -> bool:
    """Whether two moments are the same one, but for what passes while a row is written."""
    if seen is None or expected is None:
        return seen is expected
    return abs((datetime.fromisoformat(seen) - datetime.fromisoformat(expected)).total_seconds()) < WRITTEN_WITHIN
