"""What Prometheus knows of the pipelines of an experiment."""

from __future__ import annotations

import logging
import math
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import httpx
from pydantic import BaseModel, Field

from platforms.common.errors import unavailable
from platforms.phoenix.shape import VARIANTS, Variant

log = logging.getLogger(__name__)

PrometheusUrl = Annotated[str, Field(pattern=r"^https?://[^\s/]+$")]
SERIES = '{{__name__=~"process_.+",experiment_id="{experiment_id}"}}'
LATENCY = "phoenix_pipeline_batch_seconds"
COST = "phoenix_pipeline_series"


class Side(BaseModel):
    """What one pipeline exports."""

    time_series_count: int = 0
    critical_processes: int = 0
    nodes: list[str] = []
    """Those whose processes it exports, by name."""


class Figures:
    """Asks Prometheus; `ApiError` 503 when it does not answer."""

    def __init__(self, url: str) -> None:
        self._client = httpx.AsyncClient(base_url=url, timeout=2.0, trust_env=False)

    async def close(self) -> None:
        await self._client.aclose()

    async def ping(self) -> None:
        (await self._client.get("/-/ready")).raise_for_status()

    async def sides(self, experiment_id: UUID, at: datetime | None = None, seconds: int = 0) -> dict[Variant, Side]:
        """What both pipelines export now; or, all they exported in so many seconds before `at`."""
        one = SERIES.format(experiment_id=experiment_id)
        critical = one.replace("{__name__", '{priority="critical",__name__')
        if seconds:
            one, critical = (f"last_over_time({selector}[{seconds}s])" for selector in (one, critical))
        counted = await self._ask(f"count by (variant, node) ({one})", at)
        processes = await self._ask(
            f"count by (variant) (count by (variant, node, process_name, pid) ({critical}))", at
        )
        sides: dict[Variant, Side] = {variant: Side() for variant in VARIANTS}
        for found in counted:
            side = sides[found["metric"]["variant"]]
            side.time_series_count += int(found["value"][1])
            side.nodes = sorted({*side.nodes, found["metric"]["node"]})
        for found in processes:
            sides[found["metric"]["variant"]].critical_processes = int(found["value"][1])
        return sides

    async def samples(self, metric: str, experiment_id: UUID, at: datetime, seconds: int) -> dict[Variant, list[float]]:
        """Every sample of a metric of both pipelines in so many seconds before `at`."""
        found = await self._ask(f'{metric}{{experiment_id="{experiment_id}"}}[{seconds}s]', at)
        samples: dict[Variant, list[float]] = {variant: [] for variant in VARIANTS}
        for one in found:
            values = (float(value) for _, value in one["values"])
            samples[one["metric"]["variant"]] += [value for value in values if math.isfinite(value)]
        return samples

    async def _ask(self, query: str, at: datetime | None) -> list[dict[str, Any]]:
        moment = {"time": str(at.timestamp())} if at is not None else {}
        try:
            answer = await self._client.get("/api/v1/query", params={"query": query, **moment})
            answer.raise_for_status()
            found: list[dict[str, Any]] = answer.json()["data"]["result"]
        except (httpx.HTTPError, ValueError, KeyError) as error:
            log.warning("Prometheus did not answer: %r", error)
            raise unavailable("Prometheus") from error
        return found
