"""When a breaker opens, whom it lets through, and when it closes."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from platforms.common.breaker import Breaker, Open, State


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return Breaker(3, 10, clock)


def state(breaker: Breaker) -> State:
    return breaker.state


def call(breaker: Breaker, ends: Callable[[], Any]) -> Any:
    async def work() -> Any:
        return ends()

    return asyncio.run(breaker.call(work, lambda error: isinstance(error, OSError)))


def fail() -> None:
    raise OSError("away")


def refuse() -> None:
    raise ValueError("no")


def failing(breaker: Breaker, times: int) -> None:
    for _ in range(times):
        with pytest.raises(OSError, match="away"):
            call(breaker, fail)


def test_it_opens_after_so_many_failures_in_a_row_and_not_before(breaker: Breaker) -> None:
    failing(breaker, 2)
    assert state(breaker) is State.CLOSED
    assert call(breaker, lambda: 1) == 1
    failing(breaker, 2)
    assert state(breaker) is State.CLOSED, "a success between begins the count anew"
    failing(breaker, 1)
    assert state(breaker) is State.OPEN


def test_while_it_is_open_nothing_is_tried(breaker: Breaker, clock: Clock) -> None:
    failing(breaker, 3)
    clock.now = 9.5
    with pytest.raises(Open) as refused:
        call(breaker, lambda: pytest.fail("this was tried"))
    assert refused.value.retry_after == pytest.approx(0.5)


def test_after_its_pause_one_success_closes_it(breaker: Breaker, clock: Clock) -> None:
    failing(breaker, 3)
    clock.now = 10
    assert state(breaker) is State.HALF_OPEN
    assert call(breaker, lambda: 1) == 1
    assert state(breaker) is State.CLOSED
    failing(breaker, 2)
    assert state(breaker) is State.CLOSED


def test_after_its_pause_one_failure_opens_it_for_another(breaker: Breaker, clock: Clock) -> None:
    failing(breaker, 3)
    clock.now = 10
    failing(breaker, 1)
    assert state(breaker) is State.OPEN
    clock.now = 19.9
    with pytest.raises(Open):
        call(breaker, lambda: 1)


def test_a_refusal_is_an_answer(breaker: Breaker, clock: Clock) -> None:
    failing(breaker, 2)
    with pytest.raises(ValueError, match="no"):
        call(breaker, refuse)
    failing(breaker, 2)
    assert state(breaker) is State.CLOSED


def test_only_one_tries_whether_it_is_back(breaker: Breaker, clock: Clock) -> None:
    failing(breaker, 3)
    clock.now = 10

    async def all_at_once() -> list[Any]:
        gate = asyncio.Event()

        async def slow() -> int:
            await gate.wait()
            return 1

        first = asyncio.ensure_future(breaker.call(slow, lambda _: True))
        await asyncio.sleep(0)
        others = await asyncio.gather(*(breaker.call(slow, lambda _: True) for _ in range(5)), return_exceptions=True)
        gate.set()
        return [await first, *others]

    first, *others = asyncio.run(all_at_once())
    assert first == 1 and all(isinstance(other, Open) for other in others)
    assert state(breaker) is State.CLOSED


def test_a_try_that_is_cancelled_leaves_room_for_another(breaker: Breaker, clock: Clock) -> None:
    failing(breaker, 3)
    clock.now = 10

    async def give_up() -> None:
        task = asyncio.ensure_future(breaker.call(asyncio.Event().wait, lambda _: True))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(give_up())
    assert state(breaker) is State.HALF_OPEN
    assert call(breaker, lambda: 1) == 1
