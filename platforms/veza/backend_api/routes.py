"""What backend-api offers to people."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile
from pydantic import BaseModel, Field

from platforms.common.errors import ApiError, Reply, refusals
from platforms.common.fields import line
from platforms.common.security import Caller
from platforms.common.service import ForPeople, SignedIn, client_address, roles
from platforms.veza.backend_api import activity, audit, people, playlists, tracks
from platforms.veza.backend_api.context import TheBackend

router = APIRouter(prefix="/api/v1", route_class=ForPeople, responses=refusals(401, 422, 503))

Artist = Annotated[Caller, Depends(roles("artist", "admin"))]
Admin = Annotated[Caller, Depends(roles("admin"))]
Address = Annotated[str, Depends(client_address)]
Limit = Annotated[int, Query(ge=1, le=200)]
SearchText = Annotated[str, line(0, 100)]
TrackIds = Annotated[list[UUID], Field(max_length=playlists.MAX_TRACKS)]


class NewName(BaseModel):
    display_name: Annotated[str, line(1, 50)]


class NewPreference(BaseModel):
    preferred_quality: people.Quality


class NewPlaylist(BaseModel):
    name: Annotated[str, line(1, 100)]
    public: bool
    tracks: TrackIds


class PlaylistTracks(BaseModel):
    tracks: TrackIds


class PlaylistTrack(BaseModel):
    track_id: UUID


class NewRole(BaseModel):
    role: people.Role


@router.get("/users/me", tags=["people"])
async def show_me(caller: SignedIn, service: TheBackend) -> Reply[people.User]:
    """The account of the caller."""
    return Reply(data=await people.user(service.database, caller.user_id))


@router.put("/users/me", tags=["people"])
async def rename_me(caller: SignedIn, service: TheBackend, new: NewName) -> Reply[people.User]:
    """Call the caller otherwise from now on, on every service."""
    return Reply(data=await people.rename(service, caller, new.display_name))


@router.patch("/users/me", tags=["people"])
async def prefer(caller: SignedIn, service: TheBackend, new: NewPreference) -> Reply[people.User]:
    """Let music start in another quality for the caller from now on, on every device."""
    return Reply(data=await people.prefer(service, caller, new.preferred_quality))


@router.get("/people", tags=["people"])
async def find_people(_: SignedIn, service: TheBackend, q: SearchText = "") -> Reply[list[people.Person]]:
    """Active people whose name holds the text, by name; at most 20."""
    return Reply(data=await people.find(service.database, q))


@router.get("/activity", tags=["activity"])
async def list_my_activity(
    caller: SignedIn, service: TheBackend, limit: Limit = 20
) -> Reply[list[activity.ActivityEntry]]:
    """What the caller did lately, newest first."""
    return Reply(data=await activity.newest(service.database, caller.user_id, limit))


@router.get("/tracks", tags=["tracks"])
async def find_tracks(
    _: SignedIn, service: TheBackend, q: SearchText = "", artist_id: UUID | None = None
) -> Reply[list[tracks.Track]]:
    """Tracks that are ready, with the text in their title or their artist's name; by title, at most 200."""
    return Reply(data=await tracks.find(service.database, q, artist_id))


@router.get("/tracks/{track_id}", tags=["tracks"], responses=refusals(404))
async def show_track(track_id: UUID, _: SignedIn, service: TheBackend) -> Reply[tracks.Track]:
    """One track, ready or not."""
    return Reply(data=await tracks.get(service.database, track_id))


@router.post("/tracks", tags=["tracks"], status_code=201, responses=refusals(403, 413))
async def publish_track(
    artist: Artist,
    service: TheBackend,
    title: Annotated[str, Form(), line(1, 100)],
    genre: Annotated[str, Form(), line(1, 40)],
    audio: Annotated[UploadFile, File(description="WAV, FLAC, OGG or MP3; at most 20 MB and 10 minutes.")],
) -> Reply[tracks.Track]:
    """Publish a track; it is being processed when this answers."""
    return Reply(data=await tracks.publish(service, artist, title=title, genre=genre, audio=audio))


