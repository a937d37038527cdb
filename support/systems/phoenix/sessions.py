"""Sessions that end: what was kept of them, and what is left."""

from __future__ import annotations

import json
from functools import partial

from hamcrest import assert_that, instance_of, none

from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.accounts import ME
from support.systems.answers import data
from support.systems.phoenix.accounts import Accounts
from support.systems.system import System
from support.systems.tokens import claims_of

KEPT_FOR = 3600.0
"""Seconds for which a session is in the cache at most, if nobody uses it."""
USED_SINCE = 300.0
"""Seconds for which it may be there already: a scenario is not longer."""
GONE_WITHIN = 5.0
"""Seconds until nothing of it is there any more, once it is over."""


class Sessions:
    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        self._kept: dict[str, tuple[str | None, float | None]] = {}
        """What the cache had of somebody's session, and for how many seconds more, before it ended."""

    def end(self, first: Persona, second: Persona) -> None:
        """The first signs out; the account of the second is closed. What is kept of both sessions is noted before."""
        self._kept = {who.name: self._look(who) for who in (first, second)}
        self._accounts.end_session(self._accounts.token(first))
        self._accounts.deactivate(second)

    def _look(self, who: Persona) -> tuple[str | None, float | None]:
        """What the cache has of somebody's session, who has just used it."""
        cache = self._system.cache
        data(self._accounts.as_(who).get(ME))
        return (None, None) if cache is None else (cache.get(self._key(who)), cache.ttl(self._key(who)))

    def _key(self, who: Persona) -> str:
        return f"user_session:{claims_of(self._accounts.token(who))['sid']}"

    def check_gone(self, who: Persona) -> None:
        """Somebody's session was in the cache, as JSON, for an hour at most; it is no more. Where nobody may look into
        the cache, nothing is said.
        """
        if (cache := self._system.cache) is None:
            return
        text, left = self._kept[who.name]
        assert text is not None and left is not None, f"the session of {who.name} was not in the cache"
        assert_that(json.loads(text), instance_of(dict), f"what was kept of the session of {who.name}")
        assert KEPT_FOR - USED_SINCE < left <= KEPT_FOR, f"the session of {who.name} was kept for {left:g} s more"
        eventually(
            partial(cache.get, self._key(who)),
            none(),
            within=GONE_WITHIN,
            what=f"what is left of the session of {who.name}",
        )
