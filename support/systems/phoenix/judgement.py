"""The judgement of an experiment, made again from what Prometheus has, and compared with the platform's."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from hamcrest import assert_that, contains_string, equal_to

from support.systems.phoenix.experiments import VARIANTS, Experiment, Experiments, seconds_of
from support.systems.phoenix.series import UNEVEN, Collected, check_nodes, check_sides, reduction

METRICS = {"latency": "phoenix_pipeline_batch_seconds", "cost": "phoenix_pipeline_series"}
"""What is compared, and what it is called in Prometheus. Of both of them less is better."""
FEWEST, BARELY = 30, 3
"""Samples that each side needs; and how many more, so that a time told a moment differently has enough, too."""
CHANGE = 5.0
"""Percent of the mean; what is less is neither gain nor regression."""
CONFIDENCE = ((0.001, 0.95), (0.01, 0.85), (0.05, 0.75))
TOLD_APART = 0.25
"""Seconds by which the row of an experiment and its transitions may tell one moment differently: on a busy machine the
database may have to wait between the two."""
UNLIKELY = 5
"""Standard deviations by which what is drawn by lot may be off: in one of two million times it is by more."""
ROUNDING = 0.001
"""Seconds by which a moment that is told may differ from the one that was meant."""

Samples = dict[str, list[float]]
"""Of one metric, by variant."""


class Judgements:
    def __init__(self, experiments: Experiments, collected: Collected) -> None:
        self._experiments, self._collected = experiments, collected

    def results(self, name: str) -> dict[str, Any]:
        found = self._experiments.read(name)["results"]
        assert found is not None, f'"{name}" has no results'
        return dict(found)

    def check_cardinality(self, name: str) -> None:
        """Its result counts the series that its pipelines exported while it ran, and no others."""
        one, results = self._experiments.of(name), self.results(name)
        at, seconds = _window(results)
        counts = self._collected.counted(one, at, seconds)
        check_nodes(name, one, counts)
        self.check_figures(name)

    def check_figures(self, name: str) -> None:
        """Its result tells the series, the critical processes and the reduction of the time it ran."""
        one, results = self._experiments.of(name), self.results(name)
        self._check_time(name, results)
        at, seconds = _window(results)
        counts = self._collected.counted(one, at, seconds)
        check_sides(name, one, results, counts, self._collected.critical(one, at, seconds))
        told, fewer = results["cardinality_reduction"], reduction(counts) if counts["baseline"] else 0.0
        assert abs(told - fewer) < 1e-6, f'"{name}" has {fewer:.3f} % fewer series, not {told:.3f}'

    def _check_time(self, name: str, results: dict[str, Any]) -> None:
        """It is judged by the time it ran: from its start for as long as was asked for, or until it was ended."""
        start, end = self._ran(name)
        since, until = (datetime.fromisoformat(results[key]) for key in ("since", "until"))
        asked = seconds_of(self._experiments.of(name).asked["config"]["duration"])
        expected = min(asked, (end - start).total_seconds())
        apart = (abs((since - start).total_seconds()), abs((until - since).total_seconds() - expected))
        assert max(apart) < TOLD_APART, f'"{name}" ran from {start} for {expected:.2f} s; judged: {since} to {until}'

    def check_loaded(self, name: str, per_second: float) -> None:
        """Its pipelines took as many metrics a second as were to be simulated, together."""
        one, results = self._experiments.of(name), self.results(name)
        at, seconds = _window(results)
        rate = self._collected.rate(one, at, seconds)
        assert abs(rate - per_second) <= per_second * UNEVEN, f'"{name}" got {rate:.0f} metrics a second'

    def check_split(self, name: str) -> None:
        """Its pipelines took turns by their shares, as nearly as what is drawn by lot can."""
        one, results = self._experiments.of(name), self.results(name)
        at, seconds = _window(results)
        query = f'last_over_time(phoenix_pipeline_batches_total{{experiment_id="{one.id}"}}[{seconds}s])'
        taken = {each.labels["variant"]: each.value for each in self._collected.prometheus.find(query, at)}
        share, count = one.asked["config"]["traffic_split"]["candidate_percentage"] / 100, sum(taken.values())
        seen = taken["candidate"] / count
        assert abs(seen - share) <= UNLIKELY * math.sqrt(share * (1 - share) / count), (
            f'the candidate of "{name}" took {seen:.0%} of {count:.0f} batches, and its share is {share:.0%}'
        )

    def check_follows(self, name: str) -> None:
        """What it recommends follows from the samples: means, spreads, Welch's t-test, thresholds, confidence, risk."""
        one, results = self._experiments.of(name), self.results(name)
        told = {metric["metric"]: metric for metric in results["metrics"]}
        assert_that(sorted(told), equal_to(sorted(METRICS)), "the metrics that were compared")
        judged = [self._check_metric(one, results, told[metric]) for metric in METRICS]
        expected = recommendation([(change, p) for change, p in judged])
        assert_that(results["recommendation"], equal_to(expected), f'what is recommended of "{name}", as {judged}')
        known = [p for _, p in judged if p is not None]
        sure = sum(map(confidence, known)) / len(known) if known else 0.3
        assert abs(results["confidence"] - sure) < 1e-9, f"the confidence is {results['confidence']}, not {sure}"
        worst = max((change for change, _ in judged if change is not None), default=0.0)
        risk = "HIGH" if worst > 10 else "MEDIUM" if worst > CHANGE else "LOW"
        assert_that(results["risk"], equal_to(risk), f"the risk, the worst change being {worst:.2f} %")
        promoted = expected == "PROMOTE" and sure > 0.9
        assert_that(
            results["auto_promotion"], equal_to(promoted), f"whether {expected} at {sure:.2f} is promoted by itself"
        )

    def shown(self, name: str) -> tuple[bool, float | None, str]:
        """What Prometheus has of the time it ran, whatever its result says: whether that is surely enough to tell, by
        how many percent the candidate was slower, and what that recommends.
        """
        found = self.seen(name)
        counts = [len(values) for samples in self.of_its_time(name).values() for values in samples.values()]
        enough = min(counts) >= FEWEST + BARELY
        return enough, found["latency"][0], recommendation(list(found.values()) if enough else [(None, None)])

    def seen(self, name: str) -> dict[str, tuple[float | None, float | None]]:
        """Of each metric, as Prometheus has it of the time it ran: the candidate's change in percent, and how likely
        that is by chance; None where there is too little to tell.
        """
        found = {}
        for metric, samples in self.of_its_time(name).items():
            enough = all(len(values) >= FEWEST for values in samples.values())
            found[metric] = (change_of(samples), welch(samples) if enough else None)
        return found

    def of_its_time(self, name: str) -> dict[str, Samples]:
        """All samples that Prometheus has of the time it ran, by metric."""
        start, end = (moment.timestamp() for moment in self._ran(name))
        asked = seconds_of(self._experiments.of(name).asked["config"]["duration"])
        return self.until(name, start, min(start + asked, end))

    def until(self, name: str, start: float, end: float) -> dict[str, Samples]:
        """All samples that would be judged if it had run from one moment to another, in seconds since 1970."""
        one, seconds = self._experiments.of(name), max(1, round(end - start))
        return {
            metric: {variant: self._collected.samples(one, series, variant, end, seconds) for variant in VARIANTS}
            for metric, series in METRICS.items()
        }

    def _ran(self, name: str) -> tuple[datetime, datetime]:
        """When it began and when it ceased to run."""
        told = {one["current_state"]: one["transition_time"] for one in self._experiments.history(name)}
        return datetime.fromisoformat(told["running"]), datetime.fromisoformat(told["analyzing"])

    def check_criteria(self, name: str) -> None:
        """Each criterion is judged by its figure: at its limit it is met."""
        one, results = self._experiments.of(name), self.results(name)
        before, after = (results[variant]["critical_processes"] for variant in VARIANTS)
        latency = next(metric["change_percent"] for metric in results["metrics"] if metric["metric"] == "latency")
        figures = {
            "min_cardinality_reduction": results["cardinality_reduction"],
            "max_latency_increase": latency,
            "critical_process_coverage": after / before * 100 if before else None,
        }
        limits = one.asked["config"]["success_criteria"]
        for told in results["criteria"]:
            value, limit = figures[told["name"]], limits[told["name"]]
            met = value is not None and (value <= limit if told["name"] == "max_latency_increase" else value >= limit)
            expected = {"name": told["name"], "limit": limit, "value": value, "met": met}
            assert_that(told, equal_to(expected), f'how "{name}" did')
        assert_that(sorted(told["name"] for told in results["criteria"]), equal_to(sorted(limits)), "criteria judged")

    def check_outcome(self, name: str) -> None:
        """How it ended follows from its result, and its reason says so."""
        seen, results = self._experiments.read(name), self.results(name)
        outcome = ("completed", "All success criteria")
        if not all(metric["sufficient"] for metric in results["metrics"]):
            outcome = ("failed", "Too little data")
        elif self.missed(name):
            outcome = ("failed", "success criteria")
        elif results["recommendation"] == "REJECT":
            outcome = ("failed", "rejected")
        assert_that(seen["state"], equal_to(outcome[0]), f'how "{name}" ended, of which is said: {seen["reason"]}')
        assert_that(seen["reason"], contains_string(outcome[1]), f'why "{name}" is {seen["state"]}')

    def check_stopped(self, name: str) -> None:
        """Once it is judged nothing is collected of it any more."""
        self._collected.check_stopped(name)

    def missed(self, name: str) -> list[str]:
        return [one["name"] for one in self.results(name)["criteria"] if not one["met"]]

    def _check_metric(
        self, one: Experiment, results: dict[str, Any], told: dict[str, Any]
    ) -> tuple[float | None, float | None]:
        """Its change and how likely that is by chance, as the suite finds them; None where there is too little.

        The time that was judged is told in milliseconds, so one of a few windows has to fit, whole.
        """
        failures = []
        for samples in self._windows(one, results, METRICS[told["metric"]]):
            try:
                return _judged(samples, told)
            except AssertionError as failure:
                failures.append(failure)
        raise failures[0]

    def _windows(self, one: Experiment, results: dict[str, Any], metric: str) -> Iterator[Samples]:
        """All samples of a metric of the time that was judged, whose ends are told in milliseconds, so may differ."""
        at, seconds = _window(results)
        for moment in (at, at + ROUNDING, at - ROUNDING):
            yield {variant: self._collected.samples(one, metric, variant, moment, seconds) for variant in VARIANTS}


