"""Somebody's deployment: what its file says, and how it is found to be there."""

from __future__ import annotations

import json
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from support.environments import Environment, open_environment
from support.environments.authority import make_authority
from support.evidence import masking
from support.failures import EnvironmentFailure
from tests.environments.helpers import PLATFORMS, ROOT, TestSettings

RIGHT = """
[platforms.tiny]
database = "postgresql://tiny:${TINY_PASSWORD}@127.0.0.1:1/tiny"
broker = "nats://tiny:s%20t%20o%20r%20e@127.0.0.1:1"
capabilities = ["browser", "database"]
[platforms.tiny.services]
front = "FRONT"
back = "BACK/"
[platforms.tiny.credentials]
admin_password = "${TINY_PASSWORD}"
"""


class Healthy(BaseHTTPRequestHandler):
    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/health" else 404)
        self.end_headers()
        self.wfile.write(json.dumps({"status": "healthy", "version": "4.5"}).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Keep the tests' output clean."""


class Unhealthy(Healthy):
    status = 503


@contextmanager
def service(handler: type[BaseHTTPRequestHandler] = Healthy, tls: Path | None = None) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls / "certificate.pem", tls / "key.pem")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield f"http{'s' if tls else ''}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def secret(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("TINY_PASSWORD", "open-sesame")
    return "open-sesame"


def open_external(folder: Path, text: str) -> Environment:
    file = folder / "mine.toml"
    file.write_text(text)
    return open_environment(TestSettings(None, environment="external", deployment=file), PLATFORMS)


def failure_of(folder: Path, text: str) -> str:
    with pytest.raises(EnvironmentFailure) as caught:
        open_external(folder, text).start(["tiny"])
    return str(caught.value)


def test_a_deployment_that_is_well(tmp_path: Path, secret: str) -> None:
    with service() as front, service() as back:
        environment = open_external(tmp_path, RIGHT.replace("FRONT", front).replace("BACK", back))
        environment.start(["tiny"])
    platform = environment.platform("tiny")
    assert environment.versions() == {"tiny/front": "4.5", "tiny/back": "4.5"}
    assert environment.capabilities == platform.capabilities == {"browser", "database"}
    assert (platform.url("front"), platform.url("back")) == (front, back)
    assert platform.database_url == f"postgresql://tiny:{secret}@127.0.0.1:1/tiny"
    assert (platform.cache_url, platform.broker_url, platform.authority) == (None, None, None)
    assert platform.credentials == {"admin_password": secret}
    assert secret not in masking.mask(f"so it is {secret}!")
    assert set(platform.secrets) == {secret, "s t o r e"}
    assert "s t o r e" not in masking.mask("it is kept in the s t o r e")
    with pytest.raises(EnvironmentFailure, match="no control over front of tiny"):
        platform.stop("front")
    with pytest.raises(EnvironmentFailure, match="cannot start a copy of front of tiny"):
        platform.trial("front", {})


def test_a_deployment_with_an_authority_of_its_own(tmp_path: Path) -> None:
    make_authority(tmp_path)
    with service(tls=tmp_path) as front:
        text = RIGHT.replace("FRONT", front).replace("BACK", front)
        assert "certificate verify failed" in failure_of(tmp_path, text)
        trusting = text.replace("[platforms.tiny]", '[platforms.tiny]\nauthority = "authority.pem"')
        environment = open_external(tmp_path, trusting)
        environment.start(["tiny"])
        assert environment.platform("tiny").authority == tmp_path / "authority.pem"


def test_an_address_where_nobody_listens(tmp_path: Path) -> None:
    with socket.socket() as bound, service() as front:
        bound.bind(("127.0.0.1", 0))
        back = f"http://127.0.0.1:{bound.getsockname()[1]}"
        told = failure_of(tmp_path, RIGHT.replace("FRONT", front).replace("BACK", back))
    assert told == (
        f"back of tiny at {back} cannot be reached ([Errno 111] Connection refused); "
        "see whether it runs and whether the address is right"
    )


