"""What of a platform was exercised: what clients note, and what is offered."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from support.config import ROOT
from support.evidence.contacts import KEY, MESSAGE, OPERATION, REFUSED, SUBJECT, TABLE, Contact, Contacts
from support.failures import SuiteFailure
from support.inventory import surface
from support.inventory.surface import Offer, Stock, exercised
from support.running import exercise

ID = "0b0f3c1e-2a8a-4c3e-9d5e-2f4b6f1f0a11"
ORIGINS = {"web": "https://127.0.0.1:8001", "stream-server": "https://127.0.0.1:8002"}


def test_what_clients_note() -> None:
    noted = Contacts()
    noted.called("GET", f"https://127.0.0.1:8001/api/tracks/{ID}?limit=2", 200)
    noted.called("GET", "https://127.0.0.1:8001/api/session", 401)
    noted.spoke("wss://127.0.0.1:8002/ws/stream?x=1", "→", "Play")
    noted.spoke("wss://127.0.0.1:8002/ws/stream", "←", None)
    noted.event("user.events.registered")
    noted.queried('SELECT * FROM chat.messages m JOIN "chat"."people" p ON true WHERE m.id = %s')
    noted.key(f"presence:{ID}")
    assert noted.all == {
        Contact(OPERATION, "https://127.0.0.1:8001", "GET /api/tracks/*"),
        Contact(REFUSED, "https://127.0.0.1:8001", "GET /api/session"),
        Contact(MESSAGE, "/ws/stream", "→ Play"),
        Contact(SUBJECT, "", "user.events.registered"),
        Contact(TABLE, "chat", "messages"),
        Contact(TABLE, "chat", "people"),
        Contact(KEY, "", "presence:*"),
    }


@pytest.mark.parametrize(
    ("offer", "contact", "fits"),
    [
        (Offer(OPERATION, "web", "GET /api/tracks/{id}"), "GET /api/tracks/*", True),
        (Offer(OPERATION, "web", "GET /api/tracks/{id}"), "GET /api/tracks/7", True),
        (Offer(OPERATION, "web", "GET /api/tracks/{id}"), "POST /api/tracks/*", False),
        (Offer(OPERATION, "web", "GET /api/tracks/{id}"), "GET /api/tracks/*/x", False),
        (Offer(OPERATION, "stream-server", "GET /api/tracks/{id}"), "GET /api/tracks/*", False),
        (Offer(OPERATION, "web", "GET /stream/{id}/{quality}.mp3"), "GET /stream/*/low.mp3", True),
        (Offer(OPERATION, "web", "GET /stream/{id}/{quality}.mp3"), "GET /stream/*/low_mp3", False),
    ],
)
def test_operations(offer: Offer, contact: str, fits: bool) -> None:
    assert offer.fits(Contact(OPERATION, ORIGINS["web"], contact), ORIGINS) is fits


def test_scenarios_are_counted_once_for_each_thing() -> None:
    offers = [Offer(KEY, "", "presence:*"), Offer(MESSAGE, "/ws/chat", "→ Ping"), Offer(OPERATION, "web", "GET /a")]
    both = frozenset(
        {Contact(KEY, "", "presence:1"), Contact(KEY, "", "presence:2"), Contact(MESSAGE, "/ws/chat", "→ Ping")}
    )
    refused = frozenset({Contact(REFUSED, ORIGINS["web"], "GET /a")})
    assert exercised(offers, [both, both, refused, frozenset()], ORIGINS) == {offers[0]: 2, offers[1]: 2}
    assert exercised(offers, [both, refused], ORIGINS, REFUSED) == {offers[2]: 1}


def test_what_servers_have_counted_since() -> None:
    called = {("https://127.0.0.1:8001", "GET /a"): 3, ("https://127.0.0.1:8001", "GET /b"): 1}
    before = Stock(called, {("chat", "mutes"): 4, ("chat", "people"): 1}, {"a.b": 1, "a.c": 2}, ["old"])
    after = Stock(
        called | {("https://127.0.0.1:8001", "GET /a"): 2},
        {("chat", "mutes"): 4, ("chat", "people"): 2},
        {"a.b": 3, "a.c": 2, "a.d": 1},
        ["presence:7"],
    )
    assert after.since(before) == {
        Contact(OPERATION, "https://127.0.0.1:8001", "GET /a"),
        Contact(TABLE, "chat", "people"),
        Contact(SUBJECT, "", "a.b"),
        Contact(SUBJECT, "", "a.d"),
        Contact(KEY, "", "presence:7"),
    }


def test_a_declaration_that_is_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surface, "SYSTEMS", tmp_path)
    assert surface.declared("nobody-has-this") is None
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "surface.toml").write_text("services = [", encoding="utf-8")
    with pytest.raises(SuiteFailure, match=r"surface\.toml is wrong"):
        surface.declared("odd")


@pytest.mark.parametrize(
    "file", sorted((ROOT / "support/systems").glob("*/surface.toml")), ids=lambda file: file.parent.name
)
def test_what_is_declared_can_be_read(file: Path) -> None:
    known = surface.declared(file.parent.name)
    assert known is not None and known.services
    assert all(reason.strip() for reason in known.unexercised.values())


@pytest.mark.parametrize("wanted", [True, False])
def test_the_platform_is_only_asked_where_somebody_wants_to_know(wanted: bool) -> None:
    asked: list[str] = []

    def platform(name: str) -> None:
        asked.append(name)
        raise LookupError("it is not there")

    run: Any = SimpleNamespace(
        settings=SimpleNamespace(exercised=wanted),
        environments=[SimpleNamespace(platform=platform)],
        platforms_of=lambda environment: ["veza"],
        failure=None,
        faults=[],
        stocks=[],
        surface=[],
    )
    exercise.note(run)
    exercise.tell(run)
    assert (asked, len(run.faults)) == ((["veza"] * 2, 2) if wanted else ([], 0))


def test_what_is_exercised_in_each_environment_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    offer = Offer(OPERATION, "web", "GET /api/session")
    monkeypatch.setattr(surface, "offers", lambda platform, known, stock: [offer])
    monkeypatch.setattr(surface, "take_stock", lambda platform, known: Stock())
    shared, apart = (
        SimpleNamespace(platform=lambda name, at=at: SimpleNamespace(name=name, url=lambda service: f"https://{at}"))
        for at in ("shared", "apart")
    )
    contacts = {id(one): [Contact(OPERATION, one.platform("veza").url("web"), offer.name)] for one in (shared, apart)}
    run: Any = SimpleNamespace(
        settings=SimpleNamespace(exercised=True),
        environments=[shared, apart],
        platforms_of=lambda environment: ["veza"],
        planned_for=lambda one: [SimpleNamespace(contacts=frozenset(contacts[id(one)]), seen=frozenset())],
        failure=None,
        faults=[],
        stocks=[],
        surface=[],
    )
    exercise.note(run)
    exercise.tell(run)
    assert run.faults == []
    assert [(one["name"], one["scenarios"], one["used"]) for one in run.surface] == [(offer.name, 2, True)]
