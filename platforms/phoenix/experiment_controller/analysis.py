"""The judgement of an experiment: what its figures say, whether it met its criteria, and what to do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import fmean, quantiles, stdev
from typing import Literal

from pydantic import BaseModel

from platforms.common.fields import Moment
from platforms.phoenix.experiment_controller import welch
from platforms.phoenix.figures import Side
from platforms.phoenix.shape import SuccessCriteria, Variant

FEWEST_SAMPLES = 30
CHANGE_PERCENT = 5.0
"""What is less is neither gain nor regression."""
SIGNIFICANT = 0.05
HIGH_RISK_PERCENT = 10.0

Recommendation = Literal["PROMOTE", "REJECT", "NEUTRAL", "CONTINUE"]
Risk = Literal["HIGH", "MEDIUM", "LOW"]


class Distribution(BaseModel):
    """Samples of a metric; null is what so few do not have."""

    samples: int
    mean: float | None = None
    standard_deviation: float | None = None
    min: float | None = None
    max: float | None = None
    p50: float | None = None
    p95: float | None = None
    p99: float | None = None


class Comparison(BaseModel):
    """One metric of both pipelines. Of all of them less is better."""

    metric: str
    baseline: Distribution
    candidate: Distribution
    sufficient: bool
    change_percent: float | None
    """Of the mean, from baseline to candidate; null where it cannot be told."""
    p_value: float | None
    confidence: float


class Criterion(BaseModel):
    name: str
    limit: float
    value: float | None
    """Null where there is no data for it."""
    met: bool


class Results(BaseModel):
    since: Moment
    until: Moment
    baseline: Side
    candidate: Side
    cardinality_reduction: float
    latency_increase: float | None
    critical_process_coverage: float | None
    metrics: list[Comparison]
    criteria: list[Criterion]
    recommendation: Recommendation
    confidence: float
    risk: Risk
    auto_promotion: bool


def distribution(values: Sequence[float]) -> Distribution:
    if len(values) < 2:
        return Distribution(samples=len(values), mean=values[0] if values else None)
    percentiles = quantiles(values, n=100, method="inclusive")
    return Distribution(
        samples=len(values),
        mean=fmean(values),
        standard_deviation=stdev(values),
        min=min(values),
        max=max(values),
        p50=percentiles[49],
        p95=percentiles[94],
        p99=percentiles[98],
    )


def compare(metric: str, samples: dict[Variant, list[float]]) -> Comparison:
    """Both sides of a metric, by Welch's t-test."""
    baseline, candidate = samples["baseline"], samples["candidate"]
    sufficient = min(len(baseline), len(candidate)) >= FEWEST_SAMPLES
    change = percent(fmean(baseline), fmean(candidate)) if baseline and candidate else None
    p = welch.p_value(baseline, candidate) if sufficient else None
    return Comparison(
        metric=metric,
        baseline=distribution(baseline),
        candidate=distribution(candidate),
        sufficient=sufficient,
        change_percent=change,
        p_value=p,
        confidence=0.0 if p is None else confidence_of(p),
    )


def confidence_of(p: float) -> float:
    for limit, confidence in ((0.001, 0.95), (0.01, 0.85), (0.05, 0.75)):
        if p < limit:
            return confidence
    return 0.5


def percent(before: float, after: float) -> float | None:
    """By how much it grew; None where there was nothing."""
    return (after - before) / before * 100 if before else None


def recommend(metrics: Sequence[Comparison]) -> Recommendation:
    if any(not one.sufficient for one in metrics):
        return "CONTINUE"
    changes = [one.change_percent for one in metrics if significant(one) and one.change_percent is not None]
    if any(change > CHANGE_PERCENT for change in changes):
        return "REJECT"
    return "PROMOTE" if any(change < -CHANGE_PERCENT for change in changes) else "NEUTRAL"


def significant(metric: Comparison) -> bool:
    return metric.p_value is not None and metric.p_value < SIGNIFICANT


def risk_of(metrics: Sequence[Comparison]) -> Risk:
    worst = max((one.change_percent for one in metrics if one.change_percent is not None), default=-math.inf)
    return "HIGH" if worst > HIGH_RISK_PERCENT else "MEDIUM" if worst > CHANGE_PERCENT else "LOW"


def criteria_met(criteria: SuccessCriteria, results: dict[str, float | None]) -> list[Criterion]:
    """Each criterion: exactly at its limit it is met; without data it is not."""
    reduction, latency, coverage = (
        results[name] for name in ("cardinality_reduction", "latency_increase", "critical_process_coverage")
    )
    return [
        Criterion(
            name="min_cardinality_reduction",
            limit=criteria.min_cardinality_reduction,
            value=reduction,
            met=reduction is not None and reduction >= criteria.min_cardinality_reduction,
        ),
        Criterion(
            name="max_latency_increase",
            limit=criteria.max_latency_increase,
            value=latency,
            met=latency is not None and latency <= criteria.max_latency_increase,
        ),
        Criterion(
            name="critical_process_coverage",
            limit=criteria.critical_process_coverage,
            value=coverage,
            met=coverage is not None and coverage >= criteria.critical_process_coverage,
        ),
    ]


def judge(
    criteria: SuccessCriteria,
    sides: dict[Variant, Side],
    metrics: list[Comparison],
    since: Moment,
    until: Moment,
) -> Results:
    """All of it."""
    baseline, candidate = sides["baseline"], sides["candidate"]
    growth = percent(baseline.time_series_count, candidate.time_series_count)
    figures = {
        "cardinality_reduction": 0.0 if growth is None else -growth,
        "latency_increase": metrics[0].change_percent,
        "critical_process_coverage": (
            candidate.critical_processes / baseline.critical_processes * 100 if baseline.critical_processes else None
        ),
    }
    usable = [one for one in metrics if one.sufficient]
    recommendation = recommend(metrics)
    confidence = fmean(one.confidence for one in usable) if usable else 0.3
    return Results(
        since=since,
        until=until,
        baseline=baseline,
        candidate=candidate,
        cardinality_reduction=figures["cardinality_reduction"] or 0.0,
        latency_increase=figures["latency_increase"],
        critical_process_coverage=figures["critical_process_coverage"],
        metrics=metrics,
        criteria=criteria_met(criteria, figures),
        recommendation=recommendation,
        confidence=confidence,
        risk=risk_of(metrics),
        auto_promotion=recommendation == "PROMOTE" and confidence > 0.9,
    )


def verdict(results: Results) -> str:
    """Why the experiment failed; empty when it did not."""
    if short := [one for one in results.metrics if not one.sufficient]:
        told = ", ".join(
            f"{one.metric} has {one.baseline.samples} samples of the baseline, {one.candidate.samples} of the candidate"
            for one in short
        )
        return f"Too little data: {told}; each side needs {FEWEST_SAMPLES}."
    if missed := [one for one in results.criteria if not one.met]:
        told = ", ".join(
            f"{one.name} is {'unknown' if one.value is None else f'{one.value:.1f} %'} (limit {one.limit:g} %)"
            for one in missed
        )
        return f"Did not meet success criteria: {told}."
    if results.recommendation == "REJECT":
        return "Analysis rejected candidate configuration."
    return ""
