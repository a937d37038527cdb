"""What the services of Phoenix share: the states of an experiment, and the shape of what they say."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from platforms.common.fields import Moment, line

ISSUER = "phoenix"
"""Who issues the tokens of people."""
SCHEMA = "phoenix"
MIGRATIONS = Path(__file__).parent / "migrations"
"""The tables of experiments, on which both api-gateway and experiment-controller stand."""
ROLES = ("user", "viewer", "admin")

Variant = Literal["baseline", "candidate"]
VARIANTS: tuple[Variant, ...] = ("baseline", "candidate")


class State(StrEnum):
    PENDING = "pending"
    INITIALIZING = "initializing"
    RUNNING = "running"
    ANALYZING = "analyzing"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


ACTIVE = (State.INITIALIZING, State.RUNNING, State.ANALYZING)
"""In these an experiment has pipelines."""
FINAL = (State.COMPLETED, State.FAILED, State.CANCELLED)

DURATION = r"^[1-9][0-9]{0,5}(s|m|h)$"
UNITS = {"s": 1, "m": 60, "h": 3600}
LONGEST_SECONDS = 24 * 3600

Name = Annotated[str, line(3, 100)]
PipelineName = Annotated[str, line(1, 100)]
NodeName = Annotated[str, Field(pattern=r"^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$")]
Percentage = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]


def seconds_of(duration: str) -> int:
    """`30m` is 1,800."""
    return int(duration[:-1]) * UNITS[duration[-1]]


class TrafficSplit(BaseModel):
    """Which part of what nodes send goes through which pipeline, in percent."""

    model_config = ConfigDict(extra="forbid")

    baseline_percentage: int = Field(default=50, ge=0, le=100)
    candidate_percentage: int = Field(default=50, ge=0, le=100)

    @model_validator(mode="after")
    def _is_a_whole(self) -> TrafficSplit:
        if self.baseline_percentage + self.candidate_percentage != 100:
            raise PydanticCustomError("split", "The traffic split must sum to 100.")
        return self


class SuccessCriteria(BaseModel):
    """What the candidate has to reach, in percent."""

    model_config = ConfigDict(extra="forbid")

    min_cardinality_reduction: Percentage = 30
    max_latency_increase: Percentage = 10
    critical_process_coverage: Percentage = 95


class Config(BaseModel):
    model_config = ConfigDict(extra="forbid")

    duration: str = Field(default="5m", pattern=DURATION)
    """Of running, as `90s`, `30m` or `2h`."""
    traffic_split: TrafficSplit = TrafficSplit()
    success_criteria: SuccessCriteria = SuccessCriteria()
    auto_start: bool = True
    """False: it waits, pending, until somebody starts it."""


class Transition(BaseModel):
    """One step of an experiment from state to state; `previous_state` is null of its creation."""

    sequence: int
    previous_state: State | None
    current_state: State
    reason: str
    transition_time: Moment


class Experiment(BaseModel):
    """An experiment, as those of its tenant see it."""

    id: UUID
    name: str
    description: str
    state: State
    baseline_pipeline: str
    candidate_pipeline: str
    target_nodes: list[str]
    config: Config
    reason: str
    """Why it is in its state; empty where nobody has to be told."""
    version: int
    created_by: UUID
    created_at: Moment
    updated_at: Moment
    started_at: Moment | None
    completed_at: Moment | None
    results: dict[str, Any] | None


class Deployment(BaseModel):
    """A pipeline of an experiment, as it ought to run."""

    experiment_id: UUID
    variant: Variant
    template: str
    configuration: str
    """YAML: receivers, processors, exporters and service."""
    version: int
    nodes: list[str]
    tenant: str
    share: int
    """Percent of the traffic."""


class Load(BaseModel):
    """Processes that are simulated on the nodes of an experiment."""

    experiment_id: UUID
    tenant: str
    nodes: list[str]
    processes: int
    metrics_per_second: int
    ends_at: Moment
