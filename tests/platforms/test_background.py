"""Work that goes on whatever befalls it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from platforms.common import background
from platforms.common.background import Background, kept_up


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "AGAIN_SECONDS", 0)


def _cancels_itself() -> None:
    waited_for = asyncio.get_running_loop().create_future()
    waited_for.cancel()
    waited_for.result()


def _finds_the_transport_closed() -> None:
    raise RuntimeError("the handler is closed")


@pytest.mark.parametrize("surprise", [_finds_the_transport_closed, _cancels_itself])
def test_whatever_ends_it_it_is_begun_again(surprise: Callable[[], None]) -> None:
    begun = 0

    async def work() -> None:
        nonlocal begun
        begun += 1
        if begun < 3:
            surprise()

    asyncio.run(kept_up(work))
    assert begun == 3


def test_what_is_cancelled_ends() -> None:
    ended = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(1)

    async def begin_and_end() -> None:
        both = Background()
        both.begin(work, work)
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            await both.end()

    asyncio.run(begin_and_end())
    assert ended == [1, 1]


def test_what_is_cancelled_while_it_waits_to_begin_again_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "AGAIN_SECONDS", 60)

    async def work() -> None:
        _finds_the_transport_closed()

    async def begin_and_cancel() -> None:
        task = asyncio.create_task(kept_up(work))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            async with asyncio.timeout(5):
                await task

    asyncio.run(begin_and_cancel())
