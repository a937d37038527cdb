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
        begun, gate = asyncio.Event(), asyncio.Event()

        async def slow() -> int:
            begun.set()
            await gate.wait()
            return 1

        first = asyncio.ensure_future(breaker.call(slow, lambda _: True))
        await begun.wait()
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
        begun = asyncio.Event()

        async def endless() -> None:
            begun.set()
            await asyncio.Event().wait()

        task = asyncio.ensure_future(breaker.call(endless, lambda _: True))
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(give_up())
    assert state(breaker) is State.HALF_OPEN
    assert call(breaker, lambda: 1) == 1


async def begin(breaker: Breaker) -> tuple[asyncio.Future[None], asyncio.Task[None]]:
    """A call that is under way, and what it waits for."""
    ends: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        await ends

    task = asyncio.ensure_future(breaker.call(work, lambda _: True))
    await begun.wait()
    return ends, task


@pytest.mark.parametrize("error", [None, OSError("away")], ids=["well", "badly"])
def test_what_began_before_it_opened_changes_nothing_however_it_ends(
    breaker: Breaker, clock: Clock, error: OSError | None
) -> None:
    async def journey() -> None:
        (late_end, late), *others = [await begin(breaker) for _ in range(4)]
        for end, _ in others:
            end.set_exception(OSError("away"))
        await asyncio.gather(*(task for _, task in others), return_exceptions=True)
        assert state(breaker) is State.OPEN
        clock.now = 6
        late_end.set_result(None) if error is None else late_end.set_exception(error)
        await asyncio.gather(late, return_exceptions=True)
        assert state(breaker) is State.OPEN, "one that was under way does not close it"
        clock.now = 10
        assert state(breaker) is State.HALF_OPEN, "nor does it lengthen the pause"

    asyncio.run(journey())


@pytest.mark.parametrize("how", ["cancelled", "failed"])
def test_one_that_began_before_lets_no_second_one_try(breaker: Breaker, clock: Clock, how: str) -> None:
    async def another() -> None:
        pytest.fail("this was tried")

    async def journey() -> None:
        (late_end, late), *others = [await begin(breaker) for _ in range(4)]
        for end, _ in others:
            end.set_exception(OSError("away"))
        await asyncio.gather(*(task for _, task in others), return_exceptions=True)
        clock.now = 10
        trial_end, trial = await begin(breaker)
        late.cancel() if how == "cancelled" else late_end.set_exception(OSError("away"))
        await asyncio.gather(late, return_exceptions=True)
        clock.now = 30
        with pytest.raises(Open):
            await breaker.call(another, lambda _: True)
        trial_end.set_result(None)
        await trial
        assert state(breaker) is State.CLOSED

    asyncio.run(journey())
