"""Pipelines that run: they receive what their nodes send, process it, and export what is left for Prometheus."""

from __future__ import annotations

import random
import time
from uuid import UUID

from platforms.phoenix import pipelines
from platforms.phoenix.collector import processors
from platforms.phoenix.collector.processors import Point
from platforms.phoenix.pipelines import TopProcessor
from platforms.phoenix.shape import Deployment

CPU = "process_cpu_seconds_total"
"""What processes are ranked by."""
METRICS = (CPU, "process_memory_bytes", "process_threads", "process_open_fds", "process_uptime_seconds")


class Pipeline:
    """One pipeline of one experiment."""

    def __init__(self, deployment: Deployment) -> None:
        """`ApiError` 422 when its configuration is wrong."""
        self.deployment = deployment
        self._processors = pipelines.read(deployment.configuration)
        self._raw: dict[tuple[str, str], list[Point]] = {}
        self._left: dict[tuple[str, str], list[Point]] = {}
        self._usage: dict[tuple[str, str, str], float] = {}
        self._seconds: float | None = None
        self._batches = 0
        self._points = 0
        self._lines = ""

    def reconfigure(self, deployment: Deployment) -> None:
        """Go on with another configuration: what stays goes on without a gap. `ApiError` 422 when it is wrong."""
        self._processors = pipelines.read(deployment.configuration)
        self.deployment = deployment
        self._rank()
        self._left = {key: self._process(key[1], points) for key, points in self._raw.items()}
        self._lines = self._export()

    def takes(self, tenant: str, node: str) -> bool:
        """Whether what this node sends is for it."""
        return tenant == self.deployment.tenant and node in self.deployment.nodes

    def receive(self, metric: str, nodes: dict[str, list[Point]]) -> None:
        """One metric of all processes of these nodes, as they are at this moment."""
        began = time.thread_time()
        for node, points in nodes.items():
            self._raw[metric, node] = points
            self._points += len(points)
        stale = {(metric, node) for node in nodes}
        if metric == CPU:
            ranked = self._usage
            self._rank()
            if self._usage.keys() != ranked.keys():  # what is left of the other metrics was chosen without these
                stale = set(self._raw)
        for key in self._raw:
            if key in stale:
                self._left[key] = self._process(key[1], self._raw[key])
        self._lines = self._export()
        self._batches += 1
        self._seconds = time.thread_time() - began

    @property
    def page(self) -> str:
        """What it exports, and its own figures."""
        labels = f'variant="{self.deployment.variant}",experiment_id="{self.deployment.experiment_id}"'
        figures: dict[str, float] = {
            "phoenix_pipeline_series": sum(len(points) for points in self._left.values()),
            "phoenix_pipeline_batches_total": self._batches,
            "phoenix_pipeline_points_total": self._points,
            "phoenix_pipeline_version": self.deployment.version,
        }
        if self._seconds is not None:
            figures["phoenix_pipeline_batch_seconds"] = self._seconds  # processor time from receipt to export
        return self._lines + "".join(f"{name}{{{labels}}} {value}\n" for name, value in figures.items())

    def _rank(self) -> None:
        """Add up what processes have used, as the processors before a `topk` leave it."""
        if not any(isinstance(one, TopProcessor) for one in self._processors):
            return
        self._usage = {}
        for (metric, node), points in self._raw.items():
            if metric == CPU:
                left = points
                for processor in self._processors:
                    if isinstance(processor, TopProcessor):
                        break
                    left = processors.process(processor, left, node, {})
                always = next(p.config.always for p in self._processors if isinstance(p, TopProcessor))
                for point in left:
                    if point.priority not in always:
                        self._usage[node, point.process_name, point.pid] = point.value

    def _process(self, node: str, points: list[Point]) -> list[Point]:
        for processor in self._processors:
            points = processors.process(processor, points, node, self._usage)
        return points

    def _export(self) -> str:
        """All that is left, in the text format of Prometheus."""
        own = f'variant="{self.deployment.variant}",experiment_id="{self.deployment.experiment_id}"'
        return "".join(
            f'{metric}{{process_name="{point.process_name}",pid="{point.pid}",priority="{point.priority}",'
            f'node="{node}",{own}}} {point.value:.6f}\n'
            for (metric, node), points in self._left.items()
            for point in points
        )


class Pipelines:
    """All that run here, by experiment and variant."""

    def __init__(self) -> None:
        self._running: dict[tuple[UUID, str], Pipeline] = {}

    def deploy(self, deployment: Deployment) -> None:
        """Start it, or go on with this version of it; `ApiError` 422 leaves all as it is."""
        key = (deployment.experiment_id, deployment.variant)
        running = self._running.get(key)
        if running is None:
            self._running[key] = Pipeline(deployment)
        elif running.deployment != deployment:
            running.reconfigure(deployment)

    def stop(self, experiment_id: UUID, variant: str) -> None:
        """Nothing happens when it does not run."""
        self._running.pop((experiment_id, variant), None)

    def receive(self, tenant: str, metric: str, nodes: dict[str, list[Point]]) -> None:
        """Give what nodes have sent to the pipelines they are for: of each experiment to the one whose turn it is."""
        for experiment_id in {key[0] for key in self._running}:
            chosen = random.random() * 100
            for variant in ("baseline", "candidate"):
                pipeline = self._running.get((experiment_id, variant))
                if pipeline is None or not _is_turn_of(variant, chosen, pipeline.deployment.share):
                    continue
                if taken := {node: points for node, points in nodes.items() if pipeline.takes(tenant, node)}:
                    pipeline.receive(metric, taken)

    def versions(self) -> list[Deployment]:
        return [pipeline.deployment for pipeline in self._running.values()]

    def page(self) -> str:
        """All that they export, for Prometheus."""
        return "".join(pipeline.page for pipeline in self._running.values())


def _is_turn_of(variant: str, chosen: float, share: int) -> bool:
    """`chosen` is a number from 0 to 100 that is drawn for each batch; `share` is what the variant gets of them."""
    return chosen < share if variant == "baseline" else chosen >= 100 - share
