"""The live connection against a real service over TLS."""

from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter

import pytest
from hamcrest import has_length

from support.clients.unreachable import Unreachable
from support.clients.websocket import Refused, SocketClient
from support.evidence.journal import Journal
from support.observing.waiting import eventually
from tests.support.conftest import SocketService, Trust, Waiter, free_port

Connect = Callable[..., SocketClient]


@pytest.fixture
def connect(live: SocketService, trust: Trust, journal: Journal) -> Iterator[Connect]:
    clients: list[SocketClient] = []

    def open_one(path: str = "/ws", authority: Path | None = trust.authority, **more: object) -> SocketClient:
        client = SocketClient(
            live.url + path,
            journal=journal,
            correlation_id="c-1",
            authority=authority,
            who="Lina",
            **more,  # type: ignore[arg-type]
        )
        clients.append(client)
        return client

    yield open_one
    for client in clients:
        client.close()


def test_frames_are_stamped_as_they_arrive(connect: Connect) -> None:
    client = connect()
    sent = [client.send({"type": "said", "number": number}) for number in range(50)]
    frames = eventually(lambda: client.frames, has_length(50), within=2, what="frames")
    for number, (clock, frame) in enumerate(zip(sent, frames, strict=True)):
        assert frame.data == {"type": "said", "number": number}
        assert clock < frame.clock < clock + 1
    assert perf_counter() - frames[-1].clock < 2


def test_frames_are_a_copy(connect: Connect, until: Waiter) -> None:
    client = connect()
    before = client.frames
    client.send({"type": "said"})
    until(lambda: client.frames)
    assert before == []


def test_what_is_no_json_object_is_kept_as_text(connect: Connect, until: Waiter) -> None:
    client = connect()
    for text in ("broken {", "[1, 2]", '{"ok": 1}'):
        client.send_text(text)
    until(lambda: len(client.frames) == 3)
    assert [(frame.text, frame.data) for frame in client.frames] == [
        ("broken {", {}),
        ("[1, 2]", {}),
        ('{"ok": 1}', {"ok": 1}),
    ]


def test_what_the_handshake_carries(connect: Connect, live: SocketService, until: Waiter) -> None:
    client = connect(token="tok-1", subprotocols=["veza.v1", "bearer.tok-1"], headers={"X-Extra": "1"})
    assert client.subprotocol == "veza.v1"
    until(lambda: live.headers)
    headers = live.headers[0]
    assert headers["Authorization"] == "Bearer tok-1"
    assert headers["X-Correlation-Id"] == "c-1"
    assert headers["X-Extra"] == "1"
    assert headers["Sec-WebSocket-Protocol"] == "veza.v1, bearer.tok-1"


def test_a_refusal_tells_status_and_body(connect: Connect, journal: Journal) -> None:
    with pytest.raises(Refused) as refusal:
        connect("/refuse?token=abc")
    assert refusal.value.status == 403
    assert refusal.value.body == b'{"error": "not yours"}'
    assert "/refuse refused the connection with 403" in str(refusal.value)
    assert "Lina was refused at" in journal.entries[0].what
    assert "abc" not in str(journal.entries[0])


def test_the_service_closes(connect: Connect, until: Waiter) -> None:
    client = connect()
    client.send({"close": 4401})
    until(lambda: client.closed)
    assert client.closed is not None
    assert (client.closed.code, client.closed.reason) == (4401, "as asked")
    assert perf_counter() - client.closed.clock < 2
    with pytest.raises(Unreachable, match="did not answer a frame"):
        client.send({"type": "said"})


def test_the_client_says_goodbye(connect: Connect, live: SocketService, until: Waiter) -> None:
    client = connect()
    client.close(4000, "enough")
    client.close()
    assert client.closed is not None
    assert client.closed.code == 4000
    until(lambda: live.ends)
    assert live.ends == [(4000, "enough")]


def test_the_client_vanishes(connect: Connect, live: SocketService, until: Waiter) -> None:
    client = connect()
    start = perf_counter()
    client.drop()
    assert client.closed is not None
    assert client.closed.code == 1006
    until(lambda: live.ends)
    assert live.ends == [(1006, "")], "the service was told goodbye"
    assert perf_counter() - start < 1
    client.drop()
    client.close()


def test_everything_is_in_the_journal(connect: Connect, journal: Journal, until: Waiter) -> None:
    client = connect("/ws?token=abc")
    client.send({"type": "SendMessage", "token": "abc"})
    until(lambda: client.frames)
    client.close()
    told = [entry.what for entry in journal.entries]
    assert told[0].startswith("Lina connected to wss://127.0.0.1:")
    assert set(told[1:3]) == {"Lina → SendMessage", "Lina ← SendMessage"}
    assert told[3:] == ["Lina closes the connection (1000)", "Lina connection ended: 1000"]
    assert journal.entries[1].details["data"] == {"type": "SendMessage", "token": "***"}
    assert {entry.channel for entry in journal.entries} == {"websocket"}
    arrived = next(entry for entry in journal.entries if "←" in entry.what)
    assert arrived.at == client.frames[0].at


def test_nobody_there(trust: Trust, journal: Journal) -> None:
    url = f"wss://127.0.0.1:{free_port()}/ws?token=abc"
    with pytest.raises(Unreachable) as failure:
        SocketClient(url, journal=journal, correlation_id="c", authority=trust.authority)
    assert str(failure.value).startswith(url.replace("?token=abc", " did not answer the opening handshake: "))


def test_an_unknown_authority_is_not_trusted(connect: Connect) -> None:
    with pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"):
        connect(authority=None)


def test_https_means_wss(live: SocketService, trust: Trust, journal: Journal) -> None:
    url = live.url.replace("wss:", "https:")
    client = SocketClient(url, journal=journal, correlation_id="c", authority=trust.authority)
    assert client.closed is None
    client.close()
