"""Forks services from one process that has imported the common libraries already.

Importing a web framework and its company takes longer than everything else a service does to start, so it
is done once. Orders come as JSON lines on standard input, which is a socket, and are answered there:

- `{"order": 1, "module": "platforms.veza.web.service", "environment": {"PORT": "…"}, "log": "/…/web.log"}`
  is answered by `{"order": 1, "pid": 123}`,
- and, when that process ends, by `{"ended": 123, "status": 3}` (minus the number of the signal that ended it).
- With `"held": true` the process imports its module and waits for `{"release": 123}` before it calls `main()`.

A service is a process in a session of its own, with exactly the environment variables it is given and its
output appended to its log; it imports the module and calls its `main()`. Only libraries are imported
beforehand, never the platforms' own code, so that a restarted service runs what is on disk. Services end with
the host, the host with its standard input.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import io
import json
import os
import select
import signal
import socket
import sys
import time
from typing import Any

LIBRARIES = (
    "asyncpg",
    "bcrypt",
    "fastapi",
    "httptools",
    "httpx",
    "jwt",
    "multipart",
    "nats",
    "nats.js",
    "prometheus_client",
    "pydantic",
    "redis.asyncio",
    "uvicorn",
    "uvicorn.lifespan.on",
    "uvicorn.protocols.http.httptools_impl",
    "uvicorn.protocols.websockets.websockets_impl",
    "uvloop",
    "websockets",
)
"""What services use; one that is not installed is left out, and missed only by a service that imports it."""

PR_SET_PDEATHSIG = 1


def serve(orders: socket.socket) -> dict[str, Any] | None:
    """Fork what is ordered until the orders end. Returns the order in the forked process, nothing in the host."""
    wake, woken = socket.socketpair()
    for end in (wake, woken):
        end.setblocking(False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(woken.fileno(), warn_on_full_buffer=False)
    host = os.getpid()
    held: dict[int, int] = {}
    received = b""
    while True:
        readable, _, _ = select.select([orders, wake], [], [])
        if wake in readable:
            wake.recv(4096)
            report_the_ended(orders, held)
        if orders not in readable:
            continue
        if not (more := orders.recv(65_536)):
            return None
        *lines, received = (received + more).split(b"\n")
        for line in lines:
            order: dict[str, Any] = json.loads(line)
            if "release" in order:
                release(held, order["release"])
                continue
            gate, key = os.pipe()
            if (pid := os.fork()) == 0:
                signal.set_wakeup_fd(-1)
                for one in (orders, wake, woken):
                    one.close()
                for number in (key, *held.values()):
                    os.close(number)
                become(order, host)
                return {**order, "gate": gate}
            os.close(gate)
            if order.get("held"):
                held[pid] = key
            else:
                os.close(key)
            orders.sendall(json.dumps({"order": order["order"], "pid": pid}).encode() + b"\n")


def release(held: dict[int, int], pid: int) -> None:
    """Let go of the pipe that a process waits at, if it is one that waits."""
    if pid in held:
        os.close(held.pop(pid))


def report_the_ended(orders: socket.socket, held: dict[int, int]) -> None:
    """Tell of every service that has ended."""
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        release(held, pid)
        told = {"ended": pid, "status": os.waitstatus_to_exitcode(status)}
        orders.sendall(json.dumps(told).encode() + b"\n")


def become(order: dict[str, Any], host: int) -> None:
    """Turn the fresh copy of the host into a process like one that was started by itself."""
    os.setsid()
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != host:
        os.kill(os.getpid(), signal.SIGKILL)
    for number in (signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for stream in (1, 2):
        os.dup2(log, stream)
    os.close(log)
    for output in (sys.stdout, sys.stderr):
        assert isinstance(output, io.TextIOWrapper)
        output.reconfigure(line_buffering=True)
    os.environ.clear()
    os.environ.update(order["environment"])
    time.tzset()
    sys.argv = [order["module"]]


def main() -> int:
    gc.disable()  # nothing of an import is garbage
    for name in LIBRARIES:
        try:
            importlib.import_module(name)
        except ImportError:
            print(f"{name} is not installed")
    gc.freeze()  # what is there now is shared by all services; a collection must not touch and thereby copy it
    orders = socket.socket(fileno=os.dup(0))
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    order = serve(orders)
    if order is None:
        return 0
    gc.enable()
    module = importlib.import_module(order["module"])
    os.read(order["gate"], 1)  # until the host lets go of the other end
    os.close(order["gate"])
    return module.main() or 0


if __name__ == "__main__":
    sys.exit(main())
