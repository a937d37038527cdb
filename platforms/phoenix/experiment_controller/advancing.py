"""Brings experiments from state to state: prepares them, lets them run, judges them.

What to do is read from the database each time, so that a restart loses nothing, and two controllers do no harm: of
two that do the same the database refuses one.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
from prometheus_client import Counter, Gauge

from platforms.common.errors import ApiError
from platforms.common.logs import correlation_id
from platforms.phoenix import experiments
from platforms.phoenix.experiment_controller import analysis, reconciling
from platforms.phoenix.experiment_controller.context import Controller
from platforms.phoenix.figures import COST, LATENCY
from platforms.phoenix.shape import ACTIVE, VARIANTS, State, SuccessCriteria, Variant

log = logging.getLogger(__name__)

CHANGED = Counter("phoenix_experiment_state_transitions_total", "States that the controller has set.", ["state"])
BY_STATE = Gauge("phoenix_experiments_active", "Experiments that have pipelines.", ["state"])


async def run(controller: Controller) -> None:
    """Again and again, until it is cancelled."""
    while True:
        try:
            await advance(controller)
        except ApiError as error:  # the database is away, which is logged already
            log.warning("nothing can be advanced: %s", error)
        except Exception:
            log.exception("advancing failed")
        await asyncio.sleep(controller.settings.advancing_seconds)


async def advance(controller: Controller) -> None:
    """Everything that can be done now, once."""
    active = await experiments.in_states(controller.database, ACTIVE)
    for state in ACTIVE:
        BY_STATE.labels(state).set(sum(1 for row in active if row["state"] == state))
    room = controller.settings.most_active - len(active)
    if room > 0:
        await begin_waiting(controller, room)
    await asyncio.gather(*(_guarded(step(controller, row), row["id"]) for row in active))
    deployed: set[tuple[UUID, str]] = set()
    try:
        deployed = await reconciling.pipelines(controller)
        await reconciling.loads(controller)
    except ApiError as error:
        log.warning("not all runs that ought to: %s", error)
    for row in active:
        if row["state"] == State.INITIALIZING and all((row["id"], variant) in deployed for variant in VARIANTS):
            await _guarded(set_state(controller, row["id"], State.RUNNING), row["id"])


async def begin_waiting(controller: Controller, room: int) -> None:
    """Begin with those that wait longest."""
    rows = await controller.database.fetch(
        "SELECT id FROM experiments WHERE state = 'pending' AND auto_start ORDER BY created_at LIMIT $1", room
    )
    for row in rows:
        await _guarded(set_state(controller, row["id"], State.INITIALIZING), row["id"])


async def step(controller: Controller, row: asyncpg.Record) -> None:
    """What an experiment needs in the state in which it is."""
    if row["state"] == State.INITIALIZING:
        if row["seconds_in_state"] > controller.settings.initializing_seconds:
            await set_state(controller, row["id"], State.FAILED, "Initializing took too long.")
        else:
            await prepare(controller, row)
    elif row["state"] == State.RUNNING:
        if row["seconds_in_state"] >= row["run_seconds"]:
            await set_state(controller, row["id"], State.ANALYZING)
    elif row["seconds_in_state"] > controller.settings.analyzing_seconds:
        await set_state(controller, row["id"], State.FAILED, "Analyzing took too long.")
    elif row["seconds_in_state"] > controller.settings.settling_seconds:
        await judge(controller, row)


async def prepare(controller: Controller, row: asyncpg.Record) -> None:
    """Have the configurations of both pipelines generated, unless they are."""
    if await experiments.deployments(controller.database, row["id"]):
        return
    templates: dict[Variant, str] = {variant: row[f"{variant}_pipeline"] for variant in VARIANTS}
    order = {
        "experiment_id": str(row["id"]),
        "target_nodes": row["target_nodes"],
        **{f"{variant}_pipeline": template for variant, template in templates.items()},
    }
    try:
        made: dict[str, Any] = await controller.peers["config-generator"].data("POST", "/internal/generate", json=order)
    except ApiError as error:
        if error.status < 500:
            await set_state(controller, row["id"], State.FAILED, f"No configuration: {error.message}")
            return
        raise
    async with controller.database.transaction() as connection:
        experiment = await experiments.lock(connection, row["tenant"], row["id"])
        if experiment.state == State.INITIALIZING:
            configurations: dict[Variant, str] = {variant: made[f"{variant}_config"] for variant in VARIANTS}
            await experiments.deploy(connection, row["id"], configurations, templates)


async def judge(controller: Controller, row: asyncpg.Record) -> None:
    """Ask Prometheus what both pipelines did while they ran, and end the experiment."""
    since: datetime = row["started_at"]
    # analyzing began when somebody looked, which after an outage may be long after the end of running
    until = min(since + timedelta(seconds=row["run_seconds"]), row["entered_at"])
    seconds = max(1, round((until - since).total_seconds()))
    sides = await controller.figures.sides(row["id"], until, seconds)
    metrics = [
        analysis.compare(name, await controller.figures.samples(metric, row["id"], until, seconds))
        for name, metric in (("latency", LATENCY), ("cost", COST))
    ]
    criteria = SuccessCriteria.model_validate(row["config"]["success_criteria"])
    results = analysis.judge(criteria, sides, metrics, since, until)
    reason = analysis.verdict(results)
    await set_state(
        controller,
        row["id"],
        State.FAILED if reason else State.COMPLETED,
        reason or f"All success criteria are met; {results.recommendation}.",
        results.model_dump(mode="json"),
    )


async def set_state(
    controller: Controller, experiment_id: UUID, state: State, reason: str = "", results: dict[str, Any] | None = None
) -> None:
    async with controller.database.transaction() as connection:
        await experiments.change_state(connection, experiment_id, state, reason, results)
    CHANGED.labels(state).inc()
    log.info("experiment %s is %s", experiment_id, state, extra={"experiment_id": str(experiment_id)})


async def _guarded(work: Any, experiment_id: UUID) -> None:
    """One experiment that cannot be advanced keeps no other from it."""
    token = correlation_id.set(f"experiment-{experiment_id}")
    try:
        await work
    except ApiError as error:
        log.warning("experiment %s waits: %s", experiment_id, error)
    except Exception:
        log.exception("experiment %s cannot be advanced", experiment_id)
    finally:
        correlation_id.reset(token)
