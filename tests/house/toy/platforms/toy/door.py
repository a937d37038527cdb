"""The one service of the club: it knows who is in."""

import os
import time
from datetime import UTC, datetime

import uvicorn
from fastapi import FastAPI, Response

STARTED = time.monotonic()
app = FastAPI()
members: set[str] = set()


@app.get("/health")
def health() -> dict[str, object]:
    began = time.perf_counter()
    ready = {"status": "healthy", "service": "door", "version": "1.0.0", "issues": []}
    uptime, checked_at = max(time.monotonic() - STARTED, 0.001), datetime.now(UTC)
    took = (time.perf_counter() - began) * 1000
    return {**ready, "uptime_seconds": uptime, "checked_at": checked_at, "response_ms": took}


@app.get("/metrics")
def metrics() -> Response:
    return Response(f"members {len(members)}\n", media_type="text/plain")


@app.get("/members")
def everybody() -> list[str]:
    return sorted(members)


@app.put("/members/{name}", status_code=204)
def join(name: str) -> None:
    members.add(name)


@app.delete("/members/{name}", status_code=204)
def leave(name: str) -> None:
    members.discard(name)


def main() -> None:
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        ssl_certfile=os.environ["TLS_CERT_FILE"],
        ssl_keyfile=os.environ["TLS_KEY_FILE"],
        log_level="warning",
    )
