"""Creating an experiment: what is wrong is told, or one row is made, pending; the rest is the controller's."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from platforms.common.database import Database
from platforms.common.errors import ApiError
from platforms.common.fields import Moment
from platforms.common.security import Caller
from platforms.phoenix.api_gateway.catalogue import Catalogue
from platforms.phoenix.shape import LONGEST_SECONDS, Config, Name, NodeName, PipelineName, State, seconds_of

MOST_NODES = 50
MOST_AT_ONCE = 200


class NewConfig(Config):
    @field_validator("duration")
    @classmethod
    def _is_short_enough(cls, duration: str) -> str:
        if seconds_of(duration) > LONGEST_SECONDS:
            raise PydanticCustomError("too_long", "An experiment runs for 24 hours at most.")
        return duration


class NewExperiment(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Name
    description: Annotated[str, Field(max_length=500, pattern=r"^[^\x00]*$")] = ""
    baseline_pipeline: PipelineName
    candidate_pipeline: PipelineName
    target_nodes: list[NodeName] = Field(min_length=1, max_length=MOST_NODES)
    config: NewConfig = NewConfig()

    @field_validator("target_nodes")
    @classmethod
    def _differ(cls, nodes: list[str]) -> list[str]:
        if len(set(nodes)) < len(nodes):
            raise PydanticCustomError("duplicate", "A node is named once.")
        return nodes


class Created(BaseModel):
    id: UUID
    name: str
    state: State
    created_at: Moment
    estimated_completion: Moment | None
    """If it is started now; null when it waits for somebody to start it."""


@dataclass(frozen=True)
class Order:
    """A row to be made, and whoever waits for it."""

    row: dict[str, Any]
    made_at: asyncio.Future[datetime | None]
    """When it was made; None when the tenant has an experiment of this name."""


class Creating:
    """Makes rows: those that come while the last ones are made go together, so that a crowd costs few statements."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._orders: asyncio.Queue[Order] = asyncio.Queue()

    async def insert(self, row: dict[str, Any]) -> datetime | None:
        """When it was made, and is in the database for good; None when the tenant has one of this name."""
        order = Order(row, asyncio.get_running_loop().create_future())
        self._orders.put_nowait(order)
        return await order.made_at

    async def run(self) -> None:
        """Make what is ordered, until it is cancelled."""
        while True:
            orders = [await self._orders.get()]
            while not self._orders.empty() and len(orders) < MOST_AT_ONCE:
                orders.append(self._orders.get_nowait())
            try:
                made = await insert_all(self._database, [order.row for order in orders])
            except Exception as error:
                for order in orders:
                    if not order.made_at.done():
                        order.made_at.set_exception(error)
            else:
                for order in orders:
                    if not order.made_at.done():  # else its caller is gone
                        order.made_at.set_result(made.get(UUID(order.row["id"])))


async def create(creating: Creating, catalogue: Catalogue, caller: Caller, new: NewExperiment) -> Created:
    """`ApiError` 422 for pipelines that there are not, 409 when the tenant has an experiment of this name."""
    named = {"baseline_pipeline": new.baseline_pipeline, "candidate_pipeline": new.candidate_pipeline}
    if wrong := await catalogue.unknown(named):
        raise ApiError(422, "VALIDATION_FAILED", "Some fields are not right.", {"fields": wrong})
    experiment_id, seconds = uuid4(), seconds_of(new.config.duration)
    created_at = await creating.insert(
        {
            **named,
            "id": str(experiment_id),
            "tenant": caller.tenant,
            "name": new.name,
            "description": new.description,
            "target_nodes": new.target_nodes,
            "config": new.config.model_dump(),
            "auto_start": new.config.auto_start,
            "run_seconds": seconds,
            "created_by": caller.user_id,
        }
    )
    if created_at is None:
        raise ApiError(409, "RESOURCE_ALREADY_EXISTS", "An experiment has this name already.")
    return Created(
        id=experiment_id,
        name=new.name,
        state=State.PENDING,
        created_at=created_at,
        estimated_completion=created_at + timedelta(seconds=seconds) if new.config.auto_start else None,
    )


async def insert_all(database: Database, rows: list[dict[str, Any]]) -> dict[UUID, datetime]:
    """Make all of them but those whose name is taken; when each was made, by id."""
    made = await database.fetch(
        "INSERT INTO experiments (id, tenant, name, description, baseline_pipeline, candidate_pipeline, target_nodes,"
        " config, auto_start, run_seconds, created_by)"
        " SELECT id, tenant, name, description, baseline_pipeline, candidate_pipeline, target_nodes,"
        " config, auto_start, run_seconds, created_by FROM jsonb_to_recordset($1) AS given (id uuid, tenant text,"
        " name text, description text, baseline_pipeline text, candidate_pipeline text, target_nodes jsonb,"
        " config jsonb, auto_start boolean, run_seconds integer, created_by uuid)"
        " ON CONFLICT ON CONSTRAINT name_of_tenant DO NOTHING RETURNING id, created_at",
        rows,
    )
    return {row["id"]: row["created_at"] for row in made}
