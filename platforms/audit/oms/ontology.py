"""Schemas and object types: made, changed and deleted on a branch, version by version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, JsonValue, StringConstraints, field_validator
from pydantic_core import PydanticCustomError

from platforms.audit.oms import branches
from platforms.audit.oms.documents import MOST_LISTED, Deed, Documents, Found, Key, Kind, Version, Wish
from platforms.audit.oms.trail import Author
from platforms.common.database import Database
from platforms.common.errors import ApiError, not_found, unavailable
from platforms.common.fields import Moment, is_storable, line, prose

MOST_PROPERTIES = 100
MOST_TOGETHER = 100
"""Changes that are made in one go."""
TRIES = 5
"""How often a change is tried, of which nothing is in the way any more once it is asked why it was not made."""
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


class ToCreate(NewDocument):
    """One of several changes: a document is made."""

    action: Literal["create"]
    kind: Kind


class ToUpdate(ChangedDocument):
    """One of several changes: a document comes to say something else."""

    action: Literal["update"]
    kind: Kind
    name: Identifier


class ToDelete(BaseModel):
    """One of several changes: a document goes."""

    action: Literal["delete"]
    kind: Kind
    name: Identifier
    version: Annotated[int, Field(ge=1, le=LATEST)]


class Changes(BaseModel):
    """What is changed together: all of it or nothing."""

    changes: Annotated[
        list[Annotated[ToCreate | ToUpdate | ToDelete, Field(discriminator="action")]],
        Field(min_length=1, max_length=MOST_TOGETHER),
    ]

    @field_validator("changes")
    @classmethod
    def _one_of_each(cls, given: list[ToCreate | ToUpdate | ToDelete]) -> list[ToCreate | ToUpdate | ToDelete]:
        if len({(one.kind, one.name) for one in given}) < len(given):
            raise PydanticCustomError("doubled", "No two changes may be of one document.")
        return given


class Changed(BaseModel):
    """What one of several changes has made of a document."""

    action: Deed
    kind: Kind
    name: str
    version: int
    changed_by: UUID
    changed_at: Moment


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
    for _ in range(TRIES):
        made = await store.create(key, _told(body), author, holding)
        if made is not None:
            return shown(key.branch, made)
        await branches.check_open(database, key.branch, key.kind, holding, author.id)
        if await store.get(key) is not None:
            raise _there_already(key)
    raise unavailable("The branch")


async def change(
    store: Documents, database: Database, key: Key, body: ChangedDocument, author: Author, holding: UUID | None
) -> Document:
    """Change a document; `ApiError` 409 when it is no longer at the version that was seen."""
    for _ in range(TRIES):
        made = await store.change(key, _told(body), body.version, author, holding)
        if made is not None:
            return shown(key.branch, made)
        await _check_stands(store, database, key, body.version, author, holding)
    raise unavailable("The branch")


async def delete(
    store: Documents, database: Database, key: Key, expected: int, author: Author, holding: UUID | None
) -> None:
    """Delete a document; `ApiError` 409 when it is no longer at the version that was seen."""
    for _ in range(TRIES):
        if await store.delete(key, expected, author, holding) is not None:
            return
        await _check_stands(store, database, key, expected, author, holding)
    raise unavailable("The branch")


async def change_together(
    store: Documents, database: Database, branch: str, asked: Changes, author: Author, holding: UUID | None
) -> list[Changed]:
    """Make all of these changes or none; `ApiError` 409 that names each that cannot be made, 404 and 423 as of one."""
    wishes = [
        Wish(
            one.action,
            Key(branch, one.kind, one.name),
            None if isinstance(one, ToDelete) else _told(one),
            0 if isinstance(one, ToCreate) else one.version,
        )
        for one in asked.changes
    ]
    for _ in range(TRIES):
        found = await store.change_together(branch, wishes, author, holding)
        if found:
            return _all_made(wishes, found)
        for kind in sorted({one.key.kind for one in wishes}):
            await branches.check_open(database, branch, kind, holding, author.id)
    raise unavailable("The branch")


def _all_made(wishes: Sequence[Wish], found: Sequence[Version | Found]) -> list[Changed]:
    """What was made of them; `ApiError` 409 when something is in the way of any of them."""
    amiss = [one for one in found if isinstance(one, Found)]
    if amiss:
        raise ApiError(
            409,
            "CHANGES_REFUSED",
            "Nothing was changed. Look again at what cannot be changed so.",
            {"refusals": [{"at": one.at, **_in_the_way(wishes[one.at], one.version)} for one in amiss]},
        )
    return [
        Changed(
            action=wish.deed, kind=wish.key.kind, name=wish.key.name, version=one.version, changed_by=one.changed_by,
            changed_at=one.changed_at,
        )
        for wish, one in zip(wishes, found, strict=True)
        if isinstance(one, Version)
    ]  # fmt: skip


def _in_the_way(wish: Wish, version: int) -> dict[str, Any]:
    """Why one of several changes was not made, as it would be said of that alone."""
    if wish.deed == "create":
        refusal = _there_already(wish.key)
    elif version:
        refusal = _another_version(version)
    else:
        refusal = not_found(WORDS[wish.key.kind])
    return {"code": refusal.code, "message": refusal.message, "details": refusal.details}


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


async def _check_stands(
    store: Documents, database: Database, key: Key, expected: int, author: Author, holding: UUID | None
) -> None:
    """Why a change was not made: `ApiError`, or nothing when that is over by now."""
    await branches.check_open(database, key.branch, key.kind, holding, author.id)
    found = await store.get(key)
    if found is None:
        raise not_found(WORDS[key.kind])
    if found.version != expected:
        raise _another_version(found.version)


def _there_already(key: Key) -> ApiError:
    return ApiError(409, "RESOURCE_ALREADY_EXISTS", f"There is an {key.kind.replace('_', ' ')} {key.name} already.")


def _another_version(present: int) -> ApiError:
    told = f"It is at version {present} by now. Look at it again."
    return ApiError(409, "VERSION_CONFLICT", told, {"version": present})


def _told(body: Body) -> dict[str, Any]:
    return body.model_dump(mode="json", include=set(Body.model_fields))
