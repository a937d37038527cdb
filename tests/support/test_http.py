"""The HTTP client against a real service over TLS."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from support.clients.http import HttpClient
from support.clients.unreachable import Unreachable
from support.evidence.journal import Journal
from support.observing import waiting
from tests.support.conftest import Server, Trust, free_port, http_service, running


@pytest.fixture
def client(service: str, trust: Trust, journal: Journal) -> HttpClient:
    return HttpClient(
        service, journal=journal, correlation_id="c-1", authority=trust.authority, token="tok-1", who="Lina"
    )


def test_what_is_sent(client: HttpClient) -> None:
    reply = client.post("/api/x?a=1", json={"name": "Zoë"}, headers={"X-Extra": "1"})
    told = reply.json()
    assert (told["method"], told["path"]) == ("POST", "/api/x?a=1")
    assert told["headers"]["X-Correlation-Id"] == "c-1"
    assert told["headers"]["Authorization"] == "Bearer tok-1"
    assert told["headers"]["X-Extra"] == "1"
    assert told["headers"]["Content-Type"] == "application/json"
    assert told["body"].encode("latin-1").decode() == '{"name":"Zoë"}'


def test_every_way_of_asking(client: HttpClient) -> None:
    assert client.get("a", params={"q": "ä b"}).json()["path"] == "/a?q=%C3%A4+b"
    assert client.put("/a", json=[1]).json()["body"] == "[1]"
    assert client.delete("/a").json()["method"] == "DELETE"
    assert client.request("PATCH", "/a", content=b"raw").json()["body"] == "raw"
    form = client.post("/a", data={"title": "Night Bus"}, files={"audio": ("a.wav", b"RIFF", "audio/wav")})
    assert 'filename="a.wav"' in form.json()["body"]
    assert "Night Bus" in form.json()["body"]


def test_what_goes_in_pieces_does_not_say_how_much_it_is(client: HttpClient) -> None:
    pieces, once = iter([b"ab", b"c"]), {"Connection": "close"}
    told = client.request("POST", "/a", content=pieces, headers=once).json()
    assert told["headers"]["Transfer-Encoding"] == "chunked"
    assert "Content-Length" not in told["headers"]


def test_what_comes_back(client: HttpClient) -> None:
    reply = client.get("/status/404")
    assert reply.status == 404
    assert reply.request_id == "request-7"
    assert reply.headers["content-type"] == reply.headers["Content-Type"] == "application/json"
    assert reply.cookies == ("session=abc; HttpOnly", "theme=dark; Path=/")
    assert 0 < reply.elapsed < 2
    assert len(client.get("/sound").body) == 5_000


def test_headers_of_the_caller_win(client: HttpClient) -> None:
    told = client.get("/a", headers={"Authorization": "Basic x", "X-Correlation-Id": "other"}).json()
    assert told["headers"]["Authorization"] == "Basic x"
    assert told["headers"]["X-Correlation-Id"] == "other"


def test_what_is_no_json_is_told(client: HttpClient) -> None:
    with pytest.raises(AssertionError, match=r"the answer \(200\) is not JSON: '<html>'"):
        client.get("/nonsense").json()


def test_no_cookie_is_kept(client: HttpClient) -> None:
    client.get("/a")
    assert "Cookie" not in client.get("/a").json()["headers"]


def test_siblings_share_connections_and_not_tokens(client: HttpClient, trust: Trust, service: str) -> None:
    first = client.get("/a").json()
    other = client.with_token("tok-2").get("/a").json()
    stranger = HttpClient(service, journal=Journal(), correlation_id="c-2", authority=trust.authority)
    third = stranger.get("/a").json()
    assert first["connection"] == other["connection"] == third["connection"]
    assert other["headers"]["Authorization"] == "Bearer tok-2"
    assert "Authorization" not in third["headers"]
    assert "Authorization" not in client.with_token(None).get("/a").json()["headers"]
    assert third["headers"]["X-Correlation-Id"] == "c-2"


def test_a_token_goes_to_its_own_service_only(client: HttpClient, trust: Trust, service: str) -> None:
    with http_service(trust.server) as elsewhere:
        assert "Authorization" not in client.get(f"{elsewhere}/stream/1").json()["headers"]
        assert client.get(f"{elsewhere}/stream/1").json()["path"] == "/stream/1"
    assert "Authorization" in client.get(f"{service}/a").json()["headers"]


def test_several_threads_at_once(client: HttpClient) -> None:
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(client.get("/a").status)) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [200] * 20


def test_every_exchange_is_in_the_journal(client: HttpClient, journal: Journal) -> None:
    client.post("/api/login?sig=abc", json={"email": "lina@people.test", "password": "hunter2"})
    client.get("/sound")
    login, sound = journal.entries
    assert login.channel == "http"
    assert login.what.startswith("Lina: POST /api/login?sig=*** → 200 (")
    assert login.details["method"] == "POST"
    assert login.details["status"] == 200
    assert login.details["url"].endswith("/api/login?sig=***")
    assert login.details["ms"] > 0
    assert login.details["request_headers"]["authorization"] == "Bearer ***"
    assert login.details["request_headers"]["x-correlation-id"] == "c-1"
    assert login.details["request_body"] == '{"email": "lina@people.test", "password": "***"}'
    assert login.details["response_headers"]["x-request-id"] == "request-7"
    assert "hunter2" not in str(login)
    assert "tok-1" not in str(login)
    assert sound.details["response_body"] == "<5000 bytes of audio/wav>"


@pytest.fixture
def nobody(trust: Trust, journal: Journal) -> Iterator[HttpClient]:
    yield HttpClient(f"https://127.0.0.1:{free_port()}", journal=journal, correlation_id="c", authority=trust.authority)


def test_nobody_there(nobody: HttpClient, journal: Journal) -> None:
    with pytest.raises(Unreachable) as failure:
        nobody.get("/health?token=abc")
    assert str(failure.value).startswith(f"{nobody.base_url} did not answer GET /health: ")
    assert "refused" in failure.value.reason
    assert failure.value.address == nobody.base_url
    assert "no answer: " in journal.entries[0].what
    assert journal.entries[0].details["status"] is None


def test_no_answer_in_time(client: HttpClient) -> None:
    start = perf_counter()
    with pytest.raises(Unreachable, match=r"GET /slow: silent for 0\.2 s"):
        client.get("/slow", timeout=0.2)
    assert perf_counter() - start < 1
    waiting.set_patience(3)
    start = perf_counter()
    with pytest.raises(Unreachable, match=r"silent for 0\.6 s"):
        client.get("/slow", timeout=0.2)
    assert perf_counter() - start >= 0.6


def test_no_whole_answer(client: HttpClient) -> None:
    with pytest.raises(Unreachable, match="did not answer GET /hang-up"):
        client.get("/hang-up")


def test_an_unknown_authority_is_not_trusted(service: str, journal: Journal) -> None:
    stranger = HttpClient(service, journal=journal, correlation_id="c", authority=None)
    with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
        stranger.get("/a")


def test_a_name_that_the_certificate_does_not_have_is_not_trusted(trust: Trust, journal: Journal) -> None:
    with http_service(trust.server) as url:
        wrong = url.replace("127.0.0.1", "127.0.0.2")
        stranger = HttpClient(wrong, journal=journal, correlation_id="c", authority=trust.authority)
        with pytest.raises(Unreachable):
            stranger.get("/a")


def test_a_service_that_was_started_again_is_reached(tmp_path: Path, journal: Journal) -> None:
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--protocol", "HTTP/1.1"]
    with running(Server(f"http://127.0.0.1:{port}", port, command, tmp_path)) as server:
        client = HttpClient(server.url, journal=journal, correlation_id="c", authority=None)
        for _ in range(3):
            assert client.get("/").status == 200
            server.end()
            with pytest.raises(Unreachable):
                client.get("/")
            server.start()
        assert client.get("/").status == 200
        server.end()
        server.start()
        assert client.get("/").status == 200, "it took a connection from before the restart"
