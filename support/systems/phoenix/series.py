"""What Prometheus has of the pipelines of an experiment, counted by the suite itself."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from hamcrest import assert_that, close_to, empty, equal_to, greater_than, has_length

from support.clients.monitoring import Monitoring, Series
from support.observing.waiting import eventually
from support.systems.answers import data
from support.systems.phoenix.accounts import Accounts
from support.systems.phoenix.experiments import VARIANTS, Experiment, Experiments
from support.systems.phoenix.parts import Parts
from support.systems.phoenix.people import VERA
from support.systems.system import System

METRICS = (
    "process_cpu_seconds_total",
    "process_memory_bytes",
    "process_threads",
    "process_open_fds",
    "process_uptime_seconds",
)
SHARES = {"critical": 15, "high": 35, "medium": 30, "low": 20}
"""Of a hundred simulated processes, how many are of each priority."""
COLLECTED_WITHIN = 10.0
"""Seconds until all metrics of a load have gone through both pipelines, which take turns by chance."""
GONE_WITHIN = 5.0
"""Seconds until Prometheus has no series any more of what was stopped."""
TOLD_WITHIN = 2.0
"""Seconds until figures are right again that were looked for when a look of Prometheus had failed."""
SCRAPES = 0.2
"""Seconds between two looks of Prometheus at pipelines."""
RATED, UNEVEN = 2.0, 0.2
"""Seconds over which the rate of a load is measured, and by which share it may be more or less than was asked for."""
BEFORE = 0.5
"""Seconds before its end in which a load is surely still simulated as it was."""
SOON, LATE = 1.2, 0.8
"""Seconds before the end of a load in which something still came, and after it in which the last of it may be seen."""

Counts = dict[str, dict[str, int]]
"""Series, by variant and node."""


@dataclass(frozen=True)
class Cut:
    """What a kind of pipeline cuts, in percent of the series, as the contract promises it."""

    least: float
    most: float


CUTS = {
    "process-baseline-v1": Cut(0, 0),
    "process-priority-filter-v1": Cut(40, 60),
    "process-aggregated-v1": Cut(30, 50),
    "process-topk-v1": Cut(60, 80),
    "process-adaptive-v1": Cut(70, 90),
    "process-minimal-v1": Cut(95, 100),
    "process-intelligent-v1": Cut(50, 75),
}


class Collected:
    def __init__(self, system: System, accounts: Accounts, experiments: Experiments) -> None:
        self._system, self._accounts, self._experiments = system, accounts, experiments
        self.parts = Parts(system, experiments)

    @property
    def prometheus(self) -> Monitoring:
        assert self._system.monitoring is not None, "this deployment has no Prometheus that the suite may ask"
        return self._system.monitoring

    def found(self, experiment: Experiment, more: str = "", at: float | None = None, seconds: int = 0) -> list[Series]:
        """The series of processes that its pipelines export now, or exported in so many seconds before a moment."""
        selector = f'{{__name__=~"process_.+",experiment_id="{experiment.id}"{more}}}'
        return self.prometheus.find(f"last_over_time({selector}[{seconds}s])" if seconds else selector, at)

    def counted(self, experiment: Experiment, at: float | None = None, seconds: int = 0) -> Counts:
        return _counts(self.found(experiment, at=at, seconds=seconds))

    def figures(self, name: str) -> dict[str, Any]:
        """What its tenant is told of its pipelines at the moment."""
        one = self._experiments.of(name)
        return dict(data(self._accounts.as_(one.owner).get(f"{one.path}/metrics")))

    def await_whole(self, name: str, whole: str = "baseline") -> Counts:
        """Every metric of every process on its nodes has come through its baseline, or the pipeline that is said to
        cut nothing, and what is left of it through the other; how many series there are then.

        On a busy machine a look of Prometheus may fail, and then there is nothing for a moment.
        """
        one = self._experiments.of(name)
        seen: list[Counts] = []

        def collected() -> tuple[list[str], list[int], set[str]]:
            found = self.found(one)
            seen.append(_counts(found))
            names = {each.labels["__name__"] for each in found if each.labels["variant"] != whole}
            return sorted(seen[-1][whole]), sorted(seen[-1][whole].values()), names

        eventually(
            collected,
            equal_to((sorted(one.nodes), _spread(one.processes, len(one.nodes)), set(METRICS))),
            within=COLLECTED_WITHIN,
            what=f'series of the {whole} of "{name}": nodes, how many of each, and the metrics of the other pipeline',
        )
        return seen[-1]

    def rate(self, one: Experiment, at: float, seconds: float) -> float:
        """Metrics a second that its pipelines have taken, together, in so many seconds before a moment."""
        query = f'sum(increase(phoenix_pipeline_points_total{{experiment_id="{one.id}"}}[{round(seconds * 1000)}ms]))'
        return sum(each.value for each in self.prometheus.find(query, at)) / seconds

    def check_rate(self, name: str) -> None:
        """Its pipelines come to take as many metrics a second as its load, the last that was asked for, has."""
        one = self._experiments.of(name)
        eventually(
            lambda: self.rate(one, time.time(), RATED),
            close_to(one.per_second, one.per_second * UNEVEN),
            within=COLLECTED_WITHIN,
            what=f'metrics a second that both pipelines of "{name}" take',
        )

    def check_load_ends(self, name: str, asked_at: float, seconds: float) -> None:
        """What was to be simulated for so long from a moment on, in seconds since 1970, came until then, and ends."""
        one, over = self._experiments.of(name), asked_at + seconds
        eventually(time.time, greater_than(over + SOON), within=seconds + 2 * SOON, what="whether its time is over")
        query = f'phoenix_pipeline_batches_total{{experiment_id="{one.id}"}}[{round((seconds + SOON) * 1000)}ms]'
        samples = [each.samples for each in self.prometheus.find(query, over + SOON)]
        grown = [later for each in samples for (_, before), (later, after) in pairwise(each) if after > before]
        assert grown, f'nothing was simulated for "{name}"'
        rate = self.rate(one, over - BEFORE, RATED)
        assert abs(rate - one.per_second) <= one.per_second * UNEVEN, (
            f'"{name}" got {rate:.0f} metrics a second, and {one.per_second} were to be simulated'
        )
        late = max(grown) - over
        assert -SOON < late < LATE, f'the last metrics of "{name}" came {late:+.2f} s from the end of its load'

    def check_catalogue(self) -> None:
        """People are told of every kind of pipeline there is, by name, with what it is for and what it cuts."""
        told = data(self._accounts.as_(VERA).get("/api/v1/pipelines"))
        cuts = [(one["name"], one["least_reduction"], one["most_reduction"]) for one in told]
        expected = [(kind, cut.least, cut.most) for kind, cut in sorted(CUTS.items())]
        assert_that(cuts, equal_to(expected), "kinds of pipelines, and the least and most that each cuts")
        texts = [one["description"] for one in told]
        assert all(texts) and len({*texts}) == len(texts), f"what each kind is for: {texts}"

    def check_cut(self, name: str) -> None:
        """The candidate exports as many series less as its kind promises, on each node, and none of any other node."""
        one = self._experiments.of(name)
        counts = self.await_whole(name)
        check_nodes(name, one, counts)
        kind = one.asked["candidate_pipeline"]
        cut = reduction(counts)
        assert CUTS[kind].least <= cut <= CUTS[kind].most, f"{kind} cuts {cut:.1f} %: {counts}"

    def check_told(self, name: str) -> None:
        """What its tenant is told of this moment comes to be what Prometheus has."""
        one = self._experiments.of(name)
        self.await_whole(name)

        def told() -> list[bool]:
            counts = self.counted(one)  # what comes through a pipeline may still replace what came before
            fewer = reduction(counts)
            figures = self.figures(name)
            assert_that(figures["experiment_id"], equal_to(one.id), "whose figures these are")
            check_sides(name, one, figures, counts, self.critical(one))
            said = figures["cardinality_reduction"]
            assert abs(said - fewer) < 1e-6, f'"{name}" is told to have {said:.3f} % fewer series, and has {fewer:.3f}'
            return [True]

        eventually(told, equal_to([True]), within=TOLD_WITHIN, what=f'whether "{name}" is told what there is')

    def critical(self, one: Experiment, at: float | None = None, seconds: int = 0) -> dict[str, int]:
        """Critical processes, by variant."""
        seen: dict[str, set[tuple[str, ...]]] = {variant: set() for variant in VARIANTS}
        for each in self.found(one, ',priority="critical"', at, seconds):
            labels = each.labels
            seen[labels["variant"]].add((labels["node"], labels["process_name"], labels["pid"]))
        return {variant: len(found) for variant, found in seen.items()}

    def check_apart(self) -> None:
        """Each experiment has series of its own nodes and of no other; no series of a node is anybody else's."""
        for one in self._experiments.all():
            self.await_whole(one.name)
        for one in self._experiments.all():
            figures = self.figures(one.name)
            told = {node for variant in VARIANTS for node in figures[variant]["nodes"]}
            assert told <= set(one.nodes), f'nodes of which its people are told, of "{one.name}": {sorted(told)}'
        for one in self._experiments.all():
            counts = self.await_whole(one.name)
            check_nodes(one.name, one, counts)
            self._check_shares(one)
            self.check_told(one.name)
            self.check_rate(one.name)
            self.parts.check_as_told(one.name)
            ever = {each.labels["experiment_id"] for node in one.nodes for each in self._of_node(node)}
            assert_that(ever, equal_to({one.id}), f'the experiments that have series of the nodes of "{one.name}"')

    def check_companies_apart(self) -> None:
        """Each experiment has all its processes and not one more, at any time, though nodes are called alike."""
        for one in self._experiments.all():
            self.await_whole(one.name)
        for one in self._experiments.all():
            ever = self.prometheus.find(
                f'last_over_time(process_threads{{experiment_id="{one.id}",variant="baseline"}}[1h])'
            )
            assert_that(ever, has_length(one.processes), f'processes that the baseline of "{one.name}" ever had')

    def check_stopped(self, name: str) -> None:
        """Nothing of it is exported any more, and its people are told so."""
        one = self._experiments.of(name)
        eventually(lambda: self.found(one), empty(), within=GONE_WITHIN, what=f'series of "{name}" in Prometheus')
        nothing = {"time_series_count": 0, "critical_processes": 0, "nodes": []}
        eventually(
            lambda: self.figures(name),
            equal_to({"experiment_id": one.id, **dict.fromkeys(VARIANTS, nothing), "cardinality_reduction": None}),
            within=GONE_WITHIN,
            what=f'what the people of "{name}" are told of its pipelines',
        )
        self.parts.check_nothing_runs(name)

    def _check_shares(self, one: Experiment) -> None:
        """Of the processes of its node each priority has its share, as nearly as a whole number can be."""
        found = [
            each.labels for each in self.found(one, ',variant="baseline"') if each.labels["__name__"] == METRICS[0]
        ]
        for priority, percent in SHARES.items():
            count = sum(labels["priority"] == priority for labels in found)
            share = one.processes * percent / 100
            assert abs(count - share) < 1, f'{count} of {one.processes} processes of "{one.name}" are {priority}'

    def _of_node(self, node: str) -> list[Series]:
        return self.prometheus.find(f'last_over_time({{__name__=~"process_.+",node="{node}"}}[1h])')

    def samples(self, experiment: Experiment, metric: str, variant: str, at: float, seconds: int) -> list[float]:
        """Every sample of a metric of one pipeline in so many seconds before a moment."""
        query = f'{metric}{{experiment_id="{experiment.id}",variant="{variant}"}}[{seconds}s]'
        found = self.prometheus.find(query, at)
        return [value for one in found for _, value in one.samples]


