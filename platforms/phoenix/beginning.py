"""Something to look at: experiments in every state of their lives, made through Phoenix's own doors.

What is there already, in a deployment that was brought up before, stays as it is.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx

from platforms.common.beginning import Where, done, run

PEOPLE = {"Uwe": "user", "Vera": "viewer"}
"""Who works here, beside the admin that every deployment is born with."""
GATEWAY = "api-gateway"
EXPERIMENTS = "/api/v1/experiments"
LOADED = {"process_count": 100, "metrics_per_second": 1000, "seconds": 3600}
"""Processes that are simulated on the nodes of whatever runs, and metrics of them."""
JUDGED_WITHIN = 60.0
"""Seconds until those that run for seconds have ended."""


@dataclass(frozen=True)
class Trial:
    """An experiment, and what is done with it."""

    candidate: str
    description: str
    nodes: tuple[str, ...]
    duration: str
    states: tuple[str, ...] = ("initializing",)
    """What an admin asks for."""
    reason: str = ""
    criteria: Mapping[str, float] = field(default_factory=dict)


TRIALS = {
    "Fewer series for the shop": Trial(
        "process-priority-filter-v1",
        "Do we miss anything if only what matters is kept?",
        ("shop-1", "shop-2", "shop-3"),
        "12s",
        criteria={"max_latency_increase": 100},  # a busy machine may slow down either
    ),
    "Hardly any series": Trial("process-minimal-v1", "How little is too little?", ("ledger-1", "ledger-2"), "12s"),
    "Workers as one": Trial(
        "process-aggregated-v1", "Every worker of a kind in one series.", ("worker-1", "worker-2"), "2h"
    ),
    "Everything by priority": Trial(
        "process-adaptive-v1",
        "For the night shift.",
        ("night-1",),
        "30m",
        ("initializing", "cancelled"),
        "No night shift",
    ),
    "The ten busiest": Trial("process-topk-v1", "Waits for an admin to start it.", ("shop-4",), "30m", ()),
}
"""By name: one that ends well, one that does not, one that runs, one that was given up, and one that waits."""


def begin(where: Where) -> list[str]:
    """Make all of it; returns the lines that say how to look around. httpx.HTTPError when a door is shut."""
    mark = secrets.token_hex(2)  # the same people again are others: an e-mail belongs to one account
    admin = where.admin(GATEWAY)
    people = {name: where.register(GATEWAY, name, f"{name.lower()}.{mark}@phoenix.test") for name in PEOPLE}
    for name, role in PEOPLE.items():
        where.give_role(GATEWAY, admin, people[name], role)
    starter = where.client(GATEWAY, admin.token)
    made = _create(where.client(GATEWAY, people["Uwe"].token), starter)
    asyncio.run(_await_ends(starter, [made[name] for name in made if TRIALS[name].duration.endswith("s")]))
    return [
        f"  Look around at {where.urls[GATEWAY]}",
        *(people[name].told(role) for name, role in PEOPLE.items()),
        admin.told("admin"),
    ]


def _create(creator: httpx.Client, admin: httpx.Client) -> dict[str, str]:
    """The experiments that were not there, by name, each brought as far as it is to go; their ids."""
    made = {}
    for name, trial in reversed(TRIALS.items()):  # lists show the latest first
        wish = {
            **{"name": name, "description": trial.description, "target_nodes": trial.nodes},
            **{"baseline_pipeline": "process-baseline-v1", "candidate_pipeline": trial.candidate},
            "config": {"duration": trial.duration, "success_criteria": trial.criteria, "auto_start": False},
        }
        answer = creator.post(EXPERIMENTS, json=wish)
        if answer.status_code == httpx.codes.CONFLICT:
            continue
        made[name] = str(done(answer)["id"])
        path = f"{EXPERIMENTS}/{made[name]}"
        done(admin.put(f"{path}/load", json=LOADED))
        for state in trial.states:
            reason = trial.reason if state == "cancelled" else ""
            done(admin.patch(f"{path}/state", json={"state": state, "reason": reason}))
    return made


async def _await_ends(admin: httpx.Client, ids: list[str]) -> None:
    async with asyncio.timeout(JUDGED_WITHIN):
        while any(done(admin.get(f"{EXPERIMENTS}/{one}"))["completed_at"] is None for one in ids):
            await asyncio.sleep(0.2)


if __name__ == "__main__":
    run(begin)
