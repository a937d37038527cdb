"""The HTTP API of stream-server."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Request, Response, UploadFile
from pydantic import BaseModel, Field

from platforms.common.errors import Reply
from platforms.common.fields import Moment, line
from platforms.common.retries import alert
from platforms.common.service import ForServices, SignedIn, calling_service
from platforms.veza.stream_server import addresses, delivery, listening, metadata, preferences, recommendations, tracks
from platforms.veza.stream_server.addresses import Ticket
from platforms.veza.stream_server.audio import BITRATE_KBPS, CONTENT_TYPE, Quality
from platforms.veza.stream_server.metadata import Artist, Track
from platforms.veza.stream_server.recommendations import Recommendation
from platforms.veza.stream_server.server import TheStreamServer
from platforms.veza.stream_server.tracks import About, Intake

people = APIRouter(prefix="/api", tags=["listening"])
audio = APIRouter(tags=["audio"])
services = APIRouter(
    prefix="/internal", tags=["internal"], route_class=ForServices, dependencies=[Depends(calling_service)]
)


class StartRequest(BaseModel):
    track_id: UUID
    quality: Quality | None = None
    """That which the caller prefers, unless given."""
    valid_seconds: int = Field(300, ge=1, le=300)
    """How long the address may be used."""
    instead_of: Quality | None = None
    """The quality that was wished and could not be started in time."""


class StreamMetadata(Track):
    bitrate_kbps: int


class StartedStream(BaseModel):
    stream_id: UUID
    stream_url: str
    expires_at: Moment
    quality: Quality
    metadata: StreamMetadata


class StreamState(BaseModel):
    stream_id: UUID
    state: Literal["started", "playing", "paused", "stopped"]
    position_seconds: float


@people.get("/tracks/{track_id}")
async def get_track(track_id: UUID, _: SignedIn, server: TheStreamServer) -> Reply[Track]:
    return Reply(data=await metadata.find(server, track_id))


@people.get("/recommendations")
async def get_recommendations(
    caller: SignedIn, server: TheStreamServer, limit: Annotated[int, Query(ge=1, le=50)] = 10
) -> Reply[list[Recommendation]]:
    """Tracks not yet listened to, by artists and of genres that the caller listened to; or the newest."""
    return Reply(data=await recommendations.for_listener(server, caller.user_id, limit))


@people.post("/stream/start")
async def start_stream(body: StartRequest, caller: SignedIn, server: TheStreamServer) -> Reply[StartedStream]:
    """A new stream of a track, and the address at which its audio can be fetched for a while."""
    quality = body.quality or await preferences.quality_of(server, caller.user_id)
    started = await listening.start(server, caller, body.track_id, quality, body.valid_seconds)
    if body.instead_of is not None and body.instead_of != quality:
        alert(f"{body.instead_of} quality could not be started in time")
    about = StreamMetadata(**started.track.model_dump(), bitrate_kbps=BITRATE_KBPS[quality])
    return Reply(
        data=StartedStream(
            stream_id=started.stream_id,
            stream_url=server.settings.public_url + started.address,
            expires_at=started.expires_at,
            quality=quality,
            metadata=about,
        )
    )


@people.post("/stream/{stream_id}/stop")
async def stop_stream(stream_id: UUID, caller: SignedIn, server: TheStreamServer) -> Reply[StreamState]:
    """Its listener stops a stream. One that has stopped already stays so."""
    stream = await listening.command(server, caller, "Stop", stream_id, None)
    return Reply(data=StreamState(stream_id=stream.id, state=stream.state, position_seconds=stream.position_seconds))


class AudioResponse(Response):
    media_type = CONTENT_TYPE


@audio.get(
    "/stream/{track_id}/{quality}.mp3",
    response_class=AudioResponse,
    responses={206: {"description": "The range that was asked for", "content": {CONTENT_TYPE: {}}}},
)
async def get_audio(
    request: Request,
    track_id: UUID,
    quality: Quality,
    ticket: Annotated[Ticket, Query()],
    server: TheStreamServer,
) -> Response:
    """The audio itself, or one range of it, for whoever has an address that is ours and has not expired."""
    addresses.check(server.settings.signing_secret, track_id, quality, ticket)
    return await delivery.send_file(request, server.rendition(track_id, quality), CONTENT_TYPE)


audio.add_api_route("/stream/{track_id}/{quality}.mp3", get_audio, methods=["HEAD"], name="head_audio")


@services.put("/tracks/{track_id}", status_code=202)
async def put_track(
    *,
    track_id: UUID,
    title: Annotated[str, Form(), line(1, 100)],
    artist_id: Annotated[UUID, Form()],
    artist_name: Annotated[str, Form(), line(1, 50)],
    genre: Annotated[str, Form(), line(1, 40)],
    audio: Annotated[UploadFile, File(description="WAV, FLAC, OGG or MP3; at most 20 MB and 10 minutes")],
    server: TheStreamServer,
) -> Reply[Intake]:
    """Take a track in; its renditions are made in the background. The same one may be sent again."""
    about = About(title=title, artist=Artist(id=artist_id, name=artist_name), genre=genre)
    return Reply(data=await tracks.take_in(server, track_id, about, audio.file))


@services.delete("/tracks/{track_id}", status_code=204)
async def delete_track(track_id: UUID, server: TheStreamServer) -> None:
    """Forget a track, its files and its streams; one that is not known is gone already."""
    await tracks.remove(server, track_id)
