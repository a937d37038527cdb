"""Catalogues: who keeps them, and that nobody else changes what is in them."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from pydantic import BaseModel

from platforms.common.database import Connection, Database
from platforms.common.errors import ApiError, forbidden, not_found
from platforms.common.fields import Moment
from platforms.common.security import Caller

PUBLIC = "public"


class Catalogue(BaseModel):
    id: UUID
    name: str
    keeper: UUID | None
    made_at: Moment


@dataclass(frozen=True)
class Kept:
    """A catalogue that the caller may change."""

    catalogue: Catalogue
    caller: Caller


async def get(database: Database, name: str) -> Catalogue:
    """`ApiError` 404 when there is none."""
    row = await database.fetch_one("SELECT * FROM catalogues WHERE name = $1", name)
    if row is None:
        raise not_found("catalogue")
    return Catalogue(**row)


async def of_event(database: Database, event_id: UUID) -> Catalogue:
    """The catalogue of an event; `ApiError` 404 when there is no such event."""
    row = await database.fetch_one(
        "SELECT catalogues.* FROM catalogues JOIN events ON catalogue_id = catalogues.id WHERE events.id = $1", event_id
    )
    if row is None:
        raise not_found("event")
    return Catalogue(**row)


def check_keeper(catalogue: Catalogue, caller: Caller) -> Kept:
    """`ApiError` 403 unless the caller keeps it, or is an admin."""
    if caller.role != "admin" and (caller.role != "organiser" or str(catalogue.keeper) != caller.user_id):
        raise forbidden()
    return Kept(catalogue, caller)


async def make(database: Database, name: str, keeper: Caller) -> Catalogue:
    """`ApiError` 409 when there is one of this name."""
    row = await database.fetch_one(
        "INSERT INTO catalogues (name, keeper) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING RETURNING *",
        name,
        UUID(keeper.user_id),
    )
    if row is None:
        raise ApiError(409, "RESOURCE_ALREADY_EXISTS", "There is a catalogue of this name already.")
    return Catalogue(**row)


async def remove(database: Database, catalogue: Catalogue) -> None:
    """With all that is in it; processor is told. `ApiError` 409 for the public one."""
    if catalogue.name == PUBLIC:
        raise ApiError(409, "CATALOGUE_STAYS", "The public catalogue stays.")
    async with database.transaction() as connection:
        await lock(connection, catalogue.id)
        await connection.execute("DELETE FROM catalogues WHERE id = $1", catalogue.id)
        await connection.execute(
            "INSERT INTO handovers (kind, payload) VALUES ('removal', $1)", {"catalogue_id": str(catalogue.id)}
        )


async def lock(connection: Connection, catalogue_id: UUID) -> None:
    """Let nobody else link anything in this catalogue until the transaction is over; `ApiError` 404 when it is gone."""
    if not await connection.fetchval("SELECT true FROM catalogues WHERE id = $1 FOR NO KEY UPDATE", catalogue_id):
        raise not_found("catalogue")
