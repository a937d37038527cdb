"""What there is on a map, as people see it."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from asyncpg import Record
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from platforms.common.fields import Moment, line
from platforms.globe.realtime import geography

MapName = Annotated[str, line(1, 100)]
PoiName = Annotated[str, line(1, 100)]
Description = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^[^\x00-\x08\x0b-\x1f\x7f-\x9f]*$"),
]
Participants = Annotated[int, Field(strict=True, ge=1, le=50)]


class Place(BaseModel):
    """A place in degrees; only numbers will do, not what reads like one."""

    model_config = ConfigDict(frozen=True)

    lat: float = Field(strict=True, ge=-90, le=90, allow_inf_nan=False)
    lng: float = Field(strict=True, ge=-180, le=180, allow_inf_nan=False)

    @property
    def position(self) -> geography.Position:
        return geography.Position(self.lat, self.lng)


class PersonOnMap(BaseModel):
    id: UUID
    name: str


class Map(BaseModel):
    id: UUID
    name: str
    created_by: UUID
    created_at: Moment


class Session(BaseModel):
    """Somebody's being on a map."""

    id: UUID
    map_id: UUID
    person: PersonOnMap
    position: Place
    poi_id: UUID | None
    """Where they gather."""
    active: bool
    opened_at: Moment
    last_active_at: Moment
    sequence: int
    """Of their last change, in the order of the map."""


class Participant(BaseModel):
    session_id: UUID
    person: PersonOnMap


class Poi(BaseModel):
    """A point of interest, where people gather."""

    id: UUID
    map_id: UUID
    name: str
    description: str
    position: Place
    max_participants: int
    participants: list[Participant]
    """By name."""
    participant_count: int
    discussion_active: bool
    """From two participants."""
    discussion_since: Moment | None
    created_by: UUID
    created_at: Moment


class Change(BaseModel):
    """Something that happened on a map, and its place in the order of the map."""

    map_id: UUID
    sequence: int
    type: str
    data: dict[str, Any]
    at: Moment
    origin: UUID | None = None
    """The socket that asked for it, which is answered instead."""


class State(BaseModel):
    """A map as it is after the change of this sequence."""

    map_id: UUID
    sequence: int
    sessions: list[Session]
    """By name."""
    pois: list[Poi]
    """By name."""


SESSION_COLUMNS = "s.*, p.display_name AS person_name"
SESSIONS = "map_sessions s JOIN people p ON p.id = s.person_id"


def map_of(row: Record) -> Map:
    return Map(**{name: row[name] for name in Map.model_fields})


def session_of(row: Record) -> Session:
    """Of a row with `SESSION_COLUMNS`."""
    return Session(
        id=row["id"],
        map_id=row["map_id"],
        person=PersonOnMap(id=row["person_id"], name=row["person_name"]),
        position=Place(lat=row["lat"], lng=row["lng"]),
        poi_id=row["poi_id"],
        active=row["ended_at"] is None,
        opened_at=row["opened_at"],
        last_active_at=row["last_active_at"],
        sequence=row["sequence"],
    )


def poi_of(row: Record, participants: list[Participant]) -> Poi:
    return Poi(
        **{name: row[name] for name in ("id", "map_id", "name", "description", "max_participants")},
        position=Place(lat=row["lat"], lng=row["lng"]),
        participants=participants,
        participant_count=len(participants),
        discussion_active=row["discussion_since"] is not None,
        discussion_since=row["discussion_since"],
        created_by=row["created_by"],
        created_at=row["created_at"],
    )
