"""What somebody heard on a map, change by change: of that map, of now, in order, and of people who are who they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from hamcrest import assert_that, equal_to

from support.clients.websocket import Frame, SocketClient
from support.systems.globe.maps import Stay

LATE = 60.0
"""Seconds that may lie between a change and hearing of it, whatever was away meanwhile."""
ROUNDED = 0.001
"""Seconds of which a time may be told less exactly than it is stored."""
CLOCKS = timedelta(seconds=15)
"""By which clocks of different machines may differ, and what is done on a busy one may last."""
FRAME = {"type", "map_id", "sequence", "at", "data"}
_ABOUT = {"session_id", "person_id"}
_STATE = {"map_id", "sequence", "sessions", "pois", "degraded"}
SAID = {
    "welcome": {*_STATE, "session"},
    "state": _STATE,
    "degraded": {"degraded"},
    "error": {"code", "message", "details"},
    "pong": {"session_id", "last_active_at"},
    "avatar_move_ack": {"session_id", "position", "sequence"},
    "poi_join_ack": {"poi"},
    "poi_leave_ack": {"poi"},
    "user_joined": {"session"},
    "avatar_moved": {*_ABOUT, "position"},
    "user_left": _ABOUT,
    "poi_created": {"poi"},
    "poi_updated": {"poi"},
    "poi_removed": {"poi_id"},
    "poi_joined": {*_ABOUT, "name", "poi"},
    "poi_left": {*_ABOUT, "name", "poi"},
    "map_closed": set[str](),
}
"""What each kind of frame to somebody tells, no less and no more."""
OWN = {"avatar_moved": "avatar_move_ack", "poi_joined": "poi_join_ack", "poi_left": "poi_leave_ack"}
"""What somebody does over a connection is answered there so, instead of being told."""
Row = Mapping[str, Any]
"""A change as it is stored: `type`, `at`, `data`."""


def person_of(session: Mapping[str, Any]) -> dict[str, Any]:
    """Who somebody on a map is, and where."""
    return {name: session[name] for name in ("id", "person", "position", "poi_id")}


def is_at(told: str | None, moment: datetime | None) -> bool:
    """Whether this is how a time is told that is stored: to the millisecond."""
    if told is None or moment is None:
        return told is None and moment is None
    return abs((datetime.fromisoformat(told) - moment).total_seconds()) <= ROUNDED


def check_then(told: str, moment: datetime, what: str, within: timedelta = CLOCKS) -> None:
    """What is said to have been done at a time was done then, as far as clocks agree."""
    assert abs(datetime.fromisoformat(told) - moment) < within, f"{what} is said to be of {told}, and is of {moment}"


def check_changes(stay: Stay, everybody: Sequence[Stay]) -> None:
    """Each change tells of somebody's map, when it was made, its number, and the right person and name of a session."""
    people = {one.id: one.session["person"] for one in everybody}
    for line in stay.lines:
        last = 0
        for frame in list(line.frames):
            said, told = str(frame.data.get("type")), set(frame.data.get("data", ()))
            assert_that(told, equal_to(SAID.get(said)), f"what {said} tells {stay.who.name}")
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


def check_stored(stay: Stay, rows: Mapping[int, Row]) -> None:
    """Each change that somebody heard was told as it is stored, under its number: to each who heard it the same."""
    for line in stay.lines:
        for frame in [one.data for one in line.frames if "sequence" in one.data]:
            what, row = f"the change {frame['sequence']} that {stay.who.name} heard", rows.get(frame["sequence"])
            assert row is not None, f"{what} is not among the changes that are stored: {frame}"
            assert_that(set(frame), equal_to(FRAME), f"what {what} tells")
            found, wanted = (frame["type"], frame["data"]), (row["type"], row["data"])
            assert_that(found, equal_to(wanted), f"{what}, as it is stored")
            assert is_at(frame["at"], row["at"]), f"{what} is told to be of {frame['at']}, and stored of {row['at']}"


def unheard(stay: Stay, line: SocketClient, rows: Mapping[int, Row]) -> list[str]:
    """Changes since a connection showed the map that were not told on it, nor done by it, which is answered instead.

    What was refused because something was away may have been done all the same.
    """
    frames = [one.data for one in line.frames]
    told = {one["sequence"] for one in frames if "sequence" in one}
    answers = [one for one in frames if one["type"] in OWN.values()]
    moved = {one["data"]["sequence"] for one in answers if one["type"] == OWN["avatar_moved"]}
    spare = {kind: sum(one["type"] == ack for one in answers) for kind, ack in OWN.items()} | {"avatar_moved": 0}
    lost = sum(one["type"] == "error" and one["data"]["code"] == "SYSTEM_UNAVAILABLE" for one in frames)
    missing = []
    for number in sorted(one for one in rows if one > frames[0]["data"]["sequence"]):
        kind = rows[number]["type"]
        if number in told | moved:
            continue
        if kind in OWN and rows[number]["data"]["session_id"] == stay.id and spare[kind] + lost > 0:
            lost -= spare[kind] == 0
            spare[kind] -= spare[kind] > 0
            continue
        missing.append(f"{kind} {number}")
    return missing


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
