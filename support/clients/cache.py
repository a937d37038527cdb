"""A look into a platform's Redis, or whatever speaks its protocol."""

import math
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from support.clients.address import shown
from support.clients.unreachable import Unreachable
from support.evidence.journal import Journal
from support.inventory.things import KEY, Thing
from support.observing.waiting import patient

if TYPE_CHECKING:
    from redis import Redis

TIMEOUT = 5.0
"""Seconds for a connection, and for an answer."""
MOST_KEYS = 20_000
"""Keys that a census takes; where there are more it fails."""
# How to read the beginning of a value of each type; a string's is taken from GETRANGE.
_WITHOUT_A_KEY = frozenset({"SCAN", "DBSIZE", "PING", "INFO", "CONFIG", "CLIENT"})
_READING: dict[str, tuple[str, tuple[str | int, ...]]] = {
    "string": ("GETRANGE", (0, 2000)),
    "hash": ("HGETALL", ()),
    "list": ("LRANGE", (0, 100)),
    "set": ("SMEMBERS", ()),
    "zset": ("ZRANGE", (0, 100)),
    "stream": ("XRANGE", ("-", "+", "COUNT", 100)),
}


class Cache:
    """A cache by its address, connected at the first question and again after a restart; values are texts.

    Every method raises `Unreachable` when it cannot be reached.
    """

    def __init__(self, url: str, journal: Journal) -> None:
        """`url` is redis://user:password@host:port/number."""
        self._url = url
        self._journal = journal
        self._redis: Redis | None = None

    def get(self, key: str) -> str | None:
        """Return the text under a key; None when there is none."""
        value: str | None = self.command("GET", key)
        return value

    def exists(self, key: str) -> bool:
        """Tell whether there is anything under a key."""
        return bool(self.command("EXISTS", key))

    def ttl(self, key: str) -> float | None:
        """Return the seconds that a key has to live: infinity without end, None without key."""
        left: int = self.command("PTTL", key)
        return None if left == -2 else math.inf if left == -1 else left / 1000

    def keys(self, pattern: str) -> list[str]:
        """Return the keys that match a pattern (`presence:*`), sorted; by scanning, which holds nobody up."""
        found: set[str] = set()
        cursor = "0"
        while True:
            cursor, page = self.command("SCAN", cursor, "MATCH", pattern, "COUNT", 1000)
            found.update(page)
            if str(cursor) == "0":
                return sorted(found)

    def hash(self, key: str) -> dict[str, str]:
        """Return the fields of a hash; empty when there is none."""
        return dict(self.command("HGETALL", key))

    def census(self, known: Collection[str] | None = None) -> list[Thing]:
        """Return all keys; given those that are known, the others with value and seconds to live.

        Raises ValueError where there are more than `MOST_KEYS`.
        """
        number: int = self.command("DBSIZE")
        if number > MOST_KEYS:
            raise ValueError(f"there are more than {MOST_KEYS} keys")
        keys = self.keys("*")
        new = set() if known is None else {*keys} - {*known}
        return [Thing(KEY, "", key, self._content(key) if key in new else {}) for key in keys]

    def _content(self, key: str) -> dict[str, Any]:
        kind: str = self.command("TYPE", key)
        if kind not in _READING:  # gone meanwhile, or a type of some extension
            return {"type": kind}
        command, words = _READING[kind]
        value, left = self.command(command, key, *words), self.ttl(key)
        value = value if isinstance(value, str | dict) else [str(each) for each in value]
        return {"type": kind, "value": value, "seconds_to_live": left}

    def command(self, *words: str | int | float) -> Any:
        """Run any other command, e.g. ("ZRANGE", "latest", 0, -1); return its answer as the driver does."""
        from redis.exceptions import ConnectionError, TimeoutError

        said = " ".join(map(str, words))
        try:
            answer = self._connected().execute_command(*words)  # type: ignore[no-untyped-call]
        except (ConnectionError, TimeoutError) as error:
            self._journal.record("redis", f"{said} → no answer: {error}")
            raise Unreachable(shown(self._url), str(words[0]), str(error)) from None
        if len(words) > 1 and str(words[0]).upper() not in _WITHOUT_A_KEY:
            self._journal.contacts.key(str(words[1]))
        self._journal.record("redis", said, answer=answer)
        return answer

    def close(self) -> None:
        """End the connections, if there are any."""
        if self._redis is not None:
            self._redis.close()
            self._redis = None

    def _connected(self) -> "Redis":
        if self._redis is None:
            from redis import Redis

            self._redis = Redis.from_url(
                self._url,
                decode_responses=True,
                socket_timeout=patient(TIMEOUT),
                socket_connect_timeout=patient(TIMEOUT),
                client_name="acceptance",
            )
        return self._redis
