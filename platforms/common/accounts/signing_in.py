"""Signing in: the right e-mail and password open a session; whoever is refused learns nothing."""

from __future__ import annotations

import logging
from uuid import UUID

from pydantic import BaseModel

from platforms.common.accounts import people, sessions
from platforms.common.accounts.attempts import Attempt
from platforms.common.accounts.people import Accounts, Deed, User
from platforms.common.errors import ApiError
from platforms.common.security import issue_user_token

log = logging.getLogger(__name__)


class SignedIn(BaseModel):
    access_token: str
    expires_in: int
    """Seconds until the session is over."""
    user: User


async def sign_in(accounts: Accounts, email: str, password: str, address: str) -> SignedIn:
    """Open a session; `ApiError` 401 that never tells why, 429 when the e-mail has to wait."""
    attempt = Attempt(accounts.cache, email)
    await attempt.begin()
    try:
        known = await people.password_of(accounts.database, email)
        right = await accounts.passwords.match(password, known[1] if known else None)
        signed_in = await _open_session(accounts, known[0], address) if known and right else None
    except BaseException:
        await attempt.undecided()
        raise
    if signed_in is None:
        await attempt.refused()
        log.warning("sign-in refused", extra={"address": address})
        async with accounts.changing() as change:
            await accounts.record(change, Deed("refused", None, None, address, {"email": email}))
        raise ApiError(401, "AUTH_INVALID_CREDENTIALS", "E-mail or password is not right.")
    await attempt.accepted()
    log.info("signed in", extra={"address": address, "user_id": str(signed_in.user.id)})
    return signed_in


async def sign_out(accounts: Accounts, session_id: UUID) -> None:
    """End a session, on every service; one that has ended stays so."""
    async with accounts.changing() as change:
        await sessions.end(change, accounts.cache, session_id)


async def _open_session(accounts: Accounts, person_id: UUID, address: str) -> SignedIn | None:
    """None when the account was closed while the password was being checked."""
    async with accounts.changing() as change:
        caller = await sessions.open_for(change, person_id, accounts.session_seconds)
        if caller is None:
            return None
        user = people.user_of(await change.connection.fetchrow("SELECT * FROM people WHERE id = $1", person_id))
        await accounts.record(change, Deed("signed_in", user, None, address, {"session_id": caller.session_id}))
    await sessions.remember(accounts.database, accounts.copies, caller.session_id)
    token = issue_user_token(caller, accounts.jwt_secret, accounts.session_seconds, accounts.issuer)
    return SignedIn(access_token=token, expires_in=accounts.session_seconds, user=user)
