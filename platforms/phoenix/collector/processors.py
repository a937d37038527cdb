"""What the processors of a pipeline do to what a node has sent: filter, add up, keep the most expensive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from platforms.phoenix.pipelines import (
    AggregateConfig,
    AggregateProcessor,
    FilterConfig,
    FilterProcessor,
    TopConfig,
    TopProcessor,
)

MANY = "*"
"""The name, or pid, of what is several processes."""


@dataclass(frozen=True, slots=True)
class Point:
    """What one metric of one process of a node is now."""

    process_name: str
    pid: str
    priority: str
    value: float


Usage = Mapping[tuple[str, str, str], float]
"""Processor seconds that a process has used: by node, name and pid; that of the whole pipeline."""


def process(
    processor: FilterProcessor | AggregateProcessor | TopProcessor, points: list[Point], node: str, usage: Usage
) -> list[Point]:
    """What a processor makes of one metric of one node."""
    if isinstance(processor, FilterProcessor):
        return filtered(points, processor.config)
    if isinstance(processor, AggregateProcessor):
        return aggregated(points, processor.config)
    return top(points, processor.config, node, usage)


def filtered(points: list[Point], config: FilterConfig) -> list[Point]:
    everything = config.include_patterns == ["*"]
    return [
        point
        for point in points
        if point.priority in config.include_priorities
        and (everything or any(fnmatchcase(point.process_name, pattern) for pattern in config.include_patterns))
    ]


def aggregated(points: list[Point], config: AggregateConfig) -> list[Point]:
    kept = [point for point in points if point.priority not in config.priorities]
    sums: dict[tuple[str, str], float] = {}
    for point in points:
        if point.priority in config.priorities:
            key = (point.process_name if config.by == "process_name" else MANY, point.priority)
            sums[key] = sums.get(key, 0.0) + point.value
    return kept + [Point(name, MANY, priority, value) for (name, priority), value in sums.items()]


def top(points: list[Point], config: TopConfig, node: str, usage: Usage) -> list[Point]:
    """Of all processes that the pipeline knows, whatever their node; what must be kept does not count."""
    ranked = sorted(usage, key=lambda key: (-usage[key], key))[: config.k]
    chosen = set(ranked)
    return [
        point for point in points if point.priority in config.always or (node, point.process_name, point.pid) in chosen
    ]