def _judged(samples: Samples, told: dict[str, Any]) -> tuple[float | None, float | None]:
    """The change of a metric, and how likely it is by chance, if everything that is told of it follows from these."""
    counts = [len(samples[variant]) for variant in VARIANTS]
    said = [told[variant]["samples"] for variant in VARIANTS]
    assert_that(said, equal_to(counts), f"samples of {told['metric']} of both pipelines")
    for variant in VARIANTS:
        _check_distribution(samples[variant], told[variant], f"{told['metric']} of the {variant}")
    enough = min(counts) >= FEWEST
    assert_that(told["sufficient"], equal_to(enough), f"whether {counts} samples suffice")
    change, p = change_of(samples), welch(samples) if enough else None
    for key, expected in (("change_percent", change), ("p_value", p)):
        assert _alike(told[key], expected), f"{key} of {told['metric']} is {told[key]}, not {expected}"
    sure = 0.0 if p is None else confidence(p)
    assert_that(told["confidence"], equal_to(sure), f"the confidence in {told['metric']}, p being {p}")
    return change, p


def welch(samples: Samples) -> float:
    """How likely a difference of means as large as this is by chance.

    Where neither side varies at all, which the test does not know: 1 when they are equal, 0 when they are not.
    """
    from scipy.stats import ttest_ind  # type: ignore[import-untyped]  # takes half a second to load

    before, after = samples["baseline"], samples["candidate"]
    if len(set(before)) == len(set(after)) == 1:
        return 1.0 if before[0] == after[0] else 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of sides that hardly vary, as counts of series do
        return float(ttest_ind(before, after, equal_var=False).pvalue)


