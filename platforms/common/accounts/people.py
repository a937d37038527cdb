"""People of a platform: who they are, in which role, and whether they may sign in."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from asyncpg import Record
from pydantic import BaseModel
from redis.asyncio import Redis

from platforms.common.accounts import sessions
from platforms.common.accounts.passwords import Passwords
from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError, invalid_field, not_found
from platforms.common.fields import Moment
from platforms.common.security import Caller, SessionCopies

log = logging.getLogger(__name__)

MOST_FOUND = 20


class User(BaseModel):
    """An account, as its person and admins see it."""

    id: UUID
    email: str
    display_name: str
    role: str
    tenant: str
    active: bool
    created_at: Moment


class Person(BaseModel):
    """What people may know of each other."""

    id: UUID
    display_name: str
    role: str


@dataclass(frozen=True)
class Deed:
    """Something that was done to an account: `registered`, `signed_in`, `refused`, `role_changed`, `deactivated`."""

    what: str
    user: User | None
    """None of a sign-in that was refused."""
    by: Caller | None
    """The admin who did it; None where it was the person."""
    address: str
    details: dict[str, Any]


RecordDeed = Callable[[sessions.Change, Deed], Awaitable[None]]


async def record_nothing(_: sessions.Change, __: Deed) -> None:
    pass


@dataclass(frozen=True)
class Accounts:
    """The people of a platform, and what stands behind them."""

    database: Database
    cache: Redis
    copies: SessionCopies
    passwords: Passwords
    jwt_secret: str
    issuer: str
    """Who issues tokens: the platform."""
    session_seconds: int
    roles: Sequence[str]
    """All there are; the first one is that of new people, `admin` that of whoever may change accounts."""
    tenants: Sequence[str] = ("",)
    """Where people may register; one that is empty on platforms without tenants."""
    change: Callable[[], AbstractAsyncContextManager[sessions.Change]] | None = None
    """A transaction whose events go out once it is committed; None where nobody is told."""
    record: RecordDeed = record_nothing
    """Writes a deed down, in its transaction."""

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[sessions.Change]:
        """One transaction: everything that is done in it happens, or nothing."""
        if self.change is not None:
            async with self.change() as change:
                yield change
        else:
            async with self.database.transaction() as connection:
                yield sessions.Quiet(connection)


def user_of(row: Record | None) -> User:
    """The account that a query found; `ApiError` 404 when it found none."""
    if row is None:
        raise not_found("person")
    return User(**row)


async def register(
    accounts: Accounts,
    *,
    email: str,
    password: str,
    display_name: str,
    address: str,
    role: str | None = None,
    tenant: str | None = None,
) -> User:
    """Make an account; `ApiError` 409 when the e-mail has one, 422 for a tenant that there is not."""
    belongs = accounts.tenants[0] if tenant is None else tenant
    if belongs not in accounts.tenants:
        raise invalid_field("tenant", "UNKNOWN", "There is no such tenant.")
    password_hash = await accounts.passwords.hash(password)
    async with accounts.changing() as change:
        row = await change.connection.fetchrow(
            "INSERT INTO people (email, password_hash, display_name, role, tenant) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (email) DO NOTHING RETURNING *",
            email,
            password_hash,
            display_name,
            role or accounts.roles[0],
            belongs,
        )
        if row is None:
            raise ApiError(409, "RESOURCE_ALREADY_EXISTS", "This e-mail has an account already.")
        user = User(**row)
        await accounts.record(change, Deed("registered", user, None, address, {}))
    return user


async def make_first_admin(accounts: Accounts, email: str, password: str, tenant: str | None = None) -> None:
    """Make the account of an admin, unless the e-mail has an account; done at every start."""
    if await accounts.database.value("SELECT EXISTS (SELECT FROM people WHERE email = $1)", email):
        return
    name = email.partition("@")[0].capitalize()
    try:
        await register(
            accounts, email=email, password=password, display_name=name, address="", role="admin", tenant=tenant
        )
    except ApiError as refusal:
        if refusal.status != 409:  # else another instance was as quick
            raise
    log.info("the first admin has an account")


async def password_of(database: Database, email: str) -> tuple[UUID, str] | None:
    """Id and password hash of the active person with this e-mail."""
    row = await database.fetch_one("SELECT id, password_hash, active FROM people WHERE email = $1", email)
    return (row["id"], row["password_hash"]) if row is not None and row["active"] else None


async def user(database: Database, person_id: str) -> User:
    """The account of somebody; `ApiError` 404 when there is none."""
    return user_of(await database.fetch_one("SELECT * FROM people WHERE id = $1", person_id))


async def find(database: Database, caller: Caller, text: str) -> list[Person]:
    """Active people of the caller's tenant whose name holds the text, by name; at most 20."""
    rows = await database.fetch(
        "SELECT * FROM people WHERE active AND tenant = $2 AND strpos(lower(display_name), lower($1)) > 0"
        ' ORDER BY lower(display_name) COLLATE "C", id LIMIT $3',
        text,
        caller.tenant,
        MOST_FOUND,
    )
    return [Person(**row) for row in rows]


async def change_role(accounts: Accounts, admin: Caller, person_id: UUID, role: str, address: str) -> User:
    """Give somebody of the admin's tenant another role, in their open sessions too."""
    if role not in accounts.roles:
        raise invalid_field("role", "UNKNOWN", f"The roles are {', '.join(accounts.roles)}.")
    async with accounts.changing() as change:
        before = await _locked(change.connection, admin, person_id)
        if before.role == role:
            return before
        row = await change.connection.fetchrow("UPDATE people SET role = $2 WHERE id = $1 RETURNING *", person_id, role)
        changed = user_of(row)
        await sessions.renew_all(change, accounts.cache, person_id)
        await accounts.record(
            change, Deed("role_changed", changed, admin, address, {"from": before.role, "to": changed.role})
        )
    return changed


async def deactivate(accounts: Accounts, admin: Caller, person_id: UUID, address: str) -> User:
    """Close the account of somebody of the admin's tenant, and end their sessions."""
    async with accounts.changing() as change:
        before = await _locked(change.connection, admin, person_id)
        if not before.active:
            return before
        row = await change.connection.fetchrow("UPDATE people SET active = false WHERE id = $1 RETURNING *", person_id)
        changed = user_of(row)
        await sessions.end_all(change, accounts.cache, person_id)
        await accounts.record(change, Deed("deactivated", changed, admin, address, {}))
    return changed


async def _locked(connection: Connection, admin: Caller, person_id: UUID) -> User:
    """The person, kept from changing meanwhile; an admin does not lock themselves out, nor reach another tenant."""
    if str(person_id) == admin.user_id:
        raise ApiError(409, "ADMIN_OWN_ACCOUNT", "Another admin has to do this to your account.")
    return user_of(
        await connection.fetchrow(
            "SELECT * FROM people WHERE id = $1 AND tenant = $2 FOR NO KEY UPDATE", person_id, admin.tenant
        )
    )
