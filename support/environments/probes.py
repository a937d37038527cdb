"""Whether a part of a platform is ready: seen from outside, the way its users see it."""

from __future__ import annotations

import asyncio
import json
import ssl
from dataclasses import dataclass

HOST = "127.0.0.1"


class NotReady(Exception):
    """What was seen instead of readiness."""


@dataclass(frozen=True)
class Health:
    """What a service says of itself."""

    status: str
    """`healthy` or `degraded`."""
    version: str
    issues: tuple[str, ...]


async def health(port: int, path: str, trust: ssl.SSLContext) -> Health:
    """Ask a service how it is, over TLS; NotReady unless it answers 200 with JSON."""
    try:
        reader, writer = await asyncio.open_connection(HOST, port, ssl=trust)
    except (OSError, ssl.SSLError) as error:
        raise NotReady(f"https://{HOST}:{port} cannot be reached ({error})") from error
    try:
        writer.write(f"GET {path} HTTP/1.0\r\nHost: {HOST}:{port}\r\n\r\n".encode())
        head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        answer = head.partition(b"\r\n")[0].decode(errors="replace") or "nothing"
        text = body.decode(errors="replace")
        if answer.split(" ")[1:2] != ["200"]:
            raise NotReady(f"https://{HOST}:{port}{path} answered {answer}: {text[:300]}")
        told = json.loads(text)
        return Health(str(told["status"]), str(told.get("version", "unknown")), tuple(map(str, told.get("issues", ()))))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotReady(f"https://{HOST}:{port}{path} gave no readable answer ({error})") from error
    finally:
        writer.transport.abort()


async def redis_version(port: int, password: str) -> tuple[str, str]:
    """Sign in to a Redis or Valkey and let it answer: its name and version."""
    answer = await _converse(port, f"AUTH {password}\r\nPING\r\nINFO server\r\nQUIT\r\n")
    if not answer.startswith("+OK\r\n+PONG\r\n"):
        raise NotReady(f"the cache answered {answer[:200]!r}")
    told = dict(line.split(":", 1) for line in answer.splitlines() if ":" in line)
    if "valkey_version" in told:
        return "valkey", told["valkey_version"]
    return "redis", told.get("redis_version", "unknown")


async def nats_version(port: int, user: str, password: str) -> str:
    """Sign in to a NATS server and let it answer: its version. It must have JetStream."""
    options = json.dumps({"user": user, "pass": password, "verbose": False, "pedantic": False})
    answer = await _converse(port, f"CONNECT {options}\r\nPING\r\n", until="PONG\r\n")
    information = json.loads(answer.partition("\r\n")[0].removeprefix("INFO "))
    if not information.get("jetstream"):
        raise NotReady("the broker has no JetStream yet")
    return str(information["version"])


async def prometheus_version(port: int) -> str:
    """The version that a Prometheus tells; NotReady unless it can be asked for what it knows."""
    ready = await _converse(port, "GET /-/ready HTTP/1.0\r\n\r\n")
    if " 200 " not in ready.partition("\r\n")[0]:
        raise NotReady(f"Prometheus on port {port} answered {ready.partition(chr(13))[0] or 'nothing'}")
    told = await _converse(port, "GET /api/v1/status/buildinfo HTTP/1.0\r\n\r\n")
    try:
        return str(json.loads(told.partition("\r\n\r\n")[2])["data"]["version"])
    except (ValueError, KeyError, TypeError) as error:
        raise NotReady(f"Prometheus on port {port} does not tell its version ({error})") from error


async def _converse(port: int, said: str, until: str | None = None) -> str:
    try:
        reader, writer = await asyncio.open_connection(HOST, port)
    except OSError as error:
        raise NotReady(f"port {port} cannot be reached ({error})") from error
    try:
        writer.write(said.encode())
        if until is None:
            return (await reader.read()).decode(errors="replace")
        return (await reader.readuntil(until.encode())).decode(errors="replace")
    except (OSError, asyncio.IncompleteReadError) as error:
        raise NotReady(f"port {port} gave no full answer ({error})") from error
    finally:
        writer.transport.abort()
