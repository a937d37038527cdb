"""Who is where, as Redis knows it: what is asked for when PostgreSQL is away.

What is written is always the whole state of one session, under the number of its last change and the time of its last
sign of life: an older state never replaces a newer one, and one that has ended does not come back, in whatever order
writes arrive.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from platforms.globe.realtime.model import Session

log = logging.getLogger(__name__)

GONE_SECONDS = 120
"""How long a session that has ended is kept from coming back by a write that was late."""

# KEYS: the session. ARGV: its state, its number, milliseconds to live, whether it is active, its id, its map, its
# POI, seconds for which it stays gone, its last sign of life.
SCRIPT = """
local gone = 'gone:' .. ARGV[5]
if ARGV[4] ~= '1' then
    redis.call('SET', gone, ARGV[2], 'EX', ARGV[8])
elseif redis.call('EXISTS', gone) == 1 then
    return 0
end
local known = redis.call('GET', KEYS[1])
local before = known and cjson.decode(known) or nil
local newer = before and tonumber(before.sequence) - tonumber(ARGV[2])
if newer and (newer > 0 or newer == 0 and before.last_active_at > ARGV[9]) then
    return 0
end
if before and type(before.poi_id) == 'string' and before.poi_id ~= ARGV[7] then
    redis.call('SREM', 'poi:participants:' .. before.poi_id, ARGV[5])
end
local everybody = 'map:sessions:' .. ARGV[6]
if ARGV[4] ~= '1' then
    redis.call('DEL', KEYS[1])
    redis.call('SREM', everybody, ARGV[5])
    if ARGV[7] ~= '' then
        redis.call('SREM', 'poi:participants:' .. ARGV[7], ARGV[5])
    end
    return 1
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
redis.call('SADD', everybody, ARGV[5])
redis.call('PEXPIRE', everybody, ARGV[3])
if ARGV[7] ~= '' then
    local gathering = 'poi:participants:' .. ARGV[7]
    redis.call('SADD', gathering, ARGV[5])
    redis.call('PEXPIRE', gathering, ARGV[3])
end
return 1
"""


# KEYS: what names the session wrongly, the session. ARGV: its id.
FORGET = """
if KEYS[1] == KEYS[2] then return redis.call('DEL', KEYS[1]) end
local known = redis.call('GET', KEYS[2])
if known and KEYS[1] == 'poi:participants:' .. tostring(cjson.decode(known).poi_id) then
    return 0
end
return redis.call('SREM', KEYS[1], ARGV[1])
"""


def session_key(session_id: UUID | str) -> str:
    """A session's state as JSON."""
    return f"session:{session_id}"


def map_key(map_id: UUID | str) -> str:
    """The ids of the sessions on a map."""
    return f"map:sessions:{map_id}"


def poi_key(poi_id: UUID | str) -> str:
    """The ids of the sessions that gather at a point of interest."""
    return f"poi:participants:{poi_id}"


class Presence:
    def __init__(self, cache: Redis, seconds: float) -> None:
        self._cache, self._milliseconds = cache, round(seconds * 1000)
        self.away = True
        """Whether Redis does not answer at the moment; then nothing is written, and all is written when it is back."""

    async def put(self, *sessions: Session) -> None:
        """Write how these sessions are; never fails."""
        if self.away:
            return
        try:
            for session in sessions:
                await self._cache.eval(SCRIPT, 1, session_key(session.id), *self._arguments(session))
        except (RedisError, OSError) as error:
            log.warning("presence is not written: %r", error)
            self.away = True

    async def put_all(self, sessions: Iterable[Session]) -> None:
        """The same for many at once; `RedisError` or `OSError` when it fails."""
        async with self._cache.pipeline(transaction=False) as pipeline:
            for session in sessions:
                pipeline.eval(SCRIPT, 1, session_key(session.id), *self._arguments(session))
            await pipeline.execute()

    async def of_map(self, map_id: UUID) -> list[Session]:
        """Who is on a map, by name; `RedisError` or `OSError` when Redis does not answer."""
        ids: set[Any] = await self._cache.smembers(map_key(map_id))
        texts = await self._cache.mget([session_key(one) for one in ids]) if ids else []
        found = [Session(**json.loads(text)) for text in texts if text]
        return sorted(found, key=lambda session: (session.person.name.lower(), str(session.id)))

    async def known(self) -> dict[str, set[str]]:
        """Of each key of presence the sessions it names; `RedisError` or `OSError` when Redis does not answer."""
        named: dict[str, set[str]] = {}
        async for key in self._cache.scan_iter("session:*", count=1000):
            named[key] = {key.partition(":")[2]}
        for pattern in ("map:sessions:*", "poi:participants:*"):
            async for key in self._cache.scan_iter(pattern, count=1000):
                ids: set[Any] = await self._cache.smembers(key)
                named[key] = ids
        return named

    async def forget(self, keys: dict[str, set[str]]) -> None:
        """Take sessions out of the keys that name them wrongly, unless they have come there meanwhile."""
        async with self._cache.pipeline(transaction=False) as pipeline:
            for key, ids in keys.items():
                for one in ids:
                    pipeline.eval(FORGET, 2, key, session_key(one), one)
            await pipeline.execute()

    def _arguments(self, session: Session) -> list[str]:
        return [
            session.model_dump_json(),
            str(session.sequence),
            str(self._milliseconds),
            "1" if session.active else "0",
            str(session.id),
            str(session.map_id),
            str(session.poi_id or ""),
            str(GONE_SECONDS),
            session.model_dump(mode="json")["last_active_at"],
        ]
