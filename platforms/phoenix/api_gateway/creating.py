"""Creating an experiment: what is wrong is told, or one row is made, pending; the rest is the controller's."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import asyncpg
from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from platforms.common.database import Database
from platforms.common.errors import ApiError
from platforms.common.fields import Moment
from platforms.common.security import Caller
from platforms.phoenix.api_gateway.catalogue import Catalogue
from platforms.phoenix.shape import LONGEST_SECONDS, Config, Name, NodeName, PipelineName, State, seconds_of

MOST_NODES = 50


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


async def create(database: Database, catalogue: Catalogue, caller: Caller, new: NewExperiment) -> Created:
    """`ApiError` 422 for pipelines that there are not, 409 when the tenant has an experiment of this name."""
    wrong = await catalogue.unknown(
        {"baseline_pipeline": new.baseline_pipeline, "candidate_pipeline": new.candidate_pipeline}
    )
    if wrong:
        raise ApiError(422, "VALIDATION_FAILED", "Some fields are not right.", {"fields": wrong})
    seconds = seconds_of(new.config.duration)
    try:
        row = await insert(database, caller, new, seconds)
    except asyncpg.UniqueViolationError:
        raise ApiError(409, "RESOURCE_ALREADY_EXISTS", "An experiment has this name already.") from None
    created_at: datetime = row["created_at"]
    return Created(
        id=row["id"],
        name=new.name,
        state=State.PENDING,
        created_at=created_at,
        estimated_completion=created_at + timedelta(seconds=seconds) if new.config.auto_start else None,
    )


async def insert(database: Database, caller: Caller, new: NewExperiment, seconds: int) -> Any:
    return await database.fetch_one(
        "INSERT INTO experiments (tenant, name, description, baseline_pipeline, candidate_pipeline, target_nodes,"
        " config, auto_start, run_seconds, created_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " RETURNING id, created_at",
        caller.tenant,
        new.name,
        new.description,
        new.baseline_pipeline,
        new.candidate_pipeline,
        new.target_nodes,
        new.config.model_dump(),
        new.config.auto_start,
        seconds,
        UUID(caller.user_id),
    )
