"""What somebody heard on a map, change by change: of that map, of now, in order, and of people who are who they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hamcrest import assert_that, equal_to

from support.clients.websocket import Frame
from support.systems.globe.maps import Stay

LATE = 60.0
"""Seconds that may lie between a change and hearing of it, whatever was away meanwhile."""


def person_of(session: Mapping[str, Any]) -> dict[str, Any]:
    """Who somebody on a map is, and where."""
    return {name: session[name] for name in ("id", "person", "position", "poi_id")}


def whole_of(session: Mapping[str, Any]) -> dict[str, Any]:
    """The same, and whatever else of a session does not change by itself."""
    return person_of(session) | {name: session[name] for name in ("map_id", "active", "opened_at", "sequence")}


def check_changes(stay: Stay, everybody: Sequence[Stay]) -> None:
    """Each change tells of somebody's map, when it was made, its number, and the right person and name of a session."""
    people = {one.id: one.session["person"] for one in everybody}
    for line in stay.lines:
        last = 0
        for frame in list(line.frames):
            if "sequence" not in frame.data:
                continue
            kind = f"{frame.data['type']} that {stay.who.name} heard"
            assert_that(frame.data["map_id"], equal_to(stay.place.id), f"the map of {kind}")
            assert last < frame.data["sequence"], f"the number of {kind}: {frame.data['sequence']} after {last}"
            last = frame.data["sequence"]
            late = frame.at - datetime.fromisoformat(frame.data["at"])
            assert abs(late.total_seconds()) < LATE, f"{kind} at {frame.at} is said to be of {frame.data['at']}"
            _check_person(frame.data["data"], people, kind)


def _check_person(told: Mapping[str, Any], people: Mapping[str, Mapping[str, str]], kind: str) -> None:
    person = people.get(told.get("session_id", ""))
    if person is not None:
        found = (told.get("person_id"), told.get("name", person["name"]))
        assert_that(found, equal_to((person["id"], person["name"])), f"whose {kind} was")


def check_no_gaps(stay: Stay) -> None:
    """On each connection somebody was told of every change after the one they were shown, or had it acknowledged."""
    for line in stay.lines:
        numbers = [number for frame in list(line.frames) if (number := _number(frame)) is not None]
        wanted = list(range(numbers[0], numbers[0] + len(numbers)))
        assert_that(sorted(numbers), equal_to(wanted), f"the numbers of all changes of which {stay.who.name} was told")


def _number(frame: Frame) -> int | None:
    """Of a change, of the map as it was shown first, or of one's own move."""
    if frame.data.get("type") in ("welcome", "avatar_move_ack"):
        return int(frame.data["data"]["sequence"])
    number = frame.data.get("sequence")
    return None if number is None else int(number)
