"""The socket of api-gateway: people subscribe to experiments of their tenant."""

from __future__ import annotations

import asyncio
import json
import logging
from contextlib import suppress
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, WebSocket
from pydantic import BaseModel, Field, TypeAdapter, ValidationError
from starlette.websockets import WebSocketDisconnect

from platforms.common.errors import ApiError
from platforms.common.service import signed_in_socket, socket_token
from platforms.common.sockets import SESSION_ENDED
from platforms.phoenix import experiments
from platforms.phoenix.api_gateway.context import Gateway
from platforms.phoenix.api_gateway.live import EXPERIMENTS, Subscriber

log = logging.getLogger(__name__)

router = APIRouter()
RECHECK_SECONDS = 1.0
MOST_TOPICS = 100
Topic = Annotated[str, Field(max_length=100)]


class Subscribe(BaseModel):
    type: Literal["subscribe"]
    topic: Topic


class Unsubscribe(BaseModel):
    type: Literal["unsubscribe"]
    topic: Topic


class Ping(BaseModel):
    type: Literal["ping"]


FRAMES: TypeAdapter[Subscribe | Unsubscribe | Ping] = TypeAdapter(
    Annotated[Subscribe | Unsubscribe | Ping, Field(discriminator="type")]
)


@router.websocket("/ws")
async def live(socket: WebSocket) -> None:
    """Frames as in the contract; closed with 4401 when the session ends, 4408 when nobody reads."""
    service: Gateway = socket.app.state.service
    caller = await signed_in_socket(socket, service)
    if caller is None:
        return
    token = socket_token(socket)
    offered = [one for one in socket.scope["subprotocols"] if one.startswith("bearer.")]
    await socket.accept(subprotocol=offered[0] if offered else None)
    subscriber = Subscriber(socket, caller, token)
    expires_at = service.sessions.claims(token)["exp"]

    async def hear(text: str | None) -> None:
        subscriber.send(json.dumps(await answer(service, subscriber, text)))

    with service.live.admit(subscriber), subscriber.until(expires_at), suppress(WebSocketDisconnect):
        await subscriber.run(hear)
        await subscriber.close()


async def answer(service: Gateway, subscriber: Subscriber, text: str | None) -> dict[str, Any]:
    """What a frame is answered."""
    try:
        frame = FRAMES.validate_json(text or "")
    except ValidationError:
        return _refused("", "FRAME_INVALID", "A frame is subscribe, unsubscribe or ping.")
    if isinstance(frame, Ping):
        return {"type": "pong"}
    if isinstance(frame, Unsubscribe):
        subscriber.topics.discard(as_told(frame.topic))
        return {"type": "unsubscribed", "topic": frame.topic}
    topic = as_told(frame.topic)
    try:
        await _check(service, subscriber, topic)
    except ApiError as error:
        log.warning("subscription refused: %s", error, extra={"user_id": subscriber.caller.user_id})
        return _refused(frame.topic, error.code, error.message)
    subscriber.topics.add(topic)
    return {"type": "subscribed", "topic": frame.topic}


def as_told(topic: str) -> str:
    """A topic as transitions are told to it, whichever way somebody writes the id; what is no topic stays as it is."""
    kind, _, identity = topic.partition(":")
    try:
        return f"{kind}:{UUID(identity)}"
    except ValueError:
        return topic


async def _check(service: Gateway, subscriber: Subscriber, topic: str) -> None:
    """`ApiError` unless this is a topic that they may hear."""
    if len(subscriber.topics) >= MOST_TOPICS:
        raise ApiError(409, "TOO_MANY_TOPICS", f"A socket has {MOST_TOPICS} topics at most.")
    if topic == EXPERIMENTS:
        return
    kind, _, identity = topic.partition(":")
    try:
        experiment_id = UUID(identity)
    except ValueError:
        kind = ""
    if kind != "experiment":
        raise ApiError(422, "TOPIC_UNKNOWN", f"A topic is {EXPERIMENTS}, or experiment: and an id.")
    await experiments.find(service.database, subscriber.caller.tenant, experiment_id)


def _refused(topic: str, code: str, message: str) -> dict[str, Any]:
    return {"type": "error", "topic": topic, "code": code, "message": message}


async def recheck(service: Gateway) -> None:
    """End sockets whose session has ended, whichever instance ended it; until it is cancelled."""
    while True:
        await asyncio.sleep(RECHECK_SECONDS)
        for subscriber, _ in service.live.callers():
            try:
                await service.sessions.caller(subscriber.token)
            except ApiError as error:
                if error.status == 401:
                    subscriber.end(SESSION_ENDED)
            except Exception:
                log.exception("a session cannot be looked at")
