"""Something to look at: experiments in every state of their lives, made through Phoenix's own doors.

`python -m platforms.phoenix.beginning` reads from standard input where Phoenix is, as Veza's does, and writes whom one
may sign in as. What is there already, in a deployment that was brought up before, stays as it is.
"""

from __future__ import annotations

import asyncio
import json
import secrets
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

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


@dataclass(frozen=True)
class Where:
    """Where Phoenix is, and how its admin gets in."""

    urls: Mapping[str, str]
    authority: str | None
    credentials: Mapping[str, str]

    def client(self, token: str = "") -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        trust = ssl.create_default_context(cafile=self.authority)
        return httpx.Client(base_url=self.urls[GATEWAY], verify=trust, headers=headers, timeout=30, trust_env=False)


def begin(where: Where) -> list[str]:
    """Make all of it; returns the lines that say how to look around. httpx.HTTPError when a door is shut."""
    mark = secrets.token_hex(2)  # the same people again are others: an e-mail belongs to one account
    email, password = where.credentials["admin_email"], where.credentials["admin_password"]
    admin = where.client(_sign_in(where, email, password))
    people = {name: (f"{name.lower()}.{mark}@phoenix.test", secrets.token_urlsafe(9)) for name in PEOPLE}
    for name, role in PEOPLE.items():
        person = _register(where, name, *people[name])
        _done(admin.put(f"/api/v1/admin/people/{person}/role", json={"role": role}))
    made = _create(where.client(_sign_in(where, *people["Uwe"])), admin)
    asyncio.run(_await_ends(admin, [made[name] for name in made if TRIALS[name].duration.endswith("s")]))
    lines = [f"    {role:<10} {people[name][0]:<28} {people[name][1]}" for name, role in PEOPLE.items()]
    return [f"  Look around at {where.urls[GATEWAY]}", *lines, f"    {'admin':<10} {email:<28} {password}"]


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
        made[name] = str(_done(answer)["id"])
        path = f"{EXPERIMENTS}/{made[name]}"
        _done(admin.put(f"{path}/load", json=LOADED))
        for state in trial.states:
            reason = trial.reason if state == "cancelled" else ""
            _done(admin.patch(f"{path}/state", json={"state": state, "reason": reason}))
    return made


async def _await_ends(admin: httpx.Client, ids: list[str]) -> None:
    async with asyncio.timeout(JUDGED_WITHIN):
        while any(_done(admin.get(f"{EXPERIMENTS}/{one}"))["completed_at"] is None for one in ids):
            await asyncio.sleep(0.2)


def _register(where: Where, name: str, email: str, password: str) -> str:
    given = {"email": email, "password": password, "display_name": name}
    return str(_done(where.client().post("/api/auth/register", json=given))["user"]["id"])


def _sign_in(where: Where, email: str, password: str) -> str:
    given = {"email": email, "password": password}
    return str(_done(where.client().post("/api/auth/login", json=given))["access_token"])


def _done(reply: httpx.Response) -> Any:
    reply.raise_for_status()
    return reply.json()["data"]


if __name__ == "__main__":
    print("\n".join(begin(Where(**json.load(sys.stdin)))))
