"""How often somebody may do something: so many times in so many seconds, for each action on its own.

Counted in Redis, so that all instances count together, for each person, or each address of those who are not signed
in; with headers that tell the truth on every answer. Nobody can use up another's, nor have two by being signed in
twice. Without Redis nobody has to wait.
"""

from __future__ import annotations

import logging
import math
from dataclasses import dataclass

from redis.asyncio import Redis
from redis.exceptions import RedisError
from starlette.responses import Response

from platforms.common.errors import ApiError, told_besides

log = logging.getLogger(__name__)

# The times of what was done lately, in milliseconds; the oldest of them says when there is room again.
SCRIPT = """
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local done = redis.call('ZCARD', KEYS[1])
local allowed = 0
if done < limit then
    allowed = 1
    done = done + 1
    redis.call('ZADD', KEYS[1], now, ARGV[3])
    redis.call('PEXPIRE', KEYS[1], window)
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return {allowed, limit - done, tonumber(oldest[2]) + window - now}
"""


@dataclass(frozen=True)
class Limit:
    """So many times, one at least, in so many seconds, a thousandth at least; `ValueError` for less."""

    action: str
    times: int
    seconds: float

    def __post_init__(self) -> None:
        if self.times < 1 or self.seconds < 0.001:
            raise ValueError(f"{self.action} {self.times} times in {self.seconds} s is no limit")


@dataclass(frozen=True)
class Allowance:
    """What is left of a limit."""

    limit: Limit
    allowed: bool
    remaining: int
    reset_seconds: float
    """Until there is room for one more than now."""

    @property
    def headers(self) -> dict[str, str]:
        """What every answer tells of it; seconds are whole ones, and never fewer than have to pass."""
        told = {
            "X-RateLimit-Limit": str(self.limit.times),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(math.ceil(self.reset_seconds)),
        }
        return told if self.allowed else told | {"Retry-After": told["X-RateLimit-Reset"]}


def key_of(action: str, who: str) -> str:
    """`who` is the id of a person, or an address."""
    return f"rate_limit:{action}:{who}"


async def take(cache: Redis, limit: Limit, who: str, once: str) -> Allowance | None:
    """Count one more, unless it is too often; None when nobody counts. `once` tells it from every other."""
    try:
        allowed, remaining, reset = await cache.eval(
            SCRIPT, 1, key_of(limit.action, who), limit.times, round(limit.seconds * 1000), once
        )
    except (RedisError, OSError) as error:
        log.warning("%s is not limited: %r", limit.action, error)
        return None
    return Allowance(limit, bool(allowed), int(remaining), int(reset) / 1000)


async def check(cache: Redis, limit: Limit, who: str, once: str, response: Response | None = None) -> None:
    """`ApiError` 429 when it is too often; else the answer tells what is left, also if it is refused after all."""
    allowance = await take(cache, limit, who, once)
    if allowance is None:
        return
    if not allowance.allowed:
        raise refusal(allowance)
    if response is not None:
        response.headers.update(allowance.headers)
        told_besides.set(allowance.headers)


def refusal(allowance: Allowance) -> ApiError:
    """Of what is too often: when to come back."""
    seconds = math.ceil(allowance.reset_seconds)
    return ApiError(
        429,
        "RATE_LIMIT_EXCEEDED",
        f"This is too often. Try again in {seconds} seconds.",
        {"action": allowance.limit.action, "limit": allowance.limit.times, "retry_after_seconds": seconds},
        allowance.headers,
    )
