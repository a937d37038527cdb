"""The way of each request and socket through a service: its correlation id, its log line, its place in the metrics."""

from __future__ import annotations

import logging
import re
import time
import uuid
from functools import cache

from prometheus_client import Counter, Gauge, Histogram
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from platforms.common import logs
from platforms.common.errors import refuse

log = logging.getLogger(__name__)

CORRELATION_ID = re.compile(r"[\w.:-]{1,100}")
MAX_BODY_BYTES = 32 * 1024 * 1024

REQUESTS = Counter("http_requests_total", "Requests answered.", ["service", "method", "endpoint", "status_code"])
DURATIONS = Histogram("http_request_duration_seconds", "Time to answer.", ["service", "method", "endpoint"])
SOCKETS = Gauge("websocket_connections", "Sockets open now.", ["service"])

_requests, _durations = cache(REQUESTS.labels), cache(DURATIONS.labels)
"""Of the few labels there are; finding them anew with each request takes longer than counting."""


class Journey:
    """Gives every request and socket its correlation id, a log line, and its place in the metrics."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app, self._service = app, service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-correlation-id", b"").decode("latin-1")
        identity = given if CORRELATION_ID.fullmatch(given) else str(uuid.uuid4())
        logs.correlation_id.set(identity)
        status = 0
        received = 0
        started = time.perf_counter()

        async def receive_bounded() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > MAX_BODY_BYTES:
                raise HTTPException(413, "This is too large.")
            return message

        async def send_marked(message: Message) -> None:
            nonlocal status
            if message["type"] in ("http.response.start", "websocket.http.response.start"):
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-correlation-id", identity.encode())]
            elif message["type"] == "websocket.accept":
                status = 101
                SOCKETS.labels(self._service).inc()
            await send(message)

        try:
            await self._app(scope, receive_bounded, send_marked)
        except Exception as error:
            log.exception("%s went wrong", scope["path"])
            if scope["type"] != "http" or status:
                raise
            await (await refuse(Request(scope), error))(scope, receive, send_marked)
        finally:
            seconds = time.perf_counter() - started
            endpoint = getattr(scope.get("route"), "path", "unmatched")
            method = scope.get("method", "WS")
            _requests(self._service, method, endpoint, str(status)).inc()
            if status == 101:
                SOCKETS.labels(self._service).dec()
            if scope["type"] == "http":
                _durations(self._service, method, endpoint).observe(seconds)
            log.info(
                "%s %s",
                method,
                scope["path"],
                extra={"status": status, "milliseconds": round(seconds * 1000, 1)},
            )
