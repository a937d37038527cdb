"""What people do to an experiment that there is: start and cancel it, end it early, change a pipeline, load it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from platforms.common.database import Database
from platforms.common.errors import ApiError
from platforms.common.fields import Moment
from platforms.common.peers import Peer
from platforms.common.security import Caller
from platforms.phoenix import experiments
from platforms.phoenix.pipelines import Processors
from platforms.phoenix.shape import ACTIVE, Deployment, Experiment, Load, State, Variant


class Wish(BaseModel):
    """Into which state, and why."""

    model_config = ConfigDict(extra="forbid")

    state: State
    reason: str = Field(default="", max_length=500, pattern=r"^[^\x00]*$")


class NewLoad(BaseModel):
    model_config = ConfigDict(extra="forbid")

    process_count: int = Field(default=100, ge=1, le=1000)
    metrics_per_second: int = Field(default=1000, ge=1, le=10_000)
    seconds: int = Field(default=600, ge=1, le=3600)


class Changed(BaseModel):
    model_config = ConfigDict(extra="forbid")

    processors: Processors


BY_HAND = (State.INITIALIZING, State.ANALYZING, State.CANCELLED)
"""All other states are for the controller to set, when the work that leads to them is done."""


async def change_state(database: Database, caller: Caller, experiment_id: UUID, wish: Wish) -> Experiment:
    """`ApiError` 400 when the state may not follow, 409 when it may, but only by work that is done."""
    async with database.transaction() as connection:
        await experiments.lock(connection, caller.tenant, experiment_id)
        changed = await experiments.change_state(connection, experiment_id, wish.state, wish.reason)
        if wish.state not in BY_HAND:
            raise ApiError(409, "NOT_BY_HAND", f"An experiment becomes {wish.state} when its work is done.")
    return changed


async def change_pipeline(
    database: Database, generator: Peer, caller: Caller, experiment_id: UUID, variant: Variant, changed: Changed
) -> Deployment:
    """Give a pipeline other processors, while it runs; `ApiError` 422 when they are wrong, 409 when it does not run."""
    async with database.transaction() as connection:
        experiment = await experiments.lock(connection, caller.tenant, experiment_id)
        deployed = {one.variant: one for one in await experiments.deployments(connection, experiment_id)}
        if experiment.state not in ACTIVE[:2] or variant not in deployed:
            raise ApiError(409, "NOT_RUNNING", f"The experiment is {experiment.state}: it has no pipelines to change.")
        made = await generator.data(
            "POST",
            "/internal/change",
            json={
                "configuration": deployed[variant].configuration,
                "processors": [processor.model_dump() for processor in changed.processors],
            },
        )
        await experiments.deploy(
            connection,
            experiment_id,
            {variant: made["configuration"]},
            {variant: deployed[variant].template},
            UUID(caller.user_id),
        )
        changed_now = await experiments.deployments(connection, experiment_id)
    return next(one for one in changed_now if one.variant == variant)


async def load(database: Database, caller: Caller, experiment_id: UUID, new: NewLoad) -> Load:
    """Have processes simulated on its nodes, instead of what was simulated before; `ApiError` 409 when it is over."""
    ends_at: Moment = datetime.now(UTC) + timedelta(seconds=new.seconds)
    async with database.transaction() as connection:
        experiment = await experiments.lock(connection, caller.tenant, experiment_id)
        if experiment.state not in (State.PENDING, *ACTIVE[:2]):
            raise ApiError(409, "NOT_RUNNING", f"The experiment is {experiment.state}: nothing can be measured.")
        await connection.execute(
            "INSERT INTO loads VALUES ($1, $2, $3, $4) ON CONFLICT (experiment_id) DO UPDATE SET"
            " processes = $2, metrics_per_second = $3, ends_at = $4",
            *(experiment_id, new.process_count, new.metrics_per_second, ends_at),
        )
    return Load(
        experiment_id=experiment_id,
        tenant=caller.tenant,
        nodes=experiment.target_nodes,
        processes=new.process_count,
        metrics_per_second=new.metrics_per_second,
        ends_at=ends_at,
    )


async def delete(database: Database, caller: Caller, experiment_id: UUID) -> None:
    """Remove it with all that is known of it; `ApiError` 409 while it has pipelines."""
    removed = await database.value(
        "DELETE FROM experiments WHERE id = $1 AND tenant = $2 AND state <> ALL($3) RETURNING id",
        *(experiment_id, caller.tenant, [str(state) for state in ACTIVE]),
    )
    if removed is None:
        experiment = await experiments.find(database, caller.tenant, experiment_id)
        raise ApiError(409, "STILL_ACTIVE", f"The experiment is {experiment.state}: cancel it first.")
