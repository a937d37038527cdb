"""People: who is on Veza, in which role, and whether they may sign in."""

from __future__ import annotations

import logging
from typing import Literal
from uuid import UUID

from asyncpg import Record
from pydantic import BaseModel

from platforms.common.accounts import sessions
from platforms.common.accounts.passwords import Passwords
from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError, not_found
from platforms.common.events import Change, Events
from platforms.common.fields import Moment
from platforms.common.security import Caller
from platforms.veza.backend_api import audit
from platforms.veza.backend_api.context import Backend

log = logging.getLogger(__name__)

Role = Literal["listener", "artist", "moderator", "admin"]
Quality = Literal["low", "medium", "high"]


class User(BaseModel):
    id: UUID
    email: str
    display_name: str
    role: Role
    active: bool
    preferred_quality: Quality
    """In which music starts for them, unless they ask for another."""
    created_at: Moment


class Person(BaseModel):
    """What people may know of each other."""

    id: UUID
    display_name: str
    role: Role


class KnownPerson(Person):
    """What services may know of people."""

    active: bool


def user_of(row: Record | None) -> User:
    """The account that a query found; `ApiError` 404 when it found none."""
    if row is None:
        raise not_found("person")
    return User(**row)


async def register(
    events: Events,
    passwords: Passwords,
    *,
    email: str,
    password: str,
    display_name: str,
    role: Role = "listener",
) -> User:
    """Make an account; `ApiError` 409 when the e-mail has one."""
    password_hash = await passwords.hash(password)
    async with events.change() as change:
        row = await change.connection.fetchrow(
            "INSERT INTO people (email, password_hash, display_name, role) VALUES ($1, $2, $3, $4)"
            " ON CONFLICT (email) DO NOTHING RETURNING *",
            email,
            password_hash,
            display_name,
            role,
        )
        if row is None:
            raise ApiError(409, "RESOURCE_ALREADY_EXISTS", "This e-mail has an account already.")
        user = User(**row)
        await _tell(change, "registered", user)
    return user


async def make_first_admin(database: Database, events: Events, passwords: Passwords, email: str, password: str) -> None:
    """Make the account of an admin, unless the e-mail has an account; done at every start."""
    if not await database.value("SELECT EXISTS (SELECT FROM people WHERE email = $1)", email):
        name = email.partition("@")[0].capitalize()
        await register(events, passwords, email=email, password=password, display_name=name, role="admin")
        log.info("the first admin has an account")


async def password_of(database: Database, email: str) -> tuple[UUID, str] | None:
    """Id and password hash of the active person with this e-mail."""
    row = await database.fetch_one("SELECT id, password_hash, active FROM people WHERE email = $1", email)
    return (row["id"], row["password_hash"]) if row is not None and row["active"] else None


async def user(database: Database, person_id: str) -> User:
    return user_of(await database.fetch_one("SELECT * FROM people WHERE id = $1", person_id))


async def known(database: Database, person_id: UUID) -> KnownPerson:
    found = user_of(await database.fetch_one("SELECT * FROM people WHERE id = $1", person_id))
    return KnownPerson(**found.model_dump())


async def find(database: Database, text: str) -> list[Person]:
    """Active people whose name holds the text, by name; at most 20."""
    rows = await database.fetch(
        "SELECT * FROM people WHERE active AND strpos(lower(display_name), lower($1)) > 0"
        ' ORDER BY lower(display_name) COLLATE "C", id LIMIT 20',
        text,
    )
    return [Person(**row) for row in rows]


async def rename(service: Backend, caller: Caller, display_name: str) -> User:
    """Call somebody otherwise from now on, in their open sessions too."""
    async with service.events.change() as change:
        row = await change.connection.fetchrow("SELECT * FROM people WHERE id = $1 FOR NO KEY UPDATE", caller.user_id)
        before = user_of(row)
        if before.display_name == display_name:
            return before
        row = await change.connection.fetchrow(
            "UPDATE people SET display_name = $2 WHERE id = $1 RETURNING *", caller.user_id, display_name
        )
        user = user_of(row)
        await sessions.renew_all(change, service.cache, user.id)
        await _tell(change, "renamed", user)
    return user


async def prefer(service: Backend, caller: Caller, quality: Quality) -> User:
    """Let music start in this quality for somebody from now on."""
    async with service.events.change() as change:
        row = await change.connection.fetchrow(
            "UPDATE people SET preferred_quality = $2 WHERE id = $1 RETURNING *", caller.user_id, quality
        )
        user = user_of(row)
        await _tell(change, "preference_changed", user, preferred_quality=user.preferred_quality)
    return user


async def change_role(service: Backend, admin: Caller, person_id: UUID, role: Role, address: str) -> User:
    """Give somebody another role, in their open sessions too."""
    async with service.events.change() as change:
        before = await _locked(change.connection, admin, person_id)
        if before.role == role:
            return before
        row = await change.connection.fetchrow("UPDATE people SET role = $2 WHERE id = $1 RETURNING *", person_id, role)
        user = user_of(row)
        await audit.record(
            change.connection,
            "role_changed",
            actor_id=admin.user_id,
            target_id=person_id,
            address=address,
            details={"from": before.role, "to": role},
        )
        await sessions.renew_all(change, service.cache, person_id)
        await _tell(change, "role_changed", user, by=admin.user_id)
    return user


async def deactivate(service: Backend, admin: Caller, person_id: UUID, address: str) -> User:
    """Close somebody's account and end their sessions."""
    async with service.events.change() as change:
        before = await _locked(change.connection, admin, person_id)
        if not before.active:
            return before
        row = await change.connection.fetchrow("UPDATE people SET active = false WHERE id = $1 RETURNING *", person_id)
        user = user_of(row)
        await audit.record(
            change.connection,
            "account_deactivated",
            actor_id=admin.user_id,
            target_id=person_id,
            address=address,
            details={},
        )
        await sessions.end_all(change, service.cache, person_id)
        await _tell(change, "deactivated", user, by=admin.user_id)
    return user


async def _locked(connection: Connection, admin: Caller, person_id: UUID) -> User:
    """The person, kept from changing meanwhile; an admin does not lock themselves out."""
    if str(person_id) == admin.user_id:
        raise ApiError(409, "ADMIN_OWN_ACCOUNT", "Another admin has to do this to your account.")
    return user_of(await connection.fetchrow("SELECT * FROM people WHERE id = $1 FOR NO KEY UPDATE", person_id))


async def _tell(change: Change, what: str, user: User, **more: str) -> None:
    data = {"user_id": str(user.id), "display_name": user.display_name, "role": user.role, **more}
    await change.emit(f"user.events.{what}", data)