def test_an_address_that_does_not_answer(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, service() as front:
        back = f"http://127.0.0.1:{silent.getsockname()[1]}"
        started = time.perf_counter()
        told = failure_of(tmp_path, RIGHT.replace("FRONT", front).replace("BACK", back))
    assert time.perf_counter() - started < 3.5
    assert f"back of tiny at {back} cannot be reached (no answer within 2 s)" in told


def test_a_service_that_is_not_well(tmp_path: Path) -> None:
    with service() as front, service(Unhealthy) as back:
        told = failure_of(tmp_path, RIGHT.replace("FRONT", front).replace("BACK", back))
    assert f"back of tiny at {back} is not healthy (status 503)" in told


@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ("[platforms.tiny]", "[platforms.tin]", 'there is no platform "tin" (known: tiny)'),
        ("[platforms.tiny]", "[platforms.tiny", "Expected ']'"),
        ("[platforms.tiny]", "[tiny]", "one table [platforms.<name>]"),
        ("database =", "databse =", 'the unknown key "databse" (known: database)'),
        ("${TINY_PASSWORD}@", "${TINY}@", "taken from the environment variable TINY, which is not set; set TINY"),
        ('front = "FRONT"', "", "[platforms.tiny.services] must name front, back; see front"),
        ('front = "FRONT"', 'front = "FRONT"\nside = "FRONT"', "must name front, back; see side"),
        ('front = "FRONT"', 'front = "127.0.0.1:80"', 'the address "127.0.0.1:80" of front is not one like https://'),
        ('front = "FRONT"', "front = 80", "front of tiny is not a text"),
        ('"browser"', '"control"', 'tiny cannot grant "control" (what can be granted: broker, browser, '),
        ('"browser"', '"cache"', 'tiny grants "cache" without saying where it is (cache = "…")'),
        ('"browser"', '"credentials"', 'tiny grants "credentials" without address'),
        ('"browser"', '"trial"', 'tiny cannot grant "trial"'),
        ("capabilities", 'authority = "none.pem"\ncapabilities', "none.pem of tiny does not exist"),
    ],
)
def test_a_wrong_file(tmp_path: Path, was: str, becomes: str, fault: str) -> None:
    text = RIGHT.replace(was, becomes, 1).replace("FRONT", "http://127.0.0.1:1").replace("BACK", "http://127.0.0.1:1")
    assert fault in failure_of(tmp_path, text)


def test_a_missing_file(tmp_path: Path) -> None:
    settings = TestSettings(None, environment="external", deployment=tmp_path / "none.toml")
    with pytest.raises(EnvironmentFailure, match=r"none.toml cannot be read \(No such file or directory\)"):
        open_environment(settings, PLATFORMS)


def test_capabilities_are_what_all_platforms_in_use_grant(tmp_path: Path) -> None:
    platforms = tmp_path / "platforms"
    for name in ("one", "two"):
        (platforms / name).mkdir(parents=True)
        manifest = (PLATFORMS / "tiny/platform.toml").read_text().replace('name = "tiny"', f'name = "{name}"')
        (platforms / name / "platform.toml").write_text(manifest)
    with service() as url:
        text = RIGHT.replace("FRONT", url).replace("BACK", url)
        two = text.replace("tiny]", "two]").replace("tiny.", "two.").replace('"browser", "database"', '"browser"')
        (tmp_path / "mine.toml").write_text(text.replace("tiny]", "one]").replace("tiny.", "one.") + two)
        settings = TestSettings(None, environment="external", deployment=tmp_path / "mine.toml")
        environment = open_environment(settings, platforms)
        assert environment.capabilities == {"browser"}
        environment.start(["one"])
        assert environment.capabilities == {"browser", "database"}


def test_load_and_disruption_are_granted_by_name_only(tmp_path: Path) -> None:
    text = RIGHT.replace("FRONT", "http://127.0.0.1:1").replace("BACK", "http://127.0.0.1:1")
    unsaid = text.replace('capabilities = ["browser", "database"]', "")
    assert open_external(tmp_path, unsaid).capabilities == {"browser", "database", "broker"}
    granted = text.replace('"browser", "database"', '"browser", "load", "disruption"')
    assert open_external(tmp_path, granted).capabilities == {"browser", "load", "disruption"}


def test_the_example_explains_every_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for store in ("DATABASE", "CACHE", "BROKER", "ADMIN"):
        monkeypatch.setenv(f"VEZA_{store}_PASSWORD", "x")
    monkeypatch.setenv("VEZA_JWT_SECRET", "x")
    monkeypatch.setenv("VEZA_SERVICE_SECRET", "x")
    (tmp_path / "veza-authority.pem").touch()
    (tmp_path / "mine.toml").write_text((ROOT / "deployments/example.toml").read_text())
    settings = TestSettings(None, environment="external", deployment=tmp_path / "mine.toml")
    environment = open_environment(settings, ROOT / "platforms")
    assert environment.capabilities == {"browser", "database", "cache", "broker", "credentials"}
