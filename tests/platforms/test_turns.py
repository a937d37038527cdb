"""Who waits in line has a turn as long as the line moves, and is told when it does not."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from platforms.common.database import MOST_CONNECTIONS, Database
from platforms.common.errors import ApiError
from platforms.common.turns import Turns
from tests.platforms import clock

MOMENT = 1.0
"""A second by a clock that waits for nobody: how busy the machine is changes nothing."""


async def use(turns: Turns, seconds: float, *, served: bool = True) -> None:
    await turns.take()
    try:
        await asyncio.sleep(seconds)
    finally:
        turns.leave(served=served)


def outcomes(*uses: Coroutine[Any, Any, None]) -> list[type[BaseException] | None]:
    """How each of these ends that come at the same moment."""

    async def all_of_them() -> list[type[BaseException] | None]:
        ended = await asyncio.gather(*uses, return_exceptions=True)
        return [type(one) if one is not None else None for one in ended]

    return clock.run(all_of_them())


def test_who_waits_longer_than_a_stall_is_served_while_others_are() -> None:
    turns = Turns(2, stall=5 * MOMENT, longest=1_000)
    assert outcomes(*(use(turns, MOMENT) for _ in range(40))) == [None] * 40


def test_who_waits_while_nobody_is_served_is_told() -> None:
    turns = Turns(1, stall=3 * MOMENT, longest=1_000)
    assert outcomes(use(turns, 20 * MOMENT), use(turns, MOMENT)) == [None, TimeoutError]


def test_those_who_leave_unserved_do_not_move_the_line() -> None:
    turns = Turns(1, stall=5 * MOMENT, longest=1_000)
    ended = outcomes(*(use(turns, 2 * MOMENT, served=False) for _ in range(10)))
    assert ended[:2] == [None, None] and ended[-1] is TimeoutError


def test_nobody_waits_for_ever() -> None:
    turns = Turns(1, stall=1_000, longest=10 * MOMENT)
    ended = outcomes(*(use(turns, 2 * MOMENT) for _ in range(20)))
    assert ended[0] is None and ended[-1] is TimeoutError


def test_who_gives_up_in_line_takes_no_turn_with_them() -> None:
    async def give_up() -> None:
        turns = Turns(1, stall=1_000, longest=1_000)
        await turns.take()
        waiting = asyncio.create_task(turns.take())
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        turns.leave(served=True)
        await asyncio.wait_for(turns.take(), 1)
        with pytest.raises(TimeoutError):  # and has left none behind
            await asyncio.wait_for(turns.take(), 1)

    clock.run(give_up())


class Pool:
    """Of connections; whoever asks for one while all are in use is refused, as if they had waited in vain."""

    def __init__(self) -> None:
        self.in_use = 0

    async def acquire(self, timeout: float) -> Any:
        if self.in_use == MOST_CONNECTIONS:
            raise TimeoutError(f"no connection was free for {timeout} s")
        self.in_use += 1
        return self

    async def release(self, _: Any) -> None:
        self.in_use -= 1

    async def execute(self, _: str) -> str:
        await asyncio.sleep(MOMENT / 50)
        return "UPDATE 1"


def test_a_hundred_at_once_are_no_outage_of_the_database() -> None:
    database, pool = Database("postgresql://nowhere", "nobody"), Pool()
    database._pool = pool  # type: ignore[assignment]

    async def all_at_once() -> list[str]:
        return await asyncio.gather(*(database.execute("UPDATE it") for _ in range(100)))

    assert clock.run(all_at_once()) == ["UPDATE 1"] * 100
    assert pool.in_use == 0


def test_a_database_that_serves_nobody_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    database, pool = Database("postgresql://nowhere", "nobody"), Pool()
    database._pool = pool  # type: ignore[assignment]
    database._turns = Turns(1, stall=2 * MOMENT, longest=1_000)

    async def frozen(_: str) -> str:
        await asyncio.sleep(10 * MOMENT)
        raise TimeoutError

    monkeypatch.setattr(pool, "execute", frozen)
    monkeypatch.setattr(pool, "terminate", lambda: None, raising=False)

    async def both() -> list[Any]:
        return await asyncio.gather(*(database.execute("UPDATE it") for _ in range(2)), return_exceptions=True)

    assert [type(one) for one in clock.run(both())] == [ApiError, ApiError]
