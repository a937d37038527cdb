"""The chain of records tells what was done to it, and to which record, wherever that is."""

import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from platforms.audit.audit_service.chain import BEGINNING, End, check, closing, links

KEY = "k" * 32
MOMENT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
PLACES = [1, 6, 12]
"""The beginning, the middle and the end."""


def content(number: int) -> dict[str, Any]:
    return {
        "event_id": uuid.UUID(int=number), "action": "object_type.update", "actor_id": uuid.UUID(int=7),
        "actor_username": "Olga", "actor_role": "developer", "ip_address": "127.0.0.1", "user_agent": "",
        "resource_type": "object_type", "resource_id": f"main/Depot{number}", "resource_name": f"Depot{number}",
        "branch": "main", "success": True, "error_code": None, "changes": '{"old_values": {"n": 1.0}}',
        "request_id": "r", "correlation_id": "c", "source": "/oms", "source_sequence": number, "event_time": MOMENT,
        "recorded_at": MOMENT,
    }  # fmt: skip


@pytest.fixture
def rows() -> list[dict[str, Any]]:
    contents = [content(number) for number in range(1, 13)]
    return [{**one, **link} for one, link in zip(contents, links(KEY, End(0, BEGINNING), contents), strict=True)]


def found(rows: list[dict[str, Any]], end: End | None = None, closed: str | None = None) -> list[tuple[str, int]]:
    last = end or End(12, "")
    ordered = sorted(rows, key=lambda row: int(row["position"]))
    return [(one.kind, one.position) for one in check(KEY, ordered, last, closed or closing(KEY, last))]


def test_what_nobody_touched_is_whole(rows: list[dict[str, Any]]) -> None:
    assert found(rows) == []
    assert found([], End(0, BEGINNING)) == []


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("actor_username", "olga"), ("resource_name", "Depot1 "), ("changes", '{"old_values": {"n": 1}}'),
        ("success", False), ("error_code", ""), ("branch", None), ("event_time", MOMENT.replace(microsecond=1)),
        ("actor_id", None), ("seal", "0" * 64), ("previous", "f" * 64), ("recorded_at", MOMENT.replace(second=1)),
        ("source_sequence", 99), ("ip_address", "127.0.0.2"), ("user_agent", " "),
    ],
)  # fmt: skip
def test_one_changed_character_is_found_and_named(
    rows: list[dict[str, Any]], place: int, column: str, value: Any
) -> None:
    rows[place - 1][column] = value
    assert found(rows) == [("changed", place)]


@pytest.mark.parametrize("place", PLACES)
def test_a_missing_record_is_found(rows: list[dict[str, Any]], place: int) -> None:
    del rows[place - 1]
    assert found(rows) == [("missing", place)]


def test_several_missing_ones_are_each_found(rows: list[dict[str, Any]]) -> None:
    assert found([row for row in rows if row["position"] not in (1, 2, 7, 12)]) == [
        ("missing", 1), ("missing", 2), ("missing", 7), ("missing", 12),
    ]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), [(1, 2), (6, 7), (11, 12), (1, 12), (3, 9)])
def test_a_swapped_pair_is_found_by_its_places(rows: list[dict[str, Any]], one: int, other: int) -> None:
    rows[one - 1]["position"], rows[other - 1]["position"] = other, one
    assert found(rows) == [("swapped", one), ("swapped", other)]


@pytest.mark.parametrize(("one", "other"), [(1, 2), (6, 7), (11, 12), (1, 12)])
def test_swapped_contents_are_found_as_well(rows: list[dict[str, Any]], one: int, other: int) -> None:
    stays = ("position", "previous", "seal")
    first, second = dict(rows[one - 1]), dict(rows[other - 1])
    rows[one - 1] = {**second, **{name: first[name] for name in stays}}
    rows[other - 1] = {**first, **{name: second[name] for name in stays}}
    assert found(rows) == [("swapped", one), ("swapped", other)]


@pytest.mark.parametrize("key", [KEY, "x" * 32])
def test_an_appended_record_is_found_even_with_the_right_key(rows: list[dict[str, Any]], key: str) -> None:
    extra = content(13)
    (link,) = links(key, End(12, rows[-1]["seal"]), [extra])
    assert found([*rows, {**extra, **link}]) == [("appended", 13)]


def test_an_end_that_was_moved_is_found(rows: list[dict[str, Any]]) -> None:
    moved = End(11, rows[-2]["seal"])
    assert found(rows[:-1], moved, closing("x" * 32, moved)) == [("cut_short", 11)]


def test_a_genuine_record_of_another_chain_is_found(rows: list[dict[str, Any]]) -> None:
    others = [content(number + 100) for number in range(1, 13)]
    chain = [{**one, **link} for one, link in zip(others, links(KEY, End(0, BEGINNING), others), strict=True)]
    rows[5] = chain[5]
    assert ("changed", 6) in found(rows)


def test_a_finding_names_the_record_for_people(rows: list[dict[str, Any]]) -> None:
    rows[5]["actor_username"] = "Piotr"
    end = End(12, "")
    (one,) = check(KEY, rows, end, closing(KEY, end))
    assert one.says == "Record 6 (object_type.update of Depot6 by Piotr) is not what was recorded."
