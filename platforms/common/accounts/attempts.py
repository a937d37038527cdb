"""How often signing in has failed for an e-mail, and how long the next try has to wait.

A try is counted as failed before it is looked at, and the count is taken back when it was not: so
many tries at once do not get round the limit. What counts is the e-mail, whether anybody has it or
not. Without Redis nobody has to wait.
"""

from __future__ import annotations

import hashlib
import logging
import math
from typing import Literal

from redis.asyncio import Redis
from redis.exceptions import RedisError

from platforms.common.errors import ApiError

log = logging.getLogger(__name__)

FREE_FAILURES = 5
LONGEST_WAIT_SECONDS = 15 * 60
FORGOTTEN_AFTER_SECONDS = 24 * 3600

# A hash of `failures` in a row and `retry_at`, until when (ms) further tries are refused.
SCRIPT = f"""
local step = ARGV[1]
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local known = redis.call('HMGET', KEYS[1], 'failures', 'retry_at')
local failures = tonumber(known[1]) or 0
local wait = (tonumber(known[2]) or 0) - now
if step == 'begin' then
    if wait > 0 then return wait end
    failures = failures + 1
elseif step == 'undecided' then
    failures = failures - 1
end
if failures <= 0 then
    redis.call('DEL', KEYS[1])
    return 0
end
redis.call('HSET', KEYS[1], 'failures', failures)
if step ~= 'undecided' and failures >= {FREE_FAILURES} then
    local seconds = math.min(2 ^ (failures - {FREE_FAILURES} + 1), {LONGEST_WAIT_SECONDS})
    redis.call('HSET', KEYS[1], 'retry_at', string.format('%d', now + seconds * 1000))
elseif step == 'undecided' then
    redis.call('HDEL', KEYS[1], 'retry_at')
end
redis.call('EXPIRE', KEYS[1], {FORGOTTEN_AFTER_SECONDS})
return 0
"""


def key_of(email: str) -> str:
    return f"sign_in_failures:{hashlib.sha256(email.encode()).hexdigest()}"


class Attempt:
    """One try to sign in: `begin` it, then say that it was `refused`, `accepted` or stayed `undecided`."""

    def __init__(self, cache: Redis, email: str) -> None:
        self._cache, self._key = cache, key_of(email)
        self._counted = False

    async def begin(self) -> None:
        """Count it; `ApiError` 429 when it has to wait (which counts nothing)."""
        try:
            wait = await self._step("begin")
        except (RedisError, OSError) as error:
            log.warning("failed sign-ins are not counted: %r", error)
            return
        if wait > 0:
            seconds = math.ceil(wait / 1000)
            raise ApiError(
                429,
                "AUTH_TOO_MANY_ATTEMPTS",
                f"Too many failed tries. Try again in {seconds} seconds.",
                {"retry_after_seconds": seconds},
                {"Retry-After": str(seconds)},
            )
        self._counted = True

    async def refused(self) -> None:
        """It stays counted; the wait for the next one begins now."""
        await self._settle("refused")

    async def undecided(self) -> None:
        """It could not be looked at, and does not count."""
        await self._settle("undecided")

    async def accepted(self) -> None:
        """Failures before it are forgotten."""
        if self._counted:
            try:
                await self._cache.delete(self._key)
            except (RedisError, OSError) as error:
                log.warning("failed sign-ins are not forgotten: %r", error)

    async def _settle(self, step: Literal["refused", "undecided"]) -> None:
        if self._counted:
            try:
                await self._step(step)
            except (RedisError, OSError) as error:
                log.warning("failed sign-ins are not counted: %r", error)

    async def _step(self, step: str) -> int:
        return int(await self._cache.eval(SCRIPT, 1, self._key, step))
