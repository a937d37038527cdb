"""Lets run what ought to run: the pipelines and loads that the database has, and no others.

Whatever was away, restarted or forgot, is told again. So nothing is lost but what happened meanwhile.
"""

from __future__ import annotations

import logging
from uuid import UUID

from platforms.common.errors import ApiError
from platforms.phoenix import experiments
from platforms.phoenix.experiment_controller.context import Controller
from platforms.phoenix.shape import Deployment, Load

log = logging.getLogger(__name__)


async def pipelines(controller: Controller) -> set[tuple[UUID, str]]:
    """Which pipelines run, in their last version; `ApiError` 503 when the collector does not answer."""
    collector = controller.peers["collector"]
    running = {
        (one.experiment_id, one.variant): one
        for one in map(Deployment.model_validate, await collector.data("GET", "/internal/pipelines"))
    }
    wanted = {(one.experiment_id, one.variant): one for one in await experiments.all_deployments(controller.database)}
    deployed: set[tuple[UUID, str]] = set()
    for key, deployment in wanted.items():
        if running.get(key) != deployment:
            log.info("deploying %s of %s, version %d", key[1], key[0], deployment.version)
            try:
                await collector.data("PUT", "/internal/pipelines", json=deployment.model_dump(mode="json"))
            except ApiError as error:
                if error.status >= 500:
                    raise
                log.error("the collector refused %s of %s: %s", key[1], key[0], error)
                continue
        deployed.add(key)
    for experiment_id, variant in running.keys() - wanted.keys():
        await collector.data("DELETE", f"/internal/pipelines/{experiment_id}/{variant}")
    return deployed


async def loads(controller: Controller) -> None:
    """The same of what is simulated."""
    simulator = controller.peers["load-simulator"]
    running = {
        one.experiment_id: one for one in map(Load.model_validate, await simulator.data("GET", "/internal/loads"))
    }
    wanted = {one.experiment_id: one for one in await experiments.all_loads(controller.database)}
    for experiment_id, load in wanted.items():
        if running.get(experiment_id) != _as_told(load):
            await simulator.data("PUT", "/internal/loads", json=load.model_dump(mode="json"))
    for experiment_id in running.keys() - wanted.keys():
        await simulator.data("DELETE", f"/internal/loads/{experiment_id}")


def _as_told(load: Load) -> Load:
    """As the simulator knows it: moments travel in milliseconds."""
    return Load.model_validate(load.model_dump(mode="json"))
