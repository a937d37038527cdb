"""What Globe offers besides its socket."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel

from platforms.common.errors import Reply, invalid_field, refusals
from platforms.common.service import ForPeople, SignedIn
from platforms.globe.realtime import limits, maps, pois, sessions
from platforms.globe.realtime.context import TheGlobe
from platforms.globe.realtime.geography import Rectangle
from platforms.globe.realtime.model import Description, Map, MapName, Participants, Place, Poi, PoiName, Session

router = APIRouter(prefix="/api/v1", route_class=ForPeople, responses=refusals(401, 422, 503))


class NewMap(BaseModel):
    name: MapName


class NewSession(BaseModel):
    map_id: UUID
    position: Place
    person_id: UUID | None = None
    """Whom an admin brings in; the caller unless given."""


class NewPosition(BaseModel):
    position: Place


class Everybody(BaseModel):
    """Who is on a map."""

    map_id: UUID
    sessions: list[Session]
    count: int
    degraded: bool
    """Whether a part is away, so that this may be a moment old."""


class NewPoi(BaseModel):
    name: PoiName
    description: Description = ""
    position: Place
    max_participants: Participants = 10


class ChangedPoi(BaseModel):
    name: PoiName
    description: Description
    max_participants: Participants


Degrees = Annotated[float | None, Query(allow_inf_nan=False)]


def rectangle(
    south: Annotated[Degrees, Query(alias="south_west.lat")] = None,
    west: Annotated[Degrees, Query(alias="south_west.lng")] = None,
    north: Annotated[Degrees, Query(alias="north_east.lat")] = None,
    east: Annotated[Degrees, Query(alias="north_east.lng")] = None,
) -> Rectangle | None:
    """Dependency: the part of the map that is asked for; all four of its edges, or none."""
    edges = {"south_west.lat": south, "south_west.lng": west, "north_east.lat": north, "north_east.lng": east}
    if south is not None and west is not None and north is not None and east is not None:
        return Rectangle(south, west, north, east)
    missing = [name for name, degrees in edges.items() if degrees is None]
    if len(missing) < len(edges):
        raise invalid_field(missing[0], "MISSING", "A rectangle has four edges.")
    return None


@router.get("/maps", tags=["maps"])
async def list_maps(_: SignedIn, globe: TheGlobe) -> Reply[list[Map]]:
    """Open maps by name, at most 500."""
    return Reply(data=await maps.every(globe))


@router.post("/maps", tags=["maps"], status_code=201, responses=refusals(429))
async def create_map(caller: SignedIn, globe: TheGlobe, new: NewMap, response: Response) -> Reply[Map]:
    """Make a map."""
    await limits.check(globe, limits.CREATE_MAP, caller.user_id, response)
    return Reply(data=await maps.create(globe, caller, new.name))


@router.get("/maps/{map_id}", tags=["maps"], responses=refusals(404))
async def show_map(map_id: UUID, _: SignedIn, globe: TheGlobe) -> Reply[Map]:
    """One of the open maps."""
    return Reply(data=await maps.get(globe, map_id))


@router.delete("/maps/{map_id}", tags=["maps"], status_code=204, responses=refusals(403, 404))
async def close_map(map_id: UUID, caller: SignedIn, globe: TheGlobe) -> None:
    """Close a map for good; for whoever made it, and admins."""
    await maps.close(globe, caller, map_id)


@router.get("/maps/{map_id}/sessions", tags=["sessions"], responses=refusals(403, 404))
async def list_sessions(map_id: UUID, caller: SignedIn, globe: TheGlobe) -> Reply[Everybody]:
    """Who is on a map, by name, for those who are; answered by Redis while PostgreSQL is away."""
    found, degraded = await maps.people_on(globe, caller, map_id)
    return Reply(data=Everybody(map_id=map_id, sessions=found, count=len(found), degraded=degraded))


@router.post("/sessions", tags=["sessions"], status_code=201, responses=refusals(403, 404, 409, 429))
async def enter_map(caller: SignedIn, globe: TheGlobe, new: NewSession, response: Response) -> Reply[Session]:
    """Enter a map."""
    await limits.check(globe, limits.CREATE_SESSION, caller.user_id, response)
    return Reply(data=await sessions.enter(globe, caller, new.map_id, new.position, new.person_id))


@router.get("/sessions/{session_id}", tags=["sessions"], responses=refusals(404))
async def show_session(session_id: UUID, caller: SignedIn, globe: TheGlobe) -> Reply[Session]:
    """A session of one's own, also one that has ended."""
    return Reply(data=await sessions.own(globe.database, caller, session_id, active=False))


