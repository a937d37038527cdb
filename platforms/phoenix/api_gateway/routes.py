"""What api-gateway offers to people."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from platforms.common.errors import Reply, refusals
from platforms.common.fields import line
from platforms.common.security import Caller
from platforms.common.service import ForPeople, SignedIn, roles
from platforms.phoenix import experiments
from platforms.phoenix.api_gateway import acting, creating, listing
from platforms.phoenix.api_gateway.acting import Changed, NewLoad, Wish
from platforms.phoenix.api_gateway.catalogue import Pipeline
from platforms.phoenix.api_gateway.context import TheGateway
from platforms.phoenix.api_gateway.creating import Created, NewExperiment
from platforms.phoenix.api_gateway.listing import Page, Sort
from platforms.phoenix.figures import Side
from platforms.phoenix.shape import Deployment, Experiment, Load, State, Transition, Variant

router = APIRouter(prefix="/api/v1", route_class=ForPeople, responses=refusals(401, 422, 503))

Experimenter = Annotated[Caller, Depends(roles("user", "admin"))]
Admin = Annotated[Caller, Depends(roles("admin"))]


class Metrics(BaseModel):
    """What both pipelines export at the moment, counted in Prometheus."""

    experiment_id: UUID
    baseline: Side
    candidate: Side
    cardinality_reduction: float | None
    """Percent; null when the baseline exports nothing."""


@router.get("/pipelines", tags=["pipelines"])
async def list_pipelines(_: SignedIn, service: TheGateway) -> Reply[list[Pipeline]]:
    """The pipelines that an experiment may try, by name."""
    return Reply(data=await service.catalogue.every())


@router.post("/experiments", tags=["experiments"], status_code=201, responses=refusals(403, 409))
async def create_experiment(caller: Experimenter, service: TheGateway, new: NewExperiment) -> Reply[Created]:
    """Create an experiment; it is pending, and starts by itself unless it shall not."""
    return Reply(data=await creating.create(service.creating, service.catalogue, caller, new))


@router.get("/experiments", tags=["experiments"])
async def list_experiments(
    caller: SignedIn,
    service: TheGateway,
    state: Annotated[list[State] | None, Query()] = None,
    q: Annotated[str, line(0, 100), Query()] = "",
    sort: Sort = "-created_at",
    page: Annotated[int, Query(ge=1, le=10_000)] = 1,
    per_page: Annotated[int, Query(ge=1, le=100)] = 20,
) -> Reply[Page]:
    """The experiments of the caller's tenant."""
    return Reply(data=await listing.page(service.database, caller.tenant, state or [], q, sort, page, per_page))


@router.get("/experiments/{experiment_id}", tags=["experiments"], responses=refusals(403))
async def show_experiment(experiment_id: UUID, caller: SignedIn, service: TheGateway) -> Reply[Experiment]:
    """One experiment, with its results when it has any."""
    return Reply(data=await experiments.find(service.database, caller.tenant, experiment_id))


@router.delete("/experiments/{experiment_id}", tags=["experiments"], status_code=204, responses=refusals(403, 409))
async def delete_experiment(experiment_id: UUID, admin: Admin, service: TheGateway) -> None:
    """Remove an experiment that has no pipelines, or no more."""
    await acting.delete(service.database, admin, experiment_id)


@router.patch("/experiments/{experiment_id}/state", tags=["experiments"], responses=refusals(400, 403, 409))
async def change_state(experiment_id: UUID, admin: Admin, service: TheGateway, wish: Wish) -> Reply[Experiment]:
    """Start it (initializing), end it early (analyzing), or cancel it."""
    return Reply(data=await acting.change_state(service.database, admin, experiment_id, wish))


@router.get("/experiments/{experiment_id}/transitions", tags=["experiments"], responses=refusals(403))
async def list_transitions(experiment_id: UUID, caller: SignedIn, service: TheGateway) -> Reply[list[Transition]]:
    """Every state it was in, the first one first."""
    await experiments.find(service.database, caller.tenant, experiment_id)
    return Reply(data=await experiments.history(service.database, experiment_id))


@router.get("/experiments/{experiment_id}/pipelines", tags=["pipelines"], responses=refusals(403))
async def list_deployments(experiment_id: UUID, caller: SignedIn, service: TheGateway) -> Reply[list[Deployment]]:
    """Its pipelines with their configurations; empty before they are generated."""
    await experiments.find(service.database, caller.tenant, experiment_id)
    return Reply(data=await experiments.deployments(service.database, experiment_id))


@router.put("/experiments/{experiment_id}/pipelines/{variant}", tags=["pipelines"], responses=refusals(403, 409))
async def change_pipeline(
    experiment_id: UUID, variant: Variant, admin: Admin, service: TheGateway, changed: Changed
) -> Reply[Deployment]:
    """Give a pipeline other processors, while it runs."""
    return Reply(
        data=await acting.change_pipeline(
            service.database, service.peers["config-generator"], admin, experiment_id, variant, changed
        )
    )


@router.put("/experiments/{experiment_id}/load", tags=["experiments"], responses=refusals(403, 409))
async def start_load(experiment_id: UUID, admin: Admin, service: TheGateway, new: NewLoad) -> Reply[Load]:
    """Have processes simulated on the nodes of an experiment."""
    return Reply(data=await acting.load(service.database, admin, experiment_id, new))


@router.get("/experiments/{experiment_id}/metrics", tags=["experiments"], responses=refusals(403))
async def show_metrics(experiment_id: UUID, caller: SignedIn, service: TheGateway) -> Reply[Metrics]:
    """What both pipelines export at the moment."""
    await experiments.find(service.database, caller.tenant, experiment_id)
    sides = await service.figures.sides(experiment_id)
    before, after = sides["baseline"].time_series_count, sides["candidate"].time_series_count
    return Reply(
        data=Metrics(
            experiment_id=experiment_id,
            **sides,
            cardinality_reduction=(before - after) / before * 100 if before else None,
        )
    )
