"""What each kind of pipeline is for: which series it keeps or adds up, found again from what the baseline exports."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import Any, NamedTuple

from hamcrest import assert_that, equal_to, greater_than

from support.clients.monitoring import Series
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.phoenix.configurations import configuration_of, in_full
from support.systems.phoenix.deployments import LONGEST_GAP, Deployments
from support.systems.phoenix.experiments import BASELINE, Experiment, Experiments
from support.systems.phoenix.people import UWE
from support.systems.phoenix.series import COLLECTED_WITHIN, METRICS, SHARES, Collected

MANY = "*"
"""The name, or pid, of what is several processes."""
PROCESSES, PER_SECOND = 100, 500
CPU = "process_cpu_seconds_total"
"""What processes are ranked by; it grows for each at a pace of its own."""
PRECISION = {CPU: 0.005, "process_uptime_seconds": 0.005, "process_memory_bytes": 0.25}
"""By which share two values may differ that were rounded before they were told; memory is never quite the same."""


class Process(NamedTuple):
    """What a series is about."""

    node: str
    name: str
    pid: str
    priority: str


Values = Mapping[Process, float]
Processor = Mapping[str, Any]
"""A step as a pipeline is told it."""


@dataclass(frozen=True)
class Keep:
    """Only processes of these priorities that one of the patterns fits."""

    priorities: tuple[str, ...]
    patterns: tuple[str, ...] = ("*",)

    def of(self, values: Values) -> Values:
        return {one: value for one, value in values.items() if one.priority in self.priorities and self._fits(one.name)}

    def _fits(self, name: str) -> bool:
        return any(fnmatchcase(name, pattern) for pattern in self.patterns)

    @property
    def processor(self) -> Processor:
        config = {"include_priorities": self.priorities, "include_patterns": self.patterns}
        return {"type": "filter", "config": config}


@dataclass(frozen=True)
class AddUp:
    """Processes of these priorities are one on each node, by their priority, or by their name besides."""

    priorities: tuple[str, ...]
    by_name: bool

    def of(self, values: Values) -> Values:
        found: dict[Process, float] = {}
        for one, value in values.items():
            together = one._replace(name=one.name if self.by_name else MANY, pid=MANY)
            key = together if one.priority in self.priorities else one
            found[key] = found.get(key, 0.0) + value
        return found

    @property
    def processor(self) -> Processor:
        by = "process_name" if self.by_name else "priority"
        return {"type": "aggregate", "config": {"by": by, "priorities": self.priorities}}


@dataclass(frozen=True)
class Top:
    """Those that use most processor time, besides those that are always kept."""

    count: int
    always: tuple[str, ...] = ()

    def of(self, values: Values) -> Values:
        ranked = sorted((one for one in values if one.priority not in self.always), key=lambda one: -values[one])
        chosen = set(ranked[: self.count])
        return {one: value for one, value in values.items() if one in chosen or one.priority in self.always}

    @property
    def processor(self) -> Processor:
        return {"type": "topk", "config": {"k": self.count, "always": self.always}}


Step = Keep | AddUp | Top

KINDS: dict[str, tuple[Step, ...]] = {
    "process-priority-filter-v1": (Keep(("critical", "high")),),
    "process-aggregated-v1": (AddUp(("medium", "low"), by_name=True),),
    "process-topk-v1": (Top(10, ("critical",)),),
    "process-adaptive-v1": (AddUp(("high", "medium", "low"), by_name=False),),
    "process-minimal-v1": (Top(3),),
    "process-intelligent-v1": (AddUp(("medium", "low"), by_name=True), Top(25, ("critical",))),
}
TURNED, MOST_NODES = "turned round", 50
"""The experiment of which the baseline cuts and the candidate does not, on as many nodes as there may be; the kind that
it compares what is collected with, and how many processes and metrics a second there are of it."""
TURNED_KIND, TURNED_PROCESSES, TURNED_PER_SECOND = "process-intelligent-v1", 170, 1_700
STEPS = (
    Keep(("high", "medium"), ("low_*", "medium_00", "*h_0*", "critical_*")),
    Top(10),
    AddUp(("high",), by_name=False),
)
"""In any other order they leave something else; and patterns fit what the priorities leave out, and the other way."""
SOONER = (Keep(("low",)), Top(5))
"""Steps that are taken before these: who is busiest of what they leave is nobody of whom these leave anything."""
VERSION = "phoenix_pipeline_version"
LOOKED_ON = 3.0
"""Seconds after a change in which what it has interrupted has been looked for: every metric has been told by then."""
GROWING = (CPU, "process_uptime_seconds")
"""Metrics that never fall while a load goes on."""
LOOKED_BACK = 30
"""Seconds in which both have surely been taken."""


class Kinds:
    def __init__(self, experiments: Experiments, collected: Collected, deployments: Deployments) -> None:
        self._experiments, self._collected, self._deployments = experiments, collected, deployments
        self._stepped: dict[int, Sequence[Step]] = {}
        """The steps of each version that somebody has had a pipeline take."""
        self._told_anew_at = 0.0
        """When each candidate was told its steps anew, in seconds since 1970."""

    def run_each(self) -> None:
        """An experiment of each kind against the baseline, all at the same time, on a node each; and one the other way
        round, on many nodes.
        """
        for kind in KINDS:
            self._experiments.create(UWE, kind, kind)
            self._experiments.load(kind, PROCESSES, PER_SECOND)
        nodes = self._experiments.fresh_nodes(MOST_NODES)
        self._experiments.create(UWE, TURNED, BASELINE, baseline_pipeline=TURNED_KIND, target_nodes=nodes)
        self._experiments.load(TURNED, TURNED_PROCESSES, TURNED_PER_SECOND)
        for name in (*KINDS, TURNED):
            self._experiments.start(name)
        for name in (*KINDS, TURNED):
            self._experiments.await_state(name, "running", COLLECTED_WITHIN)

    def check_each(self) -> None:
        """Each candidate exports what its kind makes of what its baseline exports, and cuts what its kind promises."""
        self._collected.check_catalogue()
        for kind, steps in KINDS.items():
            self._collected.check_cut(kind)
            self._deployments.check_configured(kind)
            self.check_configured(kind)
            one = self._experiments.of(kind)
            shares = dict.fromkeys(SHARES, 0)
            for process in _values(self._collected.found(one, ',variant="baseline"'), CPU):
                shares[process.priority] += 1
            assert_that(shares, equal_to(SHARES), f"processes of each priority that the {BASELINE} has")
            self._check_exports(one, steps)
        self._check_turned()

    def tell_each_anew(self, who: Persona) -> None:
        """Have each candidate take the steps of its kind once more, as another version of it."""
        steps = {kind: [step.processor for step in taken] for kind, taken in KINDS.items()}
        self._told_anew_at = self._deployments.renew_each(who, steps, "candidate")

    def check_never_without(self) -> None:
        """Since then each candidate has had all of its series all along, and what only grows has never fallen."""
        over = self._told_anew_at + LOOKED_ON
        eventually(time.time, greater_than(over), within=2 * LOOKED_ON, what="the time in which gaps would show")
        for kind in KINDS:
            self._check_never_without(self._experiments.of(kind), time.time() - self._told_anew_at)

    def _check_never_without(self, one: Experiment, seconds: float) -> None:
        """In so many seconds up to now, before which every series had been seen."""
        labels = f'__name__=~"process_.+|{VERSION}",experiment_id="{one.id}",variant="candidate"'
        looks: dict[float, float] = {}
        series: dict[tuple[str, Process], dict[float, float]] = {}
        for each in self._collected.prometheus.find(f"{{{labels}}}[{round(seconds * 1000)}ms]"):
            if each.labels["__name__"] == VERSION:
                looks |= dict(each.samples)
            else:
                series[each.labels["__name__"], _process(each)] = dict(each.samples)
        assert len(looks) > 1, f'the candidate of "{one.name}" was looked at {len(looks)} times'
        widest = max(later - sooner for sooner, later in pairwise(sorted(looks)))
        assert widest <= LONGEST_GAP, f'the candidate of "{one.name}" was not to be seen for {widest:.2f} s'
        wrong = [
            f"{metric} of {process} is missing at {_ago(looks.keys() - samples.keys(), max(looks))}"
            for (metric, process), samples in series.items()
            if looks.keys() - samples.keys()
        ]
        wrong += [
            f"{metric} of {process} falls"
            for (metric, process), samples in series.items()
            if metric in GROWING and any(after < before for before, after in pairwise(_by_time(samples)))
        ]
        assert_that(wrong[:3], equal_to([]), f'gaps of the candidate of "{one.name}" while it was told its steps anew')

    def check_configured(self, name: str) -> None:
        """Each pipeline is told the steps of its kind, in their order, and nothing else."""
        one, told = self._experiments.of(name), self._experiments.pipelines(name)
        for variant, pipeline in told.items():
            steps = KINDS.get(one.asked[f"{variant}_pipeline"], ())
            expected = in_full([step.processor for step in steps])
            made = configuration_of(pipeline["configuration"]).processors
            assert_that(made, equal_to(expected), f'what the {variant} of "{name}" does')

    def check_all(self) -> None:
        """The candidate of each experiment of the scenario exports what its kind makes of what its baseline exports."""
        for one in self._experiments.all():
            self.check_exports(one.name)

    def check_exports(self, name: str) -> None:
        """The candidate of an experiment exports what its kind makes of what its baseline exports."""
        one = self._experiments.of(name)
        self._check_exports(one, KINDS[one.asked["candidate_pipeline"]])

    def _check_exports(self, one: Experiment, steps: Sequence[Step]) -> None:
        eventually(
            lambda: self._wrong(one, steps),
            equal_to([]),
            within=COLLECTED_WITHIN,
            what=f'what is wrong with the series of "{one.name}", of {one.asked["candidate_pipeline"]}',
        )

    def _check_turned(self) -> None:
        """What cuts is the baseline, as it was asked for, and the candidate has all there is, of every node."""
        one, steps = self._experiments.of(TURNED), KINDS[TURNED_KIND]
        self._collected.await_whole(TURNED, "candidate")
        eventually(
            lambda: self._wrong(one, steps, ("candidate", "baseline")),
            equal_to([]),
            within=COLLECTED_WITHIN,
            what=f"what is wrong with the series of {TURNED_KIND}, which is the baseline",
        )

    def have_stepped(self, who: Persona, name: str, variant: str) -> None:
        """Some steps, and others as soon as a pipeline takes these."""
        for steps in (SOONER, STEPS):
            told = data(self._deployments.change(who, name, variant, [step.processor for step in steps]))
            self._stepped[told["version"]] = steps
            self._deployments.await_version(name, variant, told["version"])

    def check_stepped(self, name: str, within: float) -> None:
        """The candidate comes to export what the steps make of what the baseline exports."""
        one = self._experiments.of(name)
        eventually(
            lambda: self._wrong(one, STEPS),
            equal_to([]),
            within=within,
            what=f'what is wrong with the series of the candidate of "{name}"',
        )
        self._check_never_between(one)

    def _check_never_between(self, one: Experiment) -> None:
        """Whenever Prometheus looked at the candidate, it had what the steps of its version of that moment leave: all
        it knew of its processes went through them at once, not only what came later.
        """
        labels = f'__name__=~"{CPU}|{VERSION}",experiment_id="{one.id}",variant="candidate"'
        versions: dict[float, int] = {}
        exported: dict[float, set[Process]] = {}
        for series in self._collected.prometheus.find(f"{{{labels}}}[{LOOKED_BACK}s]"):  # both up to the same look
            for at, value in series.samples:
                if series.labels["__name__"] == VERSION:
                    versions[at] = int(value)
                else:
                    exported.setdefault(at, set()).add(_process(series))
        whole = _values(self._collected.found(one, ',variant="baseline"'), CPU)
        looks, wrong = set(), []
        for at, version in versions.items():
            if (steps := self._stepped.get(version)) is None:
                continue
            looks.add(version)
            left: Values = whole
            for step in steps:
                left = step.of(left)
            seen = exported.get(at, set())
            if seen != left.keys():
                wrong.append(f"at {at:.3f} version {version} has {len(seen)} processes: {sorted(seen)[:3]}")
        assert_that(looks, equal_to(set(self._stepped)), f'versions in which the candidate of "{one.name}" was seen')
        assert_that(
            wrong[:3], equal_to([]), f'looks at "{one.name}" at which its candidate had not what its steps leave'
        )

    def _wrong(
        self, one: Experiment, steps: Sequence[Step], sides: tuple[str, str] = ("baseline", "candidate")
    ) -> list[str]:
        """How what one side exports differs from what it ought to; the other, which comes first, has all there is."""
        found = self._collected.found(one)
        whole, cut = ([each for each in found if each.labels["variant"] == variant] for variant in sides)
        expected: dict[str, Values] = {metric: _values(whole, metric) for metric in PRECISION}
        for step in steps:
            left = step.of(expected[CPU])
            expected = {metric: _left(step, values, left) for metric, values in expected.items()}
        wrong = []
        for metric in METRICS:
            seen = _values(cut, metric).keys()
            wrong += [f"{metric} of {process} is missing" for process in sorted(expected[CPU].keys() - seen)[:3]]
            wrong += [f"{metric} of {process} is there" for process in sorted(seen - expected[CPU].keys())[:3]]
        for metric, values in expected.items():
            wrong = wrong or _unlike(metric, values, _values(cut, metric))
        return wrong


def _left(step: Step, values: Values, left: Values) -> Values:
    """What a step leaves of the values of a metric; `left` is what it leaves of those by which processes are ranked."""
    made = values if isinstance(step, Top) else step.of(values)
    return {one: value for one, value in made.items() if one in left}


def _by_time(samples: Mapping[float, float]) -> list[float]:
    return [value for _, value in sorted(samples.items())]


def _ago(moments: Iterable[float], last: float) -> str:
    """Moments as seconds before the last one."""
    return ", ".join(f"{last - moment:.2f} s" for moment in sorted(moments)) + " before the last of all looks"


def _process(series: Series) -> Process:
    return Process(*(series.labels[label] for label in ("node", "process_name", "pid", "priority")))


def _values(found: list[Series], metric: str) -> dict[Process, float]:
    return {_process(each): each.value for each in found if each.labels["__name__"] == metric}


def _unlike(metric: str, expected: Values, seen: Values) -> list[str]:
    """Whose values are not those that were expected: both sides are told at different moments, so all are later, or
    sooner, by one and the same factor.
    """
    if not expected or not all(expected.values()):
        return [f"there is no {metric} yet"]
    factors = sorted((seen[one] / expected[one], one) for one in expected)
    middle = factors[len(factors) // 2][0]
    return [
        f"{metric} of {one} is {seen[one]:.3f}, and of the others {middle:.2f} times what the baseline has, so not"
        f" {middle * expected[one]:.3f}"
        for factor, one in factors
        if abs(factor - middle) > PRECISION[metric] * middle
    ][:3]