def recommendation(metrics: Sequence[tuple[float | None, float | None]]) -> str:
    """What follows from each metric's change in percent and its p; None where there is too little data."""
    if any(p is None for _, p in metrics):
        return "CONTINUE"
    changes = [change for change, p in metrics if change is not None and p is not None and p < CONFIDENCE[-1][0]]
    if any(change > CHANGE for change in changes):
        return "REJECT"
    return "PROMOTE" if any(change < -CHANGE for change in changes) else "NEUTRAL"


def confidence(p: float) -> float:
    return next((sure for limit, sure in CONFIDENCE if p < limit), 0.5)


def _window(results: dict[str, Any]) -> tuple[float, int]:
    """The end of the time that was judged, and its length in whole seconds."""
    since, until = (datetime.fromisoformat(results[key]).timestamp() for key in ("since", "until"))
    return until, max(1, round(until - since))


def change_of(samples: Samples) -> float | None:
    """By how many percent the mean of the candidate is more; None where it cannot be told."""
    before, after = (samples[variant] for variant in VARIANTS)
    if not before or not after or not sum(before):
        return None
    mean = sum(before) / len(before)
    return (sum(after) / len(after) - mean) / mean * 100


def _check_distribution(values: list[float], told: dict[str, Any], what: str) -> None:
    import numpy as np

    if len(values) < 2:
        none = dict.fromkeys(("standard_deviation", "min", "max", "p50", "p95", "p99"))
        assert_that(told, equal_to({"samples": len(values), "mean": values[0] if values else None, **none}), what)
        return
    expected = {
        "mean": np.mean(values),
        "standard_deviation": np.std(values, ddof=1),
        "min": np.min(values),
        "max": np.max(values),
        **{f"p{percent}": np.percentile(values, percent) for percent in (50, 95, 99)},
    }
    wrong = {key: (told[key], float(value)) for key, value in expected.items() if not _alike(told[key], float(value))}
    assert_that(wrong, equal_to({}), f"figures of {what}, as told and as they are")


def _alike(one: float | None, other: float | None) -> bool:
    """Whether two figures are the same, but for the last digits of a long calculation."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= 1e-6 * max(abs(one), abs(other)) + 1e-12
