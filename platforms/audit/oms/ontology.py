"""Schemas and object types: made, changed and deleted on a branch, version by version."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, JsonValue, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from platforms.audit.oms import branches
from platforms.audit.oms.documents import MOST_LISTED, Documents, Key, Kind, Version
from platforms.audit.oms.trail import Author
from platforms.common.database import Database
from platforms.common.errors import ApiError, not_found
from platforms.common.fields import Moment, is_storable, line, prose

MOST_PROPERTIES = 100
LATEST = 2**31 - 1
"""As many versions as a document can have."""
DEEPEST, LARGEST = 10, 200
Identifier = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,62}$")]
WORDS = {"schema": "schema", "object_type": "object type"}


class Property(BaseModel):
    """What objects of a type have."""

    name: Identifier
    type: Literal["text", "number", "boolean", "date", "reference"]
    required: bool = False


class Body(BaseModel):
    """What a document says. `metadata` is anybody's; secrets and personal details in it are masked in the records."""

    display_name: Annotated[str, line(1, 100)]
    description: Annotated[str, prose(2000)] = ""
    properties: Annotated[list[Property], Field(max_length=MOST_PROPERTIES)] = []
    metadata: dict[str, JsonValue] = {}

    @field_validator("properties")
    @classmethod
    def _told_apart(cls, given: list[Property]) -> list[Property]:
        if len({one.name for one in given}) < len(given):
            raise PydanticCustomError("doubled", "No two properties may have one name.")
        return given

    @field_validator("metadata")
    @classmethod
    def _not_too_much(cls, given: dict[str, JsonValue]) -> dict[str, JsonValue]:
        if _size(given, 0) > LARGEST:
            raise PydanticCustomError("too_much", "This is too much, or nested too deep.")
        if not is_storable(given):
            raise PydanticCustomError("no_text", "There is something in it that is no text.")
        return given


class NewDocument(Body):
    name: Identifier


class ChangedDocument(Body):
    version: Annotated[int, Field(ge=1, le=LATEST)]
    """The version that the change is made to; another one since then refuses it."""


class Document(Body):
    """A document as it counts now."""

    name: str
    branch: str
    version: int
    changed_by: UUID
    changed_at: Moment


class PastVersion(BaseModel):
    """A version of a document; `body` is null where it was deleted."""

    version: int
    body: Body | None
    changed_by: UUID
    changed_at: Moment


def _size(value: JsonValue, depth: int) -> int:
    if depth > DEEPEST:
        return LARGEST + 1
    if isinstance(value, dict):
        return sum(1 + _size(each, depth + 1) for each in value.values())
    if isinstance(value, list):
        return sum(1 + _size(each, depth + 1) for each in value)
    return 0


def shown(branch: str, version: Version) -> Document:
    """A version as people see it."""
    assert version.body is not None, "what was deleted is not shown"
    return Document(
        branch=branch, name=version.name, version=version.version, changed_by=version.changed_by,
        changed_at=version.changed_at, **version.body,
    )  # fmt: skip


async def create(
    store: Documents, database: Database, key: Key, body: Body, author: Author, holding: UUID | None
) -> Document:
    """Make a document; `ApiError` 409 when there is one of this name, 404 and 423 for its branch."""
    made = await store.create(key, _told(body), author, holding)
    if made is None:
        await branches.check_open(database, key.branch, key.kind, holding, author.id)
        raise ApiError(409, "RESOURCE_ALREADY_EXISTS", f"There is an {key.kind.replace('_', ' ')} {key.name} already.")
    return shown(key.branch, made)


async def change(
    store: Documents, database: Database, key: Key, body: ChangedDocument, author: Author, holding: UUID | None
) -> Document:
    """Change a document; `ApiError` 409 when it is no longer at the version that was seen."""
    made = await store.change(key, _told(body), body.version, author, holding)
    if made is None:
        raise await _refusal(store, database, key, author, holding)
    return shown(key.branch, made)


async def delete(
    store: Documents, database: Database, key: Key, expected: int, author: Author, holding: UUID | None
) -> None:
    """Delete a document; `ApiError` 409 when it is no longer at the version that was seen."""
    if await store.delete(key, expected, author, holding) is None:
        raise await _refusal(store, database, key, author, holding)


async def get(store: Documents, key: Key) -> Document:
    """The document; `ApiError` 404 when there is none."""
    found = await store.get(key)
    if found is None:
        raise not_found(WORDS[key.kind])
    return shown(key.branch, found)


async def every(store: Documents, database: Database, branch: str, kind: Kind, after: str) -> list[Document]:
    """Those of a branch, by name, at most 200 from the first one after `after`."""
    await branches.check_there(database, branch)
    return [shown(branch, one) for one in await store.every(branch, kind, after, MOST_LISTED)]


async def versions(store: Documents, key: Key) -> list[PastVersion]:
    """All versions, the oldest first; `ApiError` 404 when there never was one."""
    found = await store.versions(key)
    if not found:
        raise not_found(WORDS[key.kind])
    return [
        PastVersion(
            version=one.version, body=Body(**one.body) if one.body is not None else None, changed_by=one.changed_by,
            changed_at=one.changed_at,
        )
        for one in found
    ]  # fmt: skip


async def _refusal(store: Documents, database: Database, key: Key, author: Author, holding: UUID | None) -> ApiError:
    """Why a change was not made."""
    await branches.check_open(database, key.branch, key.kind, holding, author.id)
    found = await store.get(key)
    if found is None:
        return not_found(WORDS[key.kind])
    told = f"It is at version {found.version} by now. Look at it again."
    return ApiError(409, "VERSION_CONFLICT", told, {"version": found.version})


def _told(body: Body) -> dict[str, Any]:
    return body.model_dump(mode="json", include=set(Body.model_fields))
