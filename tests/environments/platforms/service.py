"""A small real service for the tests: TLS, PostgreSQL, Redis, NATS, structured logs, and a few bad habits."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import nats
import uvicorn
from fastapi import FastAPI, Request, WebSocket, WebSocketDisconnect
from fastapi.responses import PlainTextResponse
from redis.asyncio import Redis


def say(message: str) -> None:
    print(json.dumps({"time": datetime.now(UTC).isoformat(), "level": "INFO", "message": message}))


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    if "DATABASE_URL" not in os.environ:
        yield
        return
    app.state.database = await asyncpg.create_pool(os.environ["DATABASE_URL"], min_size=1, max_size=4)
    async with app.state.database.acquire() as connection, connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock(1)")
        await connection.execute("CREATE TABLE IF NOT EXISTS visits (name text)")
    app.state.cache = Redis.from_url(os.environ["REDIS_URL"])
    app.state.broker = await nats.connect(os.environ["NATS_URL"], max_reconnect_attempts=-1, reconnect_time_wait=0.05)
    await app.state.broker.jetstream().add_stream(name="VISITS", subjects=["visits.*"])
    say("ready")
    yield
    await app.state.broker.close()
    await app.state.cache.aclose()
    app.state.database.terminate()
    say("stopped")


app = FastAPI(lifespan=lifespan)


@app.get("/health")
async def health() -> dict[str, object]:
    if "DATABASE_URL" in os.environ:
        await app.state.database.fetchval("SELECT 1")
        await app.state.cache.ping()
        await app.state.broker.flush(timeout=1)
    return {"status": "healthy", "version": "1.2.3", "issues": []}


@app.get("/metrics", response_class=PlainTextResponse)
def metrics() -> str:
    return f"process_pid {os.getpid()}\n"


@app.post("/visits/{name}")
async def visit(name: str) -> int:
    """Store a visit everywhere; how many there are in the database."""
    await app.state.database.execute("INSERT INTO visits VALUES ($1)", name)
    await app.state.cache.incr("visits")
    await app.state.broker.jetstream().publish("visits.made", name.encode())
    return int(await app.state.database.fetchval("SELECT count(*) FROM visits"))


@app.get("/environment")
def environment() -> dict[str, str]:
    return dict(os.environ)


@app.post("/twice", response_class=PlainTextResponse)
async def twice(request: Request) -> str:
    """What was said, once more."""
    return (await request.body()).decode()


@app.websocket("/echo")
async def echo(live: WebSocket) -> None:
    """Say what was said, until the other leaves."""
    await live.accept()
    with suppress(WebSocketDisconnect):
        while True:
            await live.send_text(await live.receive_text())


@app.post("/child")
def child() -> int:
    """Start a process of its own in a session of its own; its pid."""
    return subprocess.Popen(["tail", "-f", "/dev/null"], start_new_session=True).pid


@app.post("/daemon")
def daemon() -> int:
    """Start a process whose parent ends at once, as daemons do; its pid."""
    script = "setsid tail -f /dev/null > /dev/null 2>&1 & echo $!"
    return int(subprocess.run(["sh", "-c", script], stdout=subprocess.PIPE, check=True).stdout)


def main() -> None:
    match os.environ.get("HABIT"):
        case "lose its port":
            with socket.create_server(("127.0.0.1", int(os.environ["PORT"]))):
                if os.fork() == 0:
                    os.setsid()
                    signal.pause()
            sys.exit(1)
        case "lose its port once":
            mark = Path(os.environ["HOME"]).parents[1] / "squatted"
            if not mark.exists():
                mark.touch()
                os.environ["HABIT"] = "lose its port"
                main()
        case "quit":
            say("there is no way to start without a colour")
            sys.exit(3)
        case "wait":
            subprocess.Popen(["tail", "-f", "/dev/null"])
            signal.pause()
        case "fill":
            with (Path(os.environ["TMPDIR"]) / "much").open("wb") as much:
                while True:
                    much.write(bytes(2**20))
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=int(os.environ["PORT"]),
        ssl_certfile=os.environ["TLS_CERT_FILE"],
        ssl_keyfile=os.environ["TLS_KEY_FILE"],
        log_config=None,
    )
