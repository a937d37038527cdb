"""Loads that are simulated: each sends what its processes tell, in an even stream, until it ends."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import UTC, datetime
from uuid import UUID

from prometheus_client import Counter

from platforms.common.errors import ApiError
from platforms.common.peers import Peer
from platforms.phoenix.load_simulator import processes
from platforms.phoenix.load_simulator.processes import METRICS
from platforms.phoenix.shape import Load

log = logging.getLogger(__name__)

SENT = Counter("load_sim_metrics_sent_total", "Metrics that the collector has taken.")
FAILED = Counter("load_sim_metrics_failed_total", "Metrics that it has not.")


class Loads:
    def __init__(self, collector: Peer) -> None:
        self._collector = collector
        self._running: dict[UUID, tuple[Load, asyncio.Task[None]]] = {}

    def start(self, load: Load) -> None:
        """Simulate this load instead of what was simulated for the experiment."""
        known = self._running.get(load.experiment_id)
        if known is not None and known[0] == load and not known[1].done():
            return
        self.stop(load.experiment_id)
        self._running[load.experiment_id] = (load, asyncio.create_task(self._run(load)))

    def stop(self, experiment_id: UUID) -> None:
        """Nothing happens when nothing is simulated for it."""
        if known := self._running.pop(experiment_id, None):
            known[1].cancel()

    def running(self) -> list[Load]:
        return [load for load, task in self._running.values() if not task.done()]

    async def close(self) -> None:
        for experiment_id in list(self._running):
            self.stop(experiment_id)

    async def _run(self, load: Load) -> None:
        nodes = processes.of_nodes(load.nodes, load.processes)
        pause = load.processes / load.metrics_per_second
        began = time.monotonic()
        number = 0
        while datetime.now(UTC) < load.ends_at:
            await asyncio.sleep(max(0.0, began + number * pause - time.monotonic()))
            metric = METRICS[number % len(METRICS)]
            uptime = time.monotonic() - began
            batch = {
                "tenant": load.tenant,
                "metric": metric,
                "nodes": {
                    node: [(one.name, one.pid, one.priority, one.tell(metric, uptime)) for one in known]
                    for node, known in nodes.items()
                },
            }
            number += 1
            try:
                await self._collector.data("POST", "/internal/batches", json=batch)
            except ApiError as error:
                FAILED.inc(load.processes)
                log.warning("the collector did not take it: %s", error)
            else:
                SENT.inc(load.processes)
