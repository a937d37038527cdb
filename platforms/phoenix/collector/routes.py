"""What the collector offers: pipelines are put here, nodes send here, Prometheus asks here."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Response
from prometheus_client import CONTENT_TYPE_LATEST, Counter
from pydantic import BaseModel, ConfigDict, Field

from platforms.common.errors import Reply, refusals
from platforms.common.service import ForServices, calling_service
from platforms.phoenix.collector.context import TheCollector
from platforms.phoenix.collector.processors import Point
from platforms.phoenix.shape import Deployment, NodeName, Variant

RECEIVED = Counter("phoenix_collector_points_total", "Points that nodes have sent.")

public = APIRouter(tags=["pipelines"])
router = APIRouter(
    prefix="/internal",
    route_class=ForServices,
    dependencies=[Depends(calling_service)],
    responses=refusals(401, 422),
)

Word = Annotated[str, Field(pattern=r"^[\w.-]{1,100}$")]
Metric = Literal[
    "process_cpu_seconds_total",
    "process_memory_bytes",
    "process_threads",
    "process_open_fds",
    "process_uptime_seconds",
]


class Batch(BaseModel):
    """One metric of all processes of some nodes; a point is name, pid, priority and value."""

    model_config = ConfigDict(extra="forbid")

    tenant: str
    metric: Metric
    nodes: dict[NodeName, list[tuple[Word, Word, Literal["critical", "high", "medium", "low"], float]]]


@public.get("/pipelines/metrics", response_class=Response)
async def show_metrics(service: TheCollector) -> Response:
    """What all pipelines export, in the text format of Prometheus: each series says experiment, variant and node."""
    return Response(service.pipelines.page(), media_type=CONTENT_TYPE_LATEST)


@router.get("/pipelines")
async def list_pipelines(service: TheCollector) -> Reply[list[Deployment]]:
    """The pipelines that run, as they were told to."""
    return Reply(data=service.pipelines.versions())


@router.put("/pipelines")
async def deploy_pipeline(given: Deployment, service: TheCollector) -> Reply[None]:
    """Start a pipeline, or let the one that runs go on with this configuration."""
    service.pipelines.deploy(given)
    return Reply(data=None)


@router.delete("/pipelines/{experiment_id}/{variant}")
async def stop_pipeline(experiment_id: UUID, variant: Variant, service: TheCollector) -> Reply[None]:
    """Stop a pipeline; nothing happens when it does not run."""
    service.pipelines.stop(experiment_id, variant)
    return Reply(data=None)


@router.post("/batches", status_code=202)
async def receive_batch(batch: Batch, service: TheCollector) -> Reply[None]:
    """Take what nodes send; what no pipeline wants is let go."""
    nodes = {node: [Point(*point) for point in points] for node, points in batch.nodes.items()}
    RECEIVED.inc(sum(len(points) for points in nodes.values()))
    service.pipelines.receive(batch.tenant, batch.metric, nodes)
    return Reply(data=None)
