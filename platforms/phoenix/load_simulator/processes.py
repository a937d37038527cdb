"""Processes that do not exist, and what they would tell of themselves: for the same node the same ones."""

from __future__ import annotations

import random
from dataclasses import dataclass

SHARES = (("critical", 15), ("high", 35), ("medium", 30), ("low", 20))
"""Of a hundred processes."""
ALIKE = 5
"""Processes of medium and low priority that have the same name, as the workers of a service have."""
METRICS = (
    "process_cpu_seconds_total",
    "process_memory_bytes",
    "process_threads",
    "process_open_fds",
    "process_uptime_seconds",
)


@dataclass(frozen=True)
class Process:
    name: str
    pid: str
    priority: str
    cpu: float
    """Seconds of processor time that it uses in a second."""
    memory: float

    def tell(self, metric: str, uptime: float) -> float:
        """What a metric of it is when the load is that many seconds old."""
        if metric == "process_cpu_seconds_total":
            return self.cpu * uptime
        if metric == "process_memory_bytes":
            return self.memory * random.uniform(0.95, 1.05)
        if metric == "process_uptime_seconds":
            return uptime
        return float(random.randint(1, 64))


def of_nodes(nodes: list[str], count: int) -> dict[str, list[Process]]:
    """So many processes, spread over these nodes, each with its share of every priority."""
    return {
        node: _of_node(node, count // len(nodes) + (1 if number < count % len(nodes) else 0))
        for number, node in enumerate(nodes)
    }


def _of_node(node: str, count: int) -> list[Process]:
    drawn = random.Random(node)
    processes: list[Process] = []
    for number in range(count):
        # from the most to the least important, so that each priority has its share of any count
        priority = _priority((number + 0.5) * 100 / count)
        rank = sum(1 for one in processes if one.priority == priority)
        kind = rank // ALIKE if priority in ("medium", "low") else rank
        processes.append(
            Process(
                f"{priority}_{kind:02}",
                str(1000 + number),
                priority,
                drawn.uniform(0.01, 1.0),
                drawn.uniform(1, 512) * 1024 * 1024,
            )
        )
    return processes


def _priority(percent: float) -> str:
    for priority, share in SHARES:
        if percent < share:
            return priority
        percent -= share
    return SHARES[-1][0]
