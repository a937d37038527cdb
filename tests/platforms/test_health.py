"""How a service is, by what it depends on."""

from __future__ import annotations

import asyncio
import time

import pytest

from platforms.common.health import Health

TIMEOUT = 0.1


async def _answers() -> None:
    await asyncio.sleep(TIMEOUT / 5)


async def _is_silent() -> None:
    await asyncio.Event().wait()


async def _is_away() -> None:
    raise ConnectionError("not connected")


@pytest.mark.parametrize(
    ("check", "vital", "status"),
    [
        (_answers, True, "healthy"),
        (_is_silent, True, "unhealthy"),
        (_is_silent, False, "degraded"),
        (_is_away, True, "unhealthy"),
    ],
)
def test_a_service_is_as_what_it_stands_on(check: object, vital: bool, status: str) -> None:
    async def scene() -> None:
        health = Health("stream-server", "1.0.0", TIMEOUT)
        health.depends_on("postgres", check, vital=vital)  # type: ignore[arg-type]
        began = time.monotonic()
        assert (await health.report()).status == status
        assert time.monotonic() - began < 20 * TIMEOUT

    asyncio.run(scene())


def test_what_answers_while_the_service_itself_has_no_turn_is_healthy() -> None:
    async def scene() -> None:
        health = Health("stream-server", "1.0.0", TIMEOUT)
        health.depends_on("postgres", _answers, vital=True)
        report = asyncio.create_task(health.report())
        while len(asyncio.all_tasks()) < 3:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        time.sleep(2 * TIMEOUT)  # as on a machine that does something else
        assert (await report).status == "healthy"

    asyncio.run(scene())