@router.put("/sessions/{session_id}/position", tags=["sessions"], responses=refusals(404, 409, 429))
async def move(
    session_id: UUID, caller: SignedIn, globe: TheGlobe, new: NewPosition, response: Response
) -> Reply[Session]:
    """Go somewhere else."""
    await limits.check(globe, limits.MOVE, caller.user_id, response)
    return Reply(data=await sessions.move(globe, caller, session_id, new.position))


@router.post("/sessions/{session_id}/heartbeat", tags=["sessions"], responses=refusals(404, 409, 429))
async def send_heartbeat(session_id: UUID, caller: SignedIn, globe: TheGlobe, response: Response) -> Reply[Session]:
    """Tell that one is still there."""
    await limits.check(globe, limits.HEARTBEAT, caller.user_id, response)
    return Reply(data=await sessions.heartbeat(globe, caller, session_id))


@router.delete("/sessions/{session_id}", tags=["sessions"], responses=refusals(404))
async def leave_map(session_id: UUID, caller: SignedIn, globe: TheGlobe) -> Reply[Session]:
    """Leave a map; a session that has ended stays so."""
    return Reply(data=await sessions.leave(globe, caller, session_id))


@router.get("/maps/{map_id}/pois", tags=["pois"], responses=refusals(403, 404))
async def list_pois(
    map_id: UUID, caller: SignedIn, globe: TheGlobe, part: Annotated[Rectangle | None, Depends(rectangle)]
) -> Reply[list[Poi]]:
    """The points of interest of a map or of a part of it, by name, for those who are on it."""
    return Reply(data=await pois.every(globe, caller, map_id, part))


@router.post("/maps/{map_id}/pois", tags=["pois"], status_code=201, responses=refusals(403, 404, 409, 429))
async def create_poi(map_id: UUID, caller: SignedIn, globe: TheGlobe, new: NewPoi, response: Response) -> Reply[Poi]:
    """Make a point of interest, at least 100 m from the next."""
    await limits.check(globe, limits.CREATE_POI, caller.user_id, response)
    poi = await pois.create(
        globe,
        caller,
        map_id,
        name=new.name,
        description=new.description,
        position=new.position,
        max_participants=new.max_participants,
    )
    return Reply(data=poi)


@router.get("/pois/{poi_id}", tags=["pois"], responses=refusals(403, 404))
async def show_poi(poi_id: UUID, caller: SignedIn, globe: TheGlobe) -> Reply[Poi]:
    """One of them, for those who are on its map."""
    return Reply(data=await pois.get(globe, caller, poi_id))


@router.put("/pois/{poi_id}", tags=["pois"], responses=refusals(403, 404, 409, 429))
async def change_poi(
    poi_id: UUID, caller: SignedIn, globe: TheGlobe, new: ChangedPoi, response: Response
) -> Reply[Poi]:
    """Change one; for everybody on its map."""
    await limits.check(globe, limits.CHANGE_POI, caller.user_id, response)
    return Reply(data=await pois.change(globe, caller, poi_id, **new.model_dump()))


@router.delete("/pois/{poi_id}", tags=["pois"], status_code=204, responses=refusals(403, 404, 429))
async def remove_poi(poi_id: UUID, caller: SignedIn, globe: TheGlobe, response: Response) -> None:
    """Remove one; for everybody on its map. Whoever gathers there stays on the map."""
    await limits.check(globe, limits.REMOVE_POI, caller.user_id, response)
    await pois.remove(globe, caller, poi_id)


@router.post("/pois/{poi_id}/join", tags=["pois"], responses=refusals(403, 404, 409, 429))
async def join_poi(poi_id: UUID, caller: SignedIn, globe: TheGlobe, response: Response) -> Reply[Poi]:
    """Gather there, and leave where one gathered before."""
    await limits.check(globe, limits.JOIN_POI, caller.user_id, response)
    return Reply(data=await pois.join(globe, caller, poi_id))


@router.post("/pois/{poi_id}/leave", tags=["pois"], responses=refusals(403, 404, 409, 429))
async def leave_poi(poi_id: UUID, caller: SignedIn, globe: TheGlobe, response: Response) -> Reply[Poi]:
    """Go from where one gathers."""
    await limits.check(globe, limits.LEAVE_POI, caller.user_id, response)
    return Reply(data=await pois.leave(globe, caller, poi_id))
