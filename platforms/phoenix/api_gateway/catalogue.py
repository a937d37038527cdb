"""The pipelines that an experiment may try, as config-generator told of them last."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from pydantic import BaseModel

from platforms.common.errors import ApiError
from platforms.common.peers import Peer

log = logging.getLogger(__name__)

RENEWAL_SECONDS = 30.0
MISSING_SECONDS = 0.5


class Pipeline(BaseModel):
    name: str
    description: str
    least_reduction: int
    most_reduction: int


class Catalogue:
    """Remembered, so that experiments can be created while config-generator is away."""

    def __init__(self, generator: Peer) -> None:
        self._generator = generator
        self._pipelines: dict[str, Pipeline] = {}

    async def every(self) -> list[Pipeline]:
        """By name; `ApiError` 503 when they were never told."""
        if not self._pipelines:
            await self.renew()
        return list(self._pipelines.values())

    async def unknown(self, names: dict[str, str]) -> list[dict[str, str]]:
        """Of these fields, which name no pipeline there is."""
        if not self._pipelines:
            await self.renew()
        return [
            {"field": field, "code": "UNKNOWN", "message": f"There is no pipeline {name}."}
            for field, name in names.items()
            if name not in self._pipelines
        ]

    async def renew(self) -> None:
        told: list[dict[str, Any]] = await self._generator.data("GET", "/internal/templates")
        self._pipelines = {one["name"]: Pipeline(**one) for one in told}

    async def keep(self) -> None:
        """Renew it again and again, until it is cancelled."""
        while True:
            try:
                await self.renew()
            except ApiError as error:
                log.warning("the pipelines are not told: %s", error)
            await asyncio.sleep(RENEWAL_SECONDS if self._pipelines else MISSING_SECONDS)
