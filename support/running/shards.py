"""Dividing a run among machines: `-D shard=2/3` runs the second of three parts."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from support.running.selection import Identity
from support.running.share import Share
from support.running.times import Times

if TYPE_CHECKING:
    from support.running.model import Scenario
    from support.running.run import Run


def divide(identities: Sequence[Identity], of: int, times: Times) -> dict[Identity, int]:
    """The shard of each scenario, from 1 to `of`: the longest first, each to the shard with least to do so far.

    The longest shard takes at most 4/3 - 1/(3 · of) of the shortest time possible. What is alike goes by
    identity, so that every machine with the same scenarios and times finds the same.
    """
    loads = [(0.0, 0, number) for number in range(1, of + 1)]  # seconds, scenarios, shard: a heap
    shards = {}
    for identity in sorted(identities, key=lambda one: (-times.expected(one), one.key)):
        seconds, scenarios, number = loads[0]
        shards[identity] = number
        heapq.heapreplace(loads, (seconds + times.expected(identity), scenarios + 1, number))
    return shards


def share(run: Run, selected: Sequence[Scenario], identities: Mapping[int, Identity]) -> list[Scenario]:
    """The selected scenarios that this run's shard has, in order; the others are marked as skipped.

    All of them when the run is not divided. Notes the share in `run.share`.
    """
    shard = run.settings.shard
    if shard is None:
        return list(selected)
    shards = divide([identities[id(scenario)] for scenario in selected], shard.of, run.times)
    plan = "\n".join(sorted(f"{number} {identity.key}" for identity, number in shards.items()))
    ours = []
    for scenario in selected:
        if shards[identities[id(scenario)]] == shard.number:
            ours.append(scenario)
        else:
            scenario.mark_skipped()
    run.share = Share(shard, len(selected), len(ours), hashlib.sha256(plan.encode()).hexdigest()[:16])
    return ours
