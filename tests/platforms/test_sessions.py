"""A session that was opened stays open, whether or not it could be put into the cache afterwards."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager
from typing import Any, cast

from platforms.common.accounts import sessions
from platforms.common.database import Database
from platforms.common.errors import unavailable
from platforms.common.security import Caller, SessionCopies


class Copies:
    """What would be in Redis."""

    def __init__(self) -> None:
        self.kept: list[Caller] = []

    async def keep(self, caller: Caller, _: float) -> None:
        self.kept.append(caller)


class Away:
    """A database that went away right after the session was committed."""

    def transaction(self) -> AbstractAsyncContextManager[Any]:
        raise unavailable("The database")


def test_whoever_was_let_in_is_not_refused_because_their_session_cannot_be_copied() -> None:
    copies = Copies()
    asyncio.run(sessions.remember(cast(Database, Away()), cast(SessionCopies, copies), "a session"))
    assert not copies.kept, "a copy of what could not be read"
