"""The socket `/ws/stream`: what a player commands, and how each command is answered."""

from __future__ import annotations

import json
import logging
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from fastapi import APIRouter, WebSocket
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from platforms.common.errors import ApiError
from platforms.common.service import signed_in_socket, socket_token
from platforms.veza.stream_server import listening
from platforms.veza.stream_server.server import StreamServer, TheStreamServer
from platforms.veza.stream_server.sockets import Connection

log = logging.getLogger(__name__)

PROTOCOL = "veza.v1"

router = APIRouter()

Position = Annotated[float, Field(ge=0, strict=True, allow_inf_nan=False)]
"""Seconds from the beginning of the track."""


class Command(BaseModel):
    command_id: str = Field(min_length=1, max_length=100)


class Ping(Command):
    type: Literal["Ping"]


class Control(Command):
    type: Literal["Play", "Pause", "Stop"]
    stream_id: UUID
    position_seconds: Position | None = None
    """Where the player is; where it was, if not given."""


class Move(Command):
    type: Literal["Seek", "Progress"]
    stream_id: UUID
    position_seconds: Position


AnyCommand: TypeAlias = Annotated[Ping | Control | Move, Field(discriminator="type")]
_COMMANDS: TypeAdapter[AnyCommand] = TypeAdapter(AnyCommand)


@router.websocket("/ws/stream")
async def stream_socket(socket: WebSocket, server: TheStreamServer) -> None:
    """Playback of the person who opens it: commands from this player, news from their others."""
    caller = await signed_in_socket(socket, server)
    if caller is None:
        return
    await socket.accept(subprotocol=PROTOCOL if PROTOCOL in socket.scope["subprotocols"] else None)
    connection = Connection(socket, caller, socket_token(socket))
    server.sockets.add(connection)
    try:
        with connection.until(server.sessions.claims(connection.token)["exp"]):
            await connection.run(lambda text: hear(server, connection, text))
    finally:
        server.sockets.discard(connection)
    await connection.close()


async def hear(server: StreamServer, connection: Connection, text: str | None) -> None:
    """Answer one frame."""
    connection.tell(await answer(server, connection, text))


async def answer(server: StreamServer, connection: Connection, text: str | None) -> dict[str, Any]:
    """Do what a frame commands; returns the `CommandResponse`. Whatever is in it, the connection lives on."""
    content: Any = None
    data, error = None, None
    try:
        content = json.loads(text or "")
        if not isinstance(content, dict):
            raise ValueError("not an object")
        data = await obey(server, connection, _COMMANDS.validate_python(content))
    except ApiError as refusal:
        error = refusal
    except ValidationError as invalid:
        error = _refusal(invalid)
    except (ValueError, RecursionError):
        error = ApiError(400, "STREAM_BAD_FRAME", "A frame is a JSON object.")
    except Exception:
        log.exception("a command was not carried out")
        error = ApiError(500, "SYSTEM_ERROR", "Something went wrong on our side.")
    command_id = content.get("command_id") if isinstance(content, dict) else None
    if error is not None:
        log.info("command refused: %s", error.code, extra={"user_id": connection.caller.user_id})
    return {
        "type": "CommandResponse",
        "command_id": command_id[:100] if isinstance(command_id, str) else None,
        "success": error is None,
        "data": data,
        "error": error and {"code": error.code, "message": error.message, "details": error.details},
    }


async def obey(server: StreamServer, connection: Connection, command: AnyCommand) -> dict[str, Any]:
    """Carry out a command; returns what its sender is told."""
    if isinstance(command, Ping):
        return {}
    stream = None
    if isinstance(command, Move) and command.type == "Progress":
        stream = connection.moved(command.stream_id, command.position_seconds)
    if stream is not None:
        server.sockets.tell(stream, but=connection)
    else:
        stream = await listening.command(
            server, connection.caller, command.type, command.stream_id, command.position_seconds, by=connection
        )
        if stream.state != "stopped":
            server.sockets.follow(connection, stream, take_over=command.type == "Play")
    return {"stream_id": str(stream.id), "state": stream.state, "position_seconds": stream.position_seconds}


def _refusal(invalid: ValidationError) -> ApiError:
    faults = invalid.errors(include_url=False, include_context=False, include_input=False)
    if faults[0]["type"] == "union_tag_invalid":
        return ApiError(422, "STREAM_UNKNOWN_TYPE", "There is no such command.")
    fields = [
        {
            "field": str(fault["loc"][-1]) if fault["loc"] else "type",
            "code": fault["type"].upper(),
            "message": fault["msg"],
        }
        for fault in faults
    ]
    return ApiError(422, "VALIDATION_FAILED", "Some fields are not right.", {"fields": fields})
