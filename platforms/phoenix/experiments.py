"""Experiments as the database has them, and the one way in which their state changes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError
from platforms.phoenix.shape import VARIANTS, Deployment, Experiment, Load, State, Transition, Variant

GUARDED = "PX001"
"""How the database says that a state may not follow another."""

LATEST = """
SELECT DISTINCT ON (experiment_id, variant) d.*, e.tenant, e.target_nodes AS nodes,
       (e.config -> 'traffic_split' ->> (variant || '_percentage'))::int AS share
FROM deployments d JOIN experiments e ON e.id = experiment_id
"""


def experiment_of(row: asyncpg.Record) -> Experiment:
    return Experiment(**row)


def unknown() -> ApiError:
    """The same of what there is not as of what is another tenant's: so nobody learns which."""
    return ApiError(403, "EXPERIMENT_FORBIDDEN", "Access to this experiment is forbidden.")


async def find(database: Database, tenant: str, experiment_id: UUID) -> Experiment:
    """One of a tenant; `ApiError` 403 when the tenant has no such experiment."""
    row = await database.fetch_one("SELECT * FROM experiments WHERE id = $1 AND tenant = $2", experiment_id, tenant)
    if row is None:
        raise unknown()
    return experiment_of(row)


async def lock(connection: Connection, tenant: str, experiment_id: UUID) -> Experiment:
    """The same, kept from changing until the transaction ends."""
    row = await connection.fetchrow(
        "SELECT * FROM experiments WHERE id = $1 AND tenant = $2 FOR NO KEY UPDATE", experiment_id, tenant
    )
    if row is None:
        raise unknown()
    return experiment_of(row)


async def change_state(
    connection: Connection,
    experiment_id: UUID,
    state: State,
    reason: str = "",
    results: dict[str, Any] | None = None,
) -> Experiment:
    """Bring an experiment into another state; `ApiError` 400 when that may not follow the one it is in.

    What may follow what is decided by the database, in the statement that changes the row.
    """
    before = await connection.fetchval("SELECT state FROM experiments WHERE id = $1 FOR NO KEY UPDATE", experiment_id)
    if before is None:
        raise unknown()
    if before == state:
        raise invalid(before, state)
    try:
        row = await connection.fetchrow(
            "UPDATE experiments SET state = $2, reason = $3, results = coalesce($4, results) WHERE id = $1 RETURNING *",
            experiment_id,
            state,
            reason,
            results,
        )
    except asyncpg.PostgresError as error:
        if error.sqlstate == GUARDED:
            raise invalid(before, state) from None
        raise
    assert row is not None, "the row is locked"
    return experiment_of(row)


def invalid(before: str, state: str) -> ApiError:
    return ApiError(
        400,
        "INVALID_TRANSITION",
        f"Cannot transition from {before} to {state}.",
        {"current_state": before, "requested_state": state},
    )


async def history(database: Database, experiment_id: UUID) -> list[Transition]:
    """Every state it was in, the first one first."""
    rows = await database.fetch(
        "SELECT sequence, previous AS previous_state, next AS current_state, reason, at AS transition_time"
        " FROM transitions WHERE experiment_id = $1 ORDER BY sequence",
        experiment_id,
    )
    return [Transition(**row) for row in rows]


async def deployments(database: Database | Connection, experiment_id: UUID) -> list[Deployment]:
    """Its pipelines, as they ought to run: the baseline first."""
    rows = await database.fetch(
        LATEST + " WHERE experiment_id = $1 ORDER BY experiment_id, variant, version DESC", experiment_id
    )
    return [Deployment(**row) for row in rows]


async def all_deployments(database: Database) -> list[Deployment]:
    """The pipelines that ought to run now."""
    rows = await database.fetch(
        LATEST + " WHERE e.state IN ('initializing', 'running', 'analyzing')"
        " ORDER BY experiment_id, variant, version DESC"
    )
    return [Deployment(**row) for row in rows]


async def deploy(
    connection: Connection,
    experiment_id: UUID,
    configurations: dict[Variant, str],
    templates: dict[Variant, str],
    made_by: UUID | None = None,
) -> None:
    """Add a version of these pipelines, which then ought to run. The experiment has to be locked."""
    await connection.executemany(
        "INSERT INTO deployments (experiment_id, variant, version, template, configuration, made_by)"
        " SELECT $1, $2, coalesce(max(version), 0) + 1, $3, $4, $5 FROM deployments"
        " WHERE experiment_id = $1 AND variant = $2",
        [
            (experiment_id, variant, templates[variant], configurations[variant], made_by)
            for variant in VARIANTS
            if variant in configurations
        ],
    )


async def all_loads(database: Database) -> list[Load]:
    """What ought to be simulated now."""
    rows = await database.fetch(
        "SELECT l.*, e.tenant, e.target_nodes AS nodes FROM loads l JOIN experiments e ON e.id = experiment_id"
        " WHERE l.ends_at > now() AND e.state IN ('initializing', 'running', 'analyzing')"
    )
    return [Load(**row) for row in rows]


async def in_states(database: Database, states: Sequence[State]) -> list[asyncpg.Record]:
    """Experiments in these states, those that are longest in theirs first."""
    return await database.fetch(
        "SELECT *, extract(epoch FROM clock_timestamp() - entered_at)::float8 AS seconds_in_state FROM experiments"
        " WHERE state = ANY($1) ORDER BY entered_at",
        [str(state) for state in states],
    )
