"""How a service is: asked of everything it depends on, at the moment of asking."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from pydantic import BaseModel

from platforms.common.fields import Moment

log = logging.getLogger(__name__)

TURNS = 10
"""Parts of the time that a dependency has to answer; in each of them this service has had its turn to see it."""

Status = Literal["healthy", "degraded", "unhealthy"]


class DependencyHealth(BaseModel):
    status: Literal["healthy", "unhealthy"]
    response_ms: float


class HealthReport(BaseModel):
    """`healthy`: all well. `degraded`: works, with something missing. `unhealthy`: cannot do its work."""

    status: Status
    service: str
    version: str
    uptime_seconds: float
    response_ms: float
    checked_at: Moment
    issues: list[str]
    dependencies: dict[str, DependencyHealth]


@dataclass(frozen=True)
class Dependency:
    """Something a service stands on; without a `vital` one it cannot do its work."""

    name: str
    check: Callable[[], Awaitable[object]]
    vital: bool


class Health:
    def __init__(self, service: str, version: str, timeout_seconds: float) -> None:
        self._service, self._version, self._timeout = service, version, timeout_seconds
        self._started = time.monotonic()
        self._dependencies: list[Dependency] = []
        self._asked: dict[str, asyncio.Task[bool]] = {}

    def depends_on(self, name: str, check: Callable[[], Awaitable[object]], *, vital: bool) -> None:
        self._dependencies.append(Dependency(name, check, vital))

    async def report(self) -> HealthReport:
        started = time.perf_counter()
        answers = await asyncio.gather(*(self._ask(dependency) for dependency in self._dependencies))
        away = [
            dependency
            for dependency, answer in zip(self._dependencies, answers, strict=True)
            if answer.status == "unhealthy"
        ]
        status: Status = "healthy"
        if away:
            status = "unhealthy" if any(dependency.vital for dependency in away) else "degraded"
        return HealthReport(
            status=status,
            service=self._service,
            version=self._version,
            uptime_seconds=round(time.monotonic() - self._started, 3),
            response_ms=round((time.perf_counter() - started) * 1000, 3),
            checked_at=datetime.now(UTC),
            issues=[f"{dependency.name} does not answer" for dependency in away],
            dependencies={d.name: answer for d, answer in zip(self._dependencies, answers, strict=True)},
        )

    async def _ask(self, dependency: Dependency) -> DependencyHealth:
        """One question at a time: as long as it has not answered the last one, it is not asked again.

        A machine that is busy elsewhere may keep this service from seeing an answer that is there: what is silent then
        is not the dependency, and such a while counts as one turn.
        """
        started = time.perf_counter()
        asked = self._asked.get(dependency.name)
        if asked is None or asked.done():
            asked = self._asked[dependency.name] = asyncio.create_task(_answers(dependency))
        for _ in range(TURNS):
            if (await asyncio.wait({asked}, timeout=self._timeout / TURNS))[0]:
                break
        return DependencyHealth(
            status="healthy" if asked.done() and asked.result() else "unhealthy",
            response_ms=round((time.perf_counter() - started) * 1000, 3),
        )


async def _answers(dependency: Dependency) -> bool:
    try:
        await dependency.check()
    except Exception as error:
        log.warning("%s does not answer: %r", dependency.name, error)
        return False
    return True
