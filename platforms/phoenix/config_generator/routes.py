"""What config-generator offers to the other services."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field

from platforms.common.errors import Reply, refusals
from platforms.common.service import ForServices, calling_service
from platforms.phoenix import pipelines
from platforms.phoenix.config_generator import templating
from platforms.phoenix.config_generator.templating import PipelineTemplate
from platforms.phoenix.pipelines import Processors
from platforms.phoenix.shape import NodeName, PipelineName

router = APIRouter(
    prefix="/internal",
    route_class=ForServices,
    dependencies=[Depends(calling_service)],
    responses=refusals(401, 422),
)


class Order(BaseModel):
    experiment_id: UUID
    baseline_pipeline: PipelineName
    candidate_pipeline: PipelineName
    target_nodes: list[NodeName] = Field(min_length=1)
    variables: dict[str, Annotated[str, Field(pattern=r"^[0-9]{1,4}$")]] = {}


class Generated(BaseModel):
    experiment_id: UUID
    baseline_config: str
    candidate_config: str


class Changed(BaseModel):
    configuration: str
    processors: Processors


class Configuration(BaseModel):
    configuration: str


@router.get("/templates")
async def list_templates() -> Reply[list[PipelineTemplate]]:
    """Every kind of pipeline there is, by name."""
    return Reply(data=templating.templates())


@router.post("/generate")
async def generate(order: Order) -> Reply[Generated]:
    """The configurations of both pipelines of an experiment."""
    made = {
        variant: templating.configuration(
            template, str(order.experiment_id), variant, order.target_nodes, order.variables
        )
        for variant, template in (("baseline", order.baseline_pipeline), ("candidate", order.candidate_pipeline))
    }
    return Reply(
        data=Generated(
            experiment_id=order.experiment_id,
            baseline_config=made["baseline"],
            candidate_config=made["candidate"],
        )
    )


@router.post("/change")
async def change(given: Changed) -> Reply[Configuration]:
    """A configuration with other processors, checked."""
    pipelines.read(given.configuration)
    text = pipelines.write(given.configuration, given.processors)
    pipelines.read(text)
    return Reply(data=Configuration(configuration=text))