@router.delete("/tracks/{track_id}", tags=["tracks"], status_code=204, responses=refusals(403, 404))
async def remove_track(track_id: UUID, caller: SignedIn, service: TheBackend) -> None:
    """Remove a track from Veza and from every playlist; its artist or an admin."""
    await tracks.remove(service.events, caller, track_id)
    with suppress(ApiError):  # then it is done when stream-server is back
        await tracks.remove_elsewhere(service.database, service.peers["stream-server"])


@router.get("/playlists", tags=["playlists"])
async def list_playlists(
    caller: SignedIn, service: TheBackend, scope: Literal["mine", "public"] = "mine"
) -> Reply[list[playlists.PlaylistSummary]]:
    """The caller's own playlists or everybody's public ones; newest first, at most 200."""
    return Reply(data=await playlists.newest(service.database, caller, scope))


@router.post("/playlists", tags=["playlists"], status_code=201)
async def create_playlist(caller: SignedIn, service: TheBackend, new: NewPlaylist) -> Reply[playlists.Playlist]:
    """Make a playlist with these tracks, in this order."""
    return Reply(data=await playlists.create(service.events, caller, new.name, new.public, new.tracks))


@router.get("/playlists/{playlist_id}", tags=["playlists"], responses=refusals(404))
async def show_playlist(playlist_id: UUID, caller: SignedIn, service: TheBackend) -> Reply[playlists.Playlist]:
    """One of the caller's own or a public one."""
    return Reply(data=await playlists.get(service.database, caller, playlist_id))


@router.put("/playlists/{playlist_id}/tracks", tags=["playlists"], responses=refusals(403, 404))
async def replace_playlist_tracks(
    playlist_id: UUID, caller: SignedIn, service: TheBackend, new: PlaylistTracks
) -> Reply[playlists.Playlist]:
    """Let a playlist of the caller hold these tracks, in this order."""
    return Reply(data=await playlists.replace(service.database, caller, playlist_id, new.tracks))


@router.post("/playlists/{playlist_id}/tracks", tags=["playlists"], responses=refusals(403, 404))
async def append_playlist_track(
    playlist_id: UUID, caller: SignedIn, service: TheBackend, new: PlaylistTrack
) -> Reply[playlists.Playlist]:
    """Put one track more at the end of a playlist of the caller."""
    return Reply(data=await playlists.append(service.database, caller, playlist_id, new.track_id))


@router.delete("/playlists/{playlist_id}", tags=["playlists"], status_code=204, responses=refusals(403, 404))
async def remove_playlist(playlist_id: UUID, caller: SignedIn, service: TheBackend) -> None:
    """Remove a playlist of the caller."""
    await playlists.remove(service.events, caller, playlist_id)


@router.put("/admin/people/{person_id}/role", tags=["admin"], responses=refusals(403, 404, 409))
async def change_role(
    person_id: UUID, admin: Admin, service: TheBackend, address: Address, new: NewRole
) -> Reply[people.User]:
    """Give somebody else another role; it counts at once, in their open sessions too."""
    return Reply(data=await people.change_role(service, admin, person_id, new.role, address))


@router.post("/admin/people/{person_id}/deactivate", tags=["admin"], responses=refusals(403, 404, 409))
async def deactivate_account(
    person_id: UUID, admin: Admin, service: TheBackend, address: Address
) -> Reply[people.User]:
    """Close somebody else's account; their sessions end at once."""
    return Reply(data=await people.deactivate(service, admin, person_id, address))


@router.get("/admin/audit-log", tags=["admin"], responses=refusals(403))
async def read_audit_log(
    _: Admin,
    service: TheBackend,
    target_id: UUID | None = None,
    actor_id: UUID | None = None,
    action: audit.Action | None = None,
    limit: Limit = 50,
) -> Reply[list[audit.AuditEntry]]:
    """What admins did, newest first."""
    return Reply(data=await audit.newest(service.database, target_id, actor_id, action, limit))