def _spread(processes: int, nodes: int) -> list[int]:
    """Series of each node, the fewest first, of processes that are spread over nodes as evenly as they can be."""
    return sorted((processes + number) // nodes * len(METRICS) for number in range(nodes))


def _counts(found: list[Series]) -> Counts:
    counts: Counts = {variant: {} for variant in VARIANTS}
    for one in found:
        nodes = counts[one.labels["variant"]]
        nodes[one.labels["node"]] = nodes.get(one.labels["node"], 0) + 1
    return counts


def check_nodes(name: str, one: Experiment, counts: Counts) -> None:
    """No pipeline has series of a node that is not of its experiment, and each has some of every node that is."""
    for variant, nodes in counts.items():
        assert_that(sorted(nodes), equal_to(sorted(one.nodes)), f'nodes of which the {variant} of "{name}" has series')


def check_sides(
    name: str, one: Experiment, told: Mapping[str, Any], counts: Counts, critical: Mapping[str, int]
) -> None:
    """What is told of both pipelines is what Prometheus has of them."""
    for variant in VARIANTS:
        expected = {
            "time_series_count": sum(counts[variant].values()),
            "critical_processes": critical[variant],
            "nodes": sorted(counts[variant]),
        }
        assert_that(told[variant], equal_to(expected), f'what is told of the {variant} of "{name}"')


def reduction(counts: Counts) -> float:
    """By how many percent the candidate has fewer series."""
    before, after = (sum(counts[variant].values()) for variant in VARIANTS)
    assert before > 0, f"the baseline has no series: {counts}"
    return (before - after) / before * 100
