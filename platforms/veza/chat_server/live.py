"""The socket `/ws/chat`: what each frame of a client does."""

from __future__ import annotations

import logging
from typing import Any
from uuid import UUID

from fastapi import APIRouter, WebSocket

from platforms.common.errors import ApiError
from platforms.common.service import signed_in_socket, socket_token
from platforms.veza.chat_server import conversations, fanout, frames, sending, tracks
from platforms.veza.chat_server.chat import Chat, TheChat
from platforms.veza.chat_server.connections import Connection
from platforms.veza.chat_server.frames import JoinConversation, LeaveConversation, Ping, Refusal, SendMessage
from platforms.veza.chat_server.storing import Draft

log = logging.getLogger(__name__)

PROTOCOL = "veza.v1"

router = APIRouter()


@router.websocket("/ws/chat")
async def chat_socket(socket: WebSocket, chat: TheChat) -> None:
    """Live conversations of the person who opens it."""
    caller = await signed_in_socket(socket, chat)
    if caller is None:
        return
    token = socket_token(socket)
    await socket.accept(subprotocol=PROTOCOL if PROTOCOL in socket.scope["subprotocols"] else None)
    connection = Connection(socket, caller, token)
    expires_at = chat.sessions.claims(token)["exp"]
    try:
        with chat.connections.admit(connection, expires_at):
            connection.send(frames.CONNECTED)
            await connection.run(lambda text: hear(chat, connection, text))
    finally:
        for conversation_id in list(connection.joined):
            _leave(chat, connection, conversation_id)
    await connection.close()


async def hear(chat: Chat, connection: Connection, text: str | None) -> None:
    """Do what one frame asks for, or tell why not. Whatever is in it, the connection lives on."""
    content: Any = None
    try:
        content = frames.read(text)
        match frames.check(content):
            case Ping():
                connection.send(frames.PONG)
            case SendMessage() as frame:
                await _send(chat, connection, frame)
            case JoinConversation() as frame:
                await join(chat, connection, frame)
            case LeaveConversation() as frame:
                _leave(chat, connection, frame.conversation_id)
                connection.send(frames.left(frame.conversation_id))
    except Refusal as refusal:
        _refuse(connection, content, refusal)
    except ApiError as error:
        _refuse(connection, content, Refusal(error.code, error.message, error.details))
    except Exception:
        log.exception("a frame was not handled")
        _refuse(connection, content, Refusal("SYSTEM_ERROR", "Something went wrong on our side."))


async def join(chat: Chat, connection: Connection, frame: JoinConversation) -> None:
    """Show the history and go on live, without gap and without repetition; `Refusal` unless a member.

    A client that misses more than one page gets nothing live before it has asked for the rest.
    """
    with chat.rooms.use(frame.conversation_id) as room:
        seat = fanout.take_seat(room, connection)
        try:
            shown = await conversations.snapshot(chat, frame.conversation_id, connection.person_id, frame.after)
            if not seat.joined:
                person = next(member for member in shown.members if member.id == connection.person_id)
                if fanout.arrive(room, seat, person):
                    await chat.playing.arrived(room, person)
                await chat.playing.meet(room)
                await chat.carrier.told(room.on_change(room, person))
                await chat.presence.written(frame.conversation_id)
            if room.seats.get(connection) is not seat:  # the conversation was deleted meanwhile
                raise frames.not_a_member(frame.conversation_id)
        except BaseException as error:
            if seat.joined and not isinstance(error, Refusal):
                fanout.release(seat)
            else:
                _leave(chat, connection, frame.conversation_id)
            raise
        live = frame.after is None or not shown.history.has_more
        playing = chat.playing.shown_in(room, connection.person_id)
        fanout.settle(room, seat, shown, live=live, playing=playing)


async def _send(chat: Chat, connection: Connection, frame: SendMessage) -> None:
    track = None
    if frame.track_id is not None:
        track = await tracks.find(chat, frame.track_id, connection.token)
        if track is None:
            raise frames.invalid_message("track_id", "UNKNOWN_TRACK", "There is no such track.")
    draft = Draft(connection, frame.conversation_id, frame.client_message_id, frame.content, track)
    await sending.submit(chat, draft)


def _leave(chat: Chat, connection: Connection, conversation_id: UUID) -> None:
    if conversation_id in connection.joined:
        with chat.rooms.use(conversation_id) as room:
            fanout.leave(room, connection)
        chat.presence.changed(conversation_id)


def _refuse(connection: Connection, content: Any, refusal: Refusal) -> None:
    """Answer with an error; one about a message says which, if the frame said so."""
    if isinstance(content, dict) and content.get("type") == "SendMessage":
        sending.refuse(connection, refusal, frames.which_message(content))
    else:
        log.info("frame refused: %s", refusal.code, extra={"user_id": connection.person_id})
        connection.send(frames.error(refusal))
