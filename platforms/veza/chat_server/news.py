"""What other services tell: people and their names, sessions that end, tracks that come and go."""

from __future__ import annotations

from typing import Any

from platforms.veza.chat_server import carrier, people, tracks
from platforms.veza.chat_server.chat import Chat
from platforms.veza.chat_server.model import Person, TrackReference


async def follow(chat: Chat) -> None:
    """Hear of everything, also of what happened while this service was down.

    What is certain to be heard is heard by one of the instances, in order, which tells the others.
    """

    async def handle(event: dict[str, Any]) -> None:
        await hear(chat, event)

    async def end(event: dict[str, Any]) -> None:
        end_sessions(chat, event)

    # What plays is of interest only at once: what was missed is read from Redis.
    await chat.events.listen("stream.events.*", chat.playing.hear)
    # Ends of sessions are heard twice: live, so that nothing delays them, and for certain.
    await chat.events.listen("user.events.signed_out", end)
    await chat.events.listen("user.events.deactivated", end)
    chat.events.consume(["user.events.>", "track.events.published", "track.events.removed"], handle)


def end_sessions(chat: Chat, event: dict[str, Any]) -> None:
    """Close the sockets of a session that has ended, or all of a person who was shut out."""
    match event["type"]:
        case "user.events.signed_out":
            chat.connections.end(event["data"]["session_id"])
        case "user.events.deactivated":
            chat.connections.end(event["data"]["user_id"])


async def hear(chat: Chat, event: dict[str, Any]) -> None:
    """Take in one event; repetition does no harm."""
    end_sessions(chat, event)
    data = event["data"]
    if event["type"] in ("user.events.signed_out", "user.events.deactivated"):
        ended = data["session_id" if event["type"] == "user.events.signed_out" else "user_id"]
        async with chat.database.connection() as connection:
            await carrier.tell(connection, {"kind": "ended", "identity": ended})
    match event["type"]:
        case "user.events.registered" | "user.events.role_changed" | "user.events.deactivated":
            await people.learn(chat, Person(id=data["user_id"], name=data["display_name"]))
        case "user.events.renamed":
            await people.rename(chat, Person(id=data["user_id"], name=data["display_name"]))
        case "track.events.published":
            await tracks.learn(chat, TrackReference(id=data["track_id"], title=data["title"]))
        case "track.events.removed":
            await tracks.forget(chat, TrackReference(id=data["track_id"], title=data["title"]))
