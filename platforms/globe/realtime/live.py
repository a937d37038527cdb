"""The socket `/ws`: what each frame of somebody on a map does."""

from __future__ import annotations

import asyncio
import logging
from typing import Any
from uuid import UUID

from fastapi import APIRouter, WebSocket
from fastapi.responses import JSONResponse

from platforms.common.errors import ApiError, body_of, invalid_field
from platforms.common.service import signed_in_socket, socket_token
from platforms.globe.realtime import attachments, frames, limits, maps, pois, sessions, state
from platforms.globe.realtime.context import Globe, TheGlobe
from platforms.globe.realtime.feed import SESSION_OVER, Seat
from platforms.globe.realtime.frames import Heartbeat, JoinPoi, LeavePoi, Move, Refusal, ShowState
from platforms.globe.realtime.model import Session

log = logging.getLogger(__name__)

PROTOCOL = "globe.v1"

router = APIRouter()


@router.websocket("/ws")
async def map_socket(socket: WebSocket, globe: TheGlobe) -> None:
    """What happens on the map of one of the caller's sessions, named by `session_id`."""
    caller = await signed_in_socket(socket, globe)
    if caller is None:
        return
    token = socket_token(socket)
    try:
        session = await sessions.own(globe.database, caller, _session_id(socket))
    except ApiError as error:
        await socket.send_denial_response(JSONResponse(body_of(error), status_code=error.status))
        return
    await socket.accept(subprotocol=PROTOCOL if PROTOCOL in socket.scope["subprotocols"] else None)
    seat = Seat(socket, caller, token, session.map_id, session.id)
    expires_at = globe.sessions.claims(token)["exp"]
    with globe.connections.admit(seat, expires_at):
        try:
            with globe.feeds.seat(seat):
                await _welcome(globe, seat)
                await seat.run(lambda text: hear(globe, seat, text))
        finally:
            # Not to be given up when the service stops: others would wait for somebody who is gone.
            await asyncio.shield(attachments.detach(globe, seat))
    await seat.close()


def _session_id(socket: WebSocket) -> UUID:
    try:
        return UUID(socket.query_params.get("session_id", ""))
    except ValueError:
        raise invalid_field("session_id", "UUID_PARSING", "This has to be the id of a session.") from None


async def _welcome(globe: Globe, seat: Seat) -> None:
    """Show the map and go on live, without gap and without repetition."""
    try:
        await attachments.attach(globe, seat)
        shown = await state.of_map(globe, seat.map_id)
    except ApiError as error:
        seat.send(frames.error(frames.refusal_of(error)))
        seat.finish(1013)
        return
    session = _own(shown.sessions, seat.session_id)
    if session is None:  # it has ended meanwhile
        seat.finish(SESSION_OVER)
        return
    seat.degraded_shown = globe.bus.degraded
    seat.show(shown.sequence, frames.welcome(session, shown, globe.bus.degraded))
    globe.feeds.begin(seat.map_id, shown.sequence)


def _own(everybody: list[Session], session_id: UUID) -> Session | None:
    return next((session for session in everybody if session.id == session_id), None)


async def hear(globe: Globe, seat: Seat, text: str | None) -> None:
    """Do what one frame asks for, or tell why not. Whatever is in it, the connection lives on."""
    content: Any = None
    try:
        content = frames.read(text)
        seat.send(await _do(globe, seat, frames.check(content)))
    except Refusal as refusal:
        _refuse(seat, content, refusal)
    except ApiError as error:
        _refuse(seat, content, frames.refusal_of(error))
    except Exception:
        log.exception("a frame was not handled")
        _refuse(seat, content, Refusal("SYSTEM_ERROR", "Something went wrong on our side."))


async def _do(globe: Globe, seat: Seat, frame: frames.Frame) -> str:
    """The answer to a frame whose request is done."""
    caller = seat.caller
    match frame:
        case Move(position=place):
            await limits.check(globe, limits.MOVE, caller.user_id)
            session = await sessions.move(globe, caller, seat.session_id, place, seat.id)
            return frames.moved(frame.ref, session.id, session.position, session.sequence)
        case Heartbeat():
            await limits.check(globe, limits.HEARTBEAT, caller.user_id)
            return frames.pong(frame.ref, await sessions.heartbeat(globe, caller, seat.session_id))
        case JoinPoi(poi_id=poi_id):
            await limits.check(globe, limits.JOIN_POI, caller.user_id)
            return frames.joined(frame.ref, await pois.join(globe, caller, poi_id, seat.id))
        case LeavePoi(poi_id=poi_id):
            await limits.check(globe, limits.LEAVE_POI, caller.user_id)
            return frames.left(frame.ref, await pois.leave(globe, caller, poi_id, seat.id))
        case ShowState():
            return await _state(globe, seat, frame.ref)


async def _state(globe: Globe, seat: Seat, ref: str | None) -> str:
    """The map as it is; while PostgreSQL is away, who is there as Redis knows it."""
    try:
        return frames.state(ref, await state.of_map(globe, seat.map_id), globe.bus.degraded)
    except ApiError as error:
        if error.status != 503:
            raise
        return frames.remembered(ref, seat.map_id, await maps.remembered(globe, seat.map_id))


def _refuse(seat: Seat, content: Any, refusal: Refusal) -> None:
    log.info("frame refused: %s", refusal.code, extra={"user_id": seat.person_id})
    seat.send(frames.error(refusal, frames.ref_of(content)))
