"""Experiments that are ended in the moment in which their figures say just so much, and no more."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from hamcrest import assert_that, empty, equal_to

from support.observing.measuring import Unmeasurable
from support.observing.waiting import eventually, now
from support.systems.answers import data
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.experiments import BASELINE, ENDS_WITHIN, Experiments
from support.systems.phoenix.judgement import METRICS, Judgements, Samples, change_of, welch
from support.systems.phoenix.people import ADA, UWE
from support.systems.phoenix.series import Collected

PROCESSES, PER_SECOND = 14, 840
"""So many that one of them less is between 5 and 10 percent of the series; and all of them are known at once."""
KEPT = ["critical_*", "medium_*", "low_*", *(f"high_{number:02}" for number in range(4))]
"""All of them but one."""
SLOW = [f"nothing-{number}-*" for number in range(40)]
"""What a pipeline compares each name with before it finds one that fits: that is slower by far."""
CHANGES = {"dearer": (5.15, 9.85), "cheaper": (-9.85, -5.15)}
"""By how many percent the candidate has more series, on the average, when it is ended."""
CHANCES = {"20 to 100": (0.0108, 0.047), "100 to 1,000": (0.0011, 0.0093)}
"""Once in how many times chance would do as much: how likely that is, a little within the limits."""
LOADED = 6
"""Seconds for which anything is told of them: all series are there by then, and stay."""
SHORTEST, LONGEST = 5.6, 20.0
"""Seconds that they run at least, for as many samples as are needed, and at most. The longer it takes until all series
are there, the longer it takes until a little difference is more than chance: 8 seconds, as a rule."""
ATTEMPTS = 3
LOOKS = 0.05
"""Seconds between two looks."""
AHEAD, FRESH = 0.05, 0.1
"""Seconds from a look at the figures to the end that follows from it, and from a look of Prometheus to that of ours."""
COST = METRICS["cost"]


class Wanted(Protocol):
    """What an experiment is to show when it is ended."""

    def prepare(self, keep: Callable[[str, list[str]], None]) -> None:
        """Have its pipelines, each by its variant, keep processes by these patterns alone."""

    def is_shown(self, found: Mapping[str, Samples]) -> bool:
        """Whether the samples of both metrics are so."""


@dataclass(frozen=True)
class Shade:
    """That its candidate is a little dearer, or cheaper, so likely by chance; and quicker, beyond doubt."""

    candidate: str
    chance: tuple[float, float]

    def prepare(self, keep: Callable[[str, list[str]], None]) -> None:
        keep("baseline", [*SLOW, *(KEPT if self.candidate == "dearer" else ["*"])])
        if self.candidate == "cheaper":
            keep("candidate", KEPT)

    def is_shown(self, found: Mapping[str, Samples]) -> bool:
        cost, slower = found["cost"], change_of(found["latency"])
        change = change_of(cost)
        if change is None or slower is None or not _within(CHANGES[self.candidate], change):
            return False
        return slower < 0 and _within(self.chance, welch(cost))


@dataclass(frozen=True)
class Few:
    """That the side of which there are fewest samples has so many."""

    samples: int

    def prepare(self, keep: Callable[[str, list[str]], None]) -> None:
        """Nothing: both pipelines are as they are."""

    def is_shown(self, found: Mapping[str, Samples]) -> bool:
        return min(len(values) for samples in found.values() for values in samples.values()) == self.samples


class Certainty:
    def __init__(
        self, accounts: Accounts, experiments: Experiments, collected: Collected, judgements: Judgements
    ) -> None:
        self._accounts, self._experiments = accounts, experiments
        self._collected, self._judgements = collected, judgements

    def run_until_as_likely(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Until chance would explain what each shows so often as its row says."""
        self._run({row["experiment"]: Shade(row["candidate"], CHANCES[row["once in"]]) for row in rows})

    def run_until_as_many(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Until there are so many samples as the row of each says."""
        self._run({row["experiment"]: Few(int(row["samples"])) for row in rows})

    def _run(self, wanted: Mapping[str, Wanted]) -> None:
        """Run all of these side by side, each until it shows what it is to show; what misses that moment runs again.

        Raises `Unmeasurable` when one misses it again and again, as on a machine that is too busy.
        """
        missing = dict(wanted)
        for attempt in range(ATTEMPTS):
            for name in missing if attempt else ():
                self._experiments.remove(name)
            self._run_once(missing)
            missing = {
                name: one for name, one in missing.items() if not one.is_shown(self._judgements.of_its_time(name))
            }
            if not missing:
                return
        raise Unmeasurable(f"{' and '.join(missing)} never showed just as much as was wanted")

    def _run_once(self, wanted: Mapping[str, Wanted]) -> None:
        for name in wanted:
            self._experiments.create(UWE, name, BASELINE)
        for name in wanted:
            self._experiments.start(name)
        for name, one in wanted.items():
            self._experiments.await_state(name, "running", ENDS_WITHIN)
            one.prepare(partial(self._have_keep, name))
            # not before: with nothing at first in either pipeline, a little difference is not beyond chance at once
            self._experiments.load(name, PROCESSES, PER_SECOND, LOADED)
        ended: set[str] = set()
        began = {name: self._began(name) for name in wanted}
        give_up = now() + LONGEST

        def left() -> list[str]:
            for name, one in wanted.items():
                if name not in ended and (now() > give_up or self._is_due(name, one, began[name])):
                    data(self._experiments.set_state(ADA, name, "analyzing"))
                    ended.add(name)
            return sorted(wanted.keys() - ended)

        eventually(left, empty(), within=2 * LONGEST, poll=LOOKS, what="experiments that have not shown enough yet")
        for name in wanted:
            self._experiments.await_over(name)

    def _have_keep(self, name: str, variant: str, patterns: list[str]) -> None:
        path = f"{self._experiments.of(name).path}/pipelines/{variant}"
        processors = [{"type": "filter", "config": {"include_patterns": patterns}}]
        data(self._accounts.as_(ADA).put(path, json={"processors": processors}))

    def _began(self, name: str) -> float:
        return datetime.fromisoformat(self._experiments.read(name)["started_at"]).timestamp()

    def _is_due(self, name: str, wanted: Wanted, began: float) -> bool:
        """Whether it would show what it is to show, were it to end now: just after a look of Prometheus, so that there
        is none before it has ended.
        """
        at = time.time()
        if at + AHEAD - began < SHORTEST:
            return False
        query = f'timestamp({COST}{{experiment_id="{self._experiments.of(name).id}"}})'
        looked = [each.value for each in self._collected.prometheus.find(query)]
        if not looked or at - max(looked) > FRESH:
            return False
        return wanted.is_shown(self._judgements.until(name, began, at + AHEAD))

    def check_told(self, rows: Sequence[Mapping[str, str]]) -> None:
        """What is recommended, how sure that is, in the cost and in all, and how risky, is as the rows say."""
        for row in rows:
            results = self._judgements.results(row["experiment"])
            cost = next(metric for metric in results["metrics"] if metric["metric"] == "cost")
            told: dict[str, Any] = {
                "recommended": results["recommendation"],
                "sure of the cost": f"{cost['confidence'] * 100:.0f} %",
                "sure in all": f"{results['confidence'] * 100:.0f} %",
                "risk": results["risk"],
                "promoted by itself": "yes" if results["auto_promotion"] else "no",
            }
            expected = {key: row[key] for key in told}
            assert_that(told, equal_to(expected), f'what is said of "{row["experiment"]}", of which is known: {cost}')

    def check_too_little(self, few: str, enough: str) -> None:
        """Of one of them the reason says that there was too little data, and it is to go on; of the other not."""
        said = {name: "Too little data" in self._experiments.read(name)["reason"] for name in (few, enough)}
        assert_that(said, equal_to({few: True, enough: False}), "of which it is said that there was too little data")
        going_on = {name: self._judgements.results(name)["recommendation"] == "CONTINUE" for name in (few, enough)}
        assert_that(going_on, equal_to({few: True, enough: False}), "which are recommended to go on")


def _within(limits: tuple[float, float], value: float) -> bool:
    return limits[0] <= value <= limits[1]
