"""Experiments that are asked for wrongly, or at the limits of what may be asked for."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems.answers import data, refused
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.experiments import EXPERIMENTS, USUAL, Experiments
from support.systems.phoenix.people import tenant_of
from support.systems.system import System

MISSING = object()
"""Instead of a value: the field is left out."""
SPLIT, CRITERIA = "config.traffic_split", "config.success_criteria"


@dataclass(frozen=True)
class Mistake:
    """A field with a value that it does not take; `named` is what the refusal calls it, if not just so."""

    field: str
    value: Any
    named: str = ""

    @property
    def name(self) -> str:
        return self.named or self.field

    def __str__(self) -> str:
        return f"{self.field} {'missing' if self.value is MISSING else repr(self.value)[:40]}"


def _split(baseline: Any, candidate: Any) -> dict[str, Any]:
    return {"baseline_percentage": baseline, "candidate_percentage": candidate}


MISTAKES: dict[str, list[Mistake]] = {
    "a name that is missing, empty, too short, too long, of blanks, or no text": [
        Mistake("name", value) for value in (MISSING, "", "ab", "x" * 101, "    ", 7, None, ["one"], "two\nlines")
    ],
    "a description that is too long, or no text": [
        Mistake("description", value) for value in ("x" * 501, 7, None, "no\x00thing")
    ],
    "a pipeline that is missing, empty, or unknown": [
        Mistake(field, value)
        for field in ("baseline_pipeline", "candidate_pipeline")
        for value in (MISSING, "", "process-magic-v1", "PROCESS-TOPK-V1", "../process-topk-v1", 7, None)
    ],
    "no node, too many, one twice, or one that cannot be": [
        *(Mistake("target_nodes", value) for value in (MISSING, [], "node-1", None, ["node-1", "node-1"])),
        Mistake("target_nodes", [f"node-{number}" for number in range(51)]),
        *(Mistake("target_nodes", [value], "target_nodes.0") for value in ("", "a b", "-a", "x" * 64, 'a"}', 7)),
    ],
    "a duration that is none, too long, or no time": [
        Mistake("config.duration", value)
        for value in ("", "0s", "25h", "1441m", "86401s", "-5m", "5", "1d", "5 m", "1.5h", "٣m", 300, None)
    ],
    "a split that does not sum to 100, or is no share": [
        *(Mistake(SPLIT, _split(*one)) for one in ((50, 51), (50, 49), (0, 0), (100, 100))),
        Mistake(SPLIT, _split(-1, 50), f"{SPLIT}.baseline_percentage"),
        Mistake(SPLIT, _split(101, 50), f"{SPLIT}.baseline_percentage"),
        Mistake(SPLIT, _split(50, "half"), f"{SPLIT}.candidate_percentage"),
        Mistake(SPLIT, _split(50.5, 50), f"{SPLIT}.baseline_percentage"),
    ],
    "a criterion below 0, above 100, or no figure": [
        Mistake(f"{CRITERIA}.{name}", value)
        for name in ("min_cardinality_reduction", "max_latency_increase", "critical_process_coverage")
        for value in (-0.1, 100.1, "much", None)
    ],
    "a field that there is not": [
        Mistake("owner", "Olga"),
        Mistake("state", "running"),
        Mistake("tenant", "tenant-002"),
        Mistake("config.speed", 2),
        Mistake(f"{CRITERIA}.max_error_rate", 1),
    ],
}
"""What may be wrong, in the words of the feature."""
ALIKE = (
    [Mistake(f"{variant}_pipeline", f"process-{variant}-v9") for variant in ("baseline", "candidate")],
    [Mistake("target_nodes", ["a b", "node-1", "-a"], f"target_nodes.{place}") for place in (0, 2)],
)
"""Mistakes of one kind, in one wish."""
SHORTEST, LONGEST = "n", "n" * 63
"""Names of nodes."""


def _limits(baseline: int, candidate: int) -> dict[str, Any]:
    criteria = {
        "min_cardinality_reduction": candidate,
        "max_latency_increase": baseline,
        "critical_process_coverage": baseline,
    }
    return {
        **{"description": "ö" * 500, "target_nodes": None, "config.duration": "24h"},
        **{SPLIT: _split(baseline, candidate), CRITERIA: criteria},
    }


LIMITS = (_limits(0, 100), _limits(100, 0))
"""Values at their limits, of shares and criteria one and the other, which are taken."""
LOADS = ((1, 1, 1), (1_000, 10_000, 3_600))
"""The least and the most that may be simulated: processes, metrics a second, and seconds."""
UNLESS_TOLD: dict[str, Any] = {
    "duration": "5m",
    "traffic_split": {"baseline_percentage": 50, "candidate_percentage": 50},
    "success_criteria": USUAL,
    "auto_start": True,
}
"""What counts where nothing is said."""
DURATIONS = ("86400s", "1440m", "24h", "1s")
"""The longest, in each unit, and the shortest; when they would be over is told."""


class Wishes:
    def __init__(self, system: System, accounts: Accounts, experiments: Experiments) -> None:
        self._system, self._accounts, self._experiments = system, accounts, experiments
        self._wrong: list[str] = []
        self._asked = 0

    def ask_wrongly(self, who: Persona, what: str) -> None:
        """Ask for one experiment with each mistake of this kind."""
        for mistake in MISTAKES[what]:
            self._ask(who, [mistake])

    def ask_all_wrong(self, who: Persona) -> None:
        """Ask for one in which one field of every kind is wrong."""
        one_each = [next(one for one in kind if one.value is not MISSING) for kind in MISTAKES.values()]
        self._ask(who, one_each)
        for alike in ALIKE:
            self._ask(who, alike)

    def _ask(self, who: Persona, mistakes: Sequence[Mistake]) -> None:
        wish = self._experiments.wish("Wrong")
        for mistake in mistakes:
            put(wish, mistake.field, mistake.value)
        reply = self._experiments.ask(who, wish)
        self._asked += 1
        told = ", ".join(map(str, mistakes))
        if reply.status != 422:
            self._wrong.append(f"with {told} it is answered {reply.status}: {reply.text[:150]}")
            return
        refusal = refused(reply, 422)
        expected = sorted(mistake.name for mistake in mistakes)
        if refusal.fields != expected:
            self._wrong.append(f"with {told} it names {refusal.fields}, not {expected}")
        for fault in refusal.details["fields"]:
            if not (fault.get("message") and fault.get("code")):
                self._wrong.append(f"with {told} it does not say what is wrong: {fault}")

    def check_named(self, who: Persona) -> None:
        """Each time the refusal named what was wrong and nothing else, and there is nothing of it anywhere."""
        assert self._asked, "nothing was asked for"
        assert_that(self._wrong[:5], equal_to([]), f"wishes of {self._asked} that were not refused as they ought to")
        page = data(self._accounts.as_(who).get(f"{EXPERIMENTS}?q={self._system.world.data.mark}"))
        assert_that(page["total_count"], equal_to(0), f"experiments that {who.name} has all the same")
        if self._system.database is not None:
            mine = [tenant_of(who), self._accounts.of(who).id]
            rows = self._system.database.rows(
                "SELECT name FROM phoenix.experiments WHERE tenant = %s AND created_by = %s::uuid", mine
            )
            assert_that(rows, equal_to([]), "rows of experiments that were refused")

    def check_limits(self, who: Persona) -> None:
        """At its limits an experiment is created, and kept as it was asked for."""
        titles = (self._shortest(), self._shortest().ljust(100, "ñ"))
        for number, (title, limits) in enumerate(zip(titles, LIMITS, strict=True)):
            name = f"Limit {number}"
            wish = self._experiments.wish(name) | {"name": title}
            nodes = [SHORTEST, LONGEST, *self._experiments.fresh_nodes(48)]
            for field, value in limits.items():
                put(wish, field, nodes if field == "target_nodes" else value)
            self._experiments.note(who, name, wish, self._experiments.ask(who, wish))
            self._experiments.check_states(name, ["pending"])
            self._experiments.load(name, *LOADS[number])
        for duration in DURATIONS:
            self._experiments.create(who, f"For {duration}", config={"duration": duration, "auto_start": True})

    def check_unless_told(self, who: Persona) -> None:
        """What is not asked for is as it is promised to be, whether all of it or a part."""
        criteria = {"critical_process_coverage": 0}
        told: list[dict[str, Any]] = [{}, {"success_criteria": criteria}]
        expected: list[dict[str, Any]] = [{}, {"success_criteria": USUAL | criteria}]
        for asked, rest in zip(told, expected, strict=True):
            wish = {**self._experiments.wish(f"With {len(asked)}"), "config": asked}
            made = data(self._experiments.ask(who, wish), 201)
            config = data(self._accounts.as_(who).get(f"{EXPERIMENTS}/{made['id']}"))["config"]
            assert_that(config, equal_to(UNLESS_TOLD | rest), f"the configuration of who asks for {asked}")

    def _shortest(self) -> str:
        """A name that only this scenario gives."""
        return self._system.world.data.mark


def put(wish: dict[str, Any], field: str, value: Any) -> None:
    """Set a field, such as `config.duration`, or leave it out."""
    *path, last = field.split(".")
    place = wish
    for part in path:
        place[part] = deepcopy(place.get(part) or {})
        place = place[part]
    if value is MISSING:
        place.pop(last, None)
    else:
        place[last] = value
