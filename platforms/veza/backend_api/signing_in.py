"""Signing in: the right e-mail and password open a session; whoever is refused learns nothing."""

from __future__ import annotations

import logging
import time
from uuid import UUID

from pydantic import BaseModel

from platforms.common.accounts import sessions
from platforms.common.accounts.attempts import Attempt
from platforms.common.errors import ApiError
from platforms.common.security import issue_user_token
from platforms.veza.backend_api import activity, people
from platforms.veza.backend_api.context import Backend

log = logging.getLogger(__name__)


class SignedIn(BaseModel):
    access_token: str
    expires_in: int
    """Seconds until the session is over."""
    user: people.User


async def sign_in(
    service: Backend, email: str, password: str, address: str, session_id: UUID | None = None
) -> SignedIn:
    """Open a session; `ApiError` 401 that never tells why, 429 when the e-mail has to wait.

    Asked for again with the same `session_id`, it is the same session.
    """
    attempt = Attempt(service.cache, email)
    await attempt.begin()
    try:
        known = await people.password_of(service.database, email)
        right = await service.passwords.match(password, known[1] if known else None)
        signed_in = await _open_session(service, known[0], session_id) if known and right else None
    except BaseException:
        await attempt.undecided()
        raise
    if signed_in is None:
        await attempt.refused()
        log.warning("sign-in refused", extra={"address": address})
        raise ApiError(401, "AUTH_INVALID_CREDENTIALS", "E-mail or password is not right.")
    await attempt.accepted()
    log.info("signed in", extra={"address": address, "user_id": str(signed_in.user.id)})
    return signed_in


async def _open_session(service: Backend, person_id: UUID, session_id: UUID | None) -> SignedIn | None:
    """None when the account was closed while the password was being checked."""
    started = time.perf_counter()
    lifetime = service.settings.session_seconds
    async with service.events.change() as change:
        caller = await sessions.opened_before(change, person_id, session_id) if session_id else None
        if caller is None:
            caller = await sessions.open_for(change, person_id, lifetime, session_id)
            if caller is None:
                return None
            told = {"user_id": caller.user_id, "session_id": caller.session_id}
            await activity.record(change.connection, await change.emit("user.events.signed_in", told))
        user = people.user_of(await change.connection.fetchrow("SELECT * FROM people WHERE id = $1", person_id))
    await sessions.remember(service.database, service.session_copies, caller.session_id)
    token = issue_user_token(caller, service.settings.jwt_secret, lifetime, service.issuer)
    milliseconds = round((time.perf_counter() - started) * 1000, 1)
    log.info("session opened", extra={"user_id": caller.user_id, "milliseconds": milliseconds})
    return SignedIn(access_token=token, expires_in=lifetime, user=user)
