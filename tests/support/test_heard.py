"""What somebody heard on a map beside what is stored of it: of which changes they should have been told."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from support.clients.websocket import Frame, SocketClient
from support.systems.globe.heard import check_stored, is_at, unheard
from support.systems.globe.maps import Place, Stay
from support.systems.globe.people import LINA

NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
TOLD_NOON = "2026-03-01T12:00:00.123+00:00"
MOVED = {"session_id": "s-lina", "person_id": "lina", "position": {"lat": 1.0, "lng": 2.0}}


def row(kind: str, **data: Any) -> dict[str, Any]:
    return {"type": kind, "at": NOON, "data": data}


class Line:
    """What came over a connection of Lina, who was shown the map after its change 5."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.says({"type": "welcome", "data": {"sequence": 5}})

    def says(self, told: dict[str, Any]) -> Line:
        self.frames.append(Frame(NOON, 0.0, told, json.dumps(told)))
        return self

    def hears(self, number: int, kind: str, **data: Any) -> Line:
        return self.says({"type": kind, "map_id": "m", "sequence": number, "at": TOLD_NOON, "data": data})

    def answered(self, kind: str, **data: Any) -> Line:
        return self.says({"type": kind, "data": data})


def lina(line: Line) -> Stay:
    return Stay(LINA, Place("m", "M", "M"), {"id": "s-lina"}, [cast("SocketClient", line)])


def missed(line: Line, rows: dict[int, dict[str, Any]]) -> list[str]:
    return unheard(lina(line), cast("SocketClient", line), rows)


def test_whoever_was_told_of_each_change_has_missed_nothing() -> None:
    line = Line().hears(6, "user_left").answered("avatar_move_ack", sequence=7)
    assert missed(line, {4: row("user_joined"), 6: row("user_left"), 7: row("avatar_moved", **MOVED)}) == []


def test_what_nobody_told_is_missed() -> None:
    assert missed(Line(), {6: row("poi_updated")}) == ["poi_updated 6"]


def test_what_one_did_over_the_connection_is_answered_once() -> None:
    rows = {number: row("poi_joined", session_id="s-lina") for number in (6, 7)}
    assert missed(Line().answered("poi_join_ack"), rows) == ["poi_joined 7"]
    assert missed(Line().answered("poi_leave_ack"), rows) == ["poi_joined 6", "poi_joined 7"]


def test_what_somebody_else_did_is_told() -> None:
    assert missed(Line().answered("poi_join_ack"), {6: row("poi_joined", session_id="s-arno")}) == ["poi_joined 6"]


def test_what_was_refused_for_now_may_have_been_done() -> None:
    line = Line().answered("error", code="SYSTEM_UNAVAILABLE")
    rows = {number: row("avatar_moved", **MOVED) for number in (6, 7)}
    assert missed(line, rows) == ["avatar_moved 7"]


@pytest.mark.parametrize(
    ("stored", "fault"),
    [
        ({}, "not among the changes"),
        ({6: row("user_left", session_id="s-milo")}, "as it is stored"),
        ({6: row("user_joined", session_id="s-arno")}, "as it is stored"),
        ({6: row("user_left", session_id="s-arno") | {"at": NOON + timedelta(seconds=1)}}, "is told to be of"),
    ],
)
def test_what_is_told_otherwise_than_it_is_stored_is_noticed(stored: dict[int, Any], fault: str) -> None:
    with pytest.raises(AssertionError, match=fault):
        check_stored(lina(Line().hears(6, "user_left", session_id="s-arno")), stored)


def test_what_is_told_as_it_is_stored_is_right() -> None:
    check_stored(lina(Line().hears(6, "user_left", session_id="s-arno")), {6: row("user_left", session_id="s-arno")})


def test_times_are_told_to_the_millisecond() -> None:
    assert is_at(TOLD_NOON, NOON)
    assert is_at(None, None)
    assert not is_at(None, NOON)
    assert not is_at("2026-03-01T12:00:00.125+00:00", NOON)
