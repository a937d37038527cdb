"""What nobody should say over a live connection, and what is answered to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from hamcrest import assert_that, equal_to, has_length, not_, not_none

from support.clients.unreachable import Unreachable
from support.observing.waiting import eventually, never
from support.scenario.people import Persona
from support.systems.contract import MADE_UP
from support.systems.globe.maps import SEEN_WITHIN, SETTLE, Maps, Stay
from support.systems.globe.meeting import Meeting
from support.systems.system import System

LARGEST = 8192
"""Characters that a frame may have."""
DEEPEST = 5000
EVERYTHING, HUGE = "all of that, again and again", "megabytes"
MOST_BYTES = 4 * 1024 * 1024
"""Of a frame that is read at all."""
UNREADABLE: Mapping[str, tuple[str | bytes, int]] = {
    "more than 4 megabytes": ("x" * (MOST_BYTES + 1), 1009),
    "text that is none": (b'"\xc3("', 1007),
}
"""What ends the connection on which it is said, and how."""
UNREAD = ("FRAME_NOT_TEXT", "FRAME_NOT_JSON", "FRAME_TOO_LARGE")
"""Refusals of what was not understood so far as to know its name."""


@dataclass(frozen=True)
class Odd:
    """Something odd: its frames, the code of the refusal of each, and the fields that it names."""

    frames: tuple[str | bytes, ...]
    code: str
    fields: tuple[str, ...] = ()
    ref: str | None = None
    """The name that is given to each, and that its answer has to have."""


def _move(position: Any, **more: Any) -> str:
    return json.dumps({"type": "avatar_move", "position": position, **more})


def _padded(length: int, sign: str = "x") -> str:
    """A move of so many characters."""
    bare = json.dumps({"type": "avatar_move", "position": {"lat": 1, "lng": 1}, "more": ""})
    return bare[:-2] + sign * (length - len(bare)) + bare[-2:]


_NO_NUMBERS: tuple[Any, ...] = ("12", None, True, [], {})
_NO_TEXTS: tuple[Any, ...] = (7, True, [], {"a": 1})
_KINDS: Mapping[str, Odd] = {
    "an unknown type": Odd(
        tuple(json.dumps({"type": kind}) for kind in ("fly", "", "AVATAR_MOVE", "avatar_moved", "welcome", "error")),
        "FRAME_UNKNOWN_TYPE",
    ),
    "no type": Odd((json.dumps({}), json.dumps({"position": {"lat": 1, "lng": 1}})), "FRAME_INVALID", ("type",)),
    "a type that is no text": Odd(
        tuple(json.dumps({"type": kind}) for kind in (None, *_NO_TEXTS)), "FRAME_UNKNOWN_TYPE"
    ),
    "half a place, by name": Odd((_move({"lng": 1}, ref="half"),), "FRAME_INVALID", ("position.lat",), "half"),
    "broken JSON": Odd(
        (
            "",
            " ",
            "{",
            '{"type": "heartbeat"',
            "avatar_move",
            "{'type': 'heartbeat'}",
            '{"type": "heartbeat"}}',
            "\x00",
        ),
        "FRAME_NOT_JSON",
    ),
    "JSON without an end in sight": Odd(("[" * DEEPEST, '{"a":' * (LARGEST // 6)), "FRAME_NOT_JSON"),
    "JSON that is no object": Odd(tuple(map(json.dumps, (None, 7, "x", [], [{"type": "heartbeat"}]))), "FRAME_INVALID"),
    "one character too many": Odd((_padded(LARGEST + 1),), "FRAME_TOO_LARGE"),
    "megabytes": Odd((_padded(1024 * 1024), _padded(MOST_BYTES)), "FRAME_TOO_LARGE"),
    "bytes": Odd((b"\x00\xff", b'{"type": "heartbeat"}'), "FRAME_NOT_TEXT"),
    "a latitude that is none": Odd(
        tuple(_move({"lat": lat, "lng": 1}) for lat in (90.0001, -90.0001, 1e300, -91, *_NO_NUMBERS)),
        "FRAME_INVALID",
        ("position.lat",),
    ),
    "a longitude that is none": Odd(
        tuple(_move({"lat": 1, "lng": lng}) for lng in (180.0001, -180.0001, -181, *_NO_NUMBERS)),
        "FRAME_INVALID",
        ("position.lng",),
    ),
    "a place that is none": Odd(tuple(map(_move, (None, 7, "here", [1, 2]))), "FRAME_INVALID", ("position",)),
    "half a place": Odd((_move({"lat": 1}),), "FRAME_INVALID", ("position.lng",)),
    "no place": Odd((json.dumps({"type": "avatar_move"}),), "FRAME_INVALID", ("position",)),
    "nowhere to gather": Odd(
        tuple(json.dumps({"type": kind}) for kind in ("poi_join", "poi_leave")), "FRAME_INVALID", ("poi_id",)
    ),
    "no number": Odd(
        tuple(
            f'{{"type": "avatar_move", "position": {{"lat": {lat}, "lng": 1}}}}' for lat in ("NaN", "Infinity", "1e999")
        ),
        "FRAME_INVALID",
        ("position.lat",),
    ),
    "a name for the answer that is none": Odd(
        tuple(
            json.dumps({**frame, "ref": ref})
            for frame in ({"type": "avatar_move", "position": {"lat": 1, "lng": 1}}, {"type": "request_state"})
            for ref in ("", "x" * 101, "a b", "Grüße", *_NO_TEXTS)
        ),
        "FRAME_INVALID",
        ("ref",),
    ),
    "a place to gather that is no id": Odd(
        tuple(
            json.dumps({"type": kind, "poi_id": poi})
            for kind in ("poi_join", "poi_leave")
            for poi in ("", "Café", 7, None)
        ),
        "FRAME_INVALID",
        ("poi_id",),
    ),
    "a place to gather that does not exist": Odd(
        tuple(json.dumps({"type": kind, "poi_id": MADE_UP}) for kind in ("poi_join", "poi_leave")), "POI_NOT_FOUND"
    ),
}


def _named(kind: str) -> list[tuple[str | bytes, Odd]]:
    """The frames of this kind, each with what it is.

    `EVERYTHING` is each of every kind, and all of it once more, with a name for the answer where there can be one.
    """
    if kind != EVERYTHING:
        return [(frame, _KINDS[kind]) for frame in _KINDS[kind].frames]
    once = [(frame, odd) for name, odd in _KINDS.items() if name != HUGE for frame in odd.frames]
    return once + [_with_ref(number, *one) for number, one in enumerate(once)]


def _with_ref(number: int, frame: str | bytes, odd: Odd) -> tuple[str | bytes, Odd]:
    """The same with a name for the answer, if it is an object that is read and has none."""
    if odd.code in UNREAD or "ref" in odd.fields or odd.ref or not (isinstance(frame, str) and frame[:1] == "{"):
        return frame, odd
    comma = ", " if frame != "{}" else ""
    return f'{{"ref": "odd-{number}"{comma}{frame[1:]}', replace(odd, ref=f"odd-{number}")


class OddFrames:
    def __init__(self, system: System, maps: Maps, meeting: Meeting) -> None:
        self._system, self._maps, self._meeting = system, maps, meeting
        self._said: list[tuple[str | bytes, Odd]] = []
        self._before = 0
        self._who: Stay | None = None

    def say(self, who: Persona, kind: str) -> None:
        """Each frame of this kind, one after another."""
        self._meeting.come_to_rest()
        stay = self._maps.stay(who)
        self._who, self._said, self._before = stay, _named(kind), len(stay.line.frames)
        for frame, _ in self._said:
            stay.line.send_text(frame)

    def check_named(self, who: Persona) -> None:
        """Each is answered by one refusal that names the fault, and by nothing else."""
        stay, said = self._maps.stay(who), self._said
        answers = eventually(
            lambda: [one.data for one in stay.line.frames[self._before :]],
            has_length(len(said)),
            within=SEEN_WITHIN,
            what=f"what {stay.who.name} is answered",
        )
        for (frame, odd), answer in zip(said, answers, strict=True):
            told = answer.get("data", {})
            assert_that(
                (answer.get("type"), told.get("code")), equal_to(("error", odd.code)), f"the answer to {frame[:80]!r}"
            )
            assert_that(answer.get("ref"), equal_to(odd.ref), f"the name of the answer to {frame[:80]!r}")
            assert len(str(told.get("message", "")).split()) > 2, f"the refusal of {frame[:80]!r} says {told}"
            if odd.fields:
                found = sorted({fault["field"] for fault in told["details"]["fields"]})
                assert_that(found, equal_to(list(odd.fields)), f"the fields that the refusal of {frame[:80]!r} names")

    def check_lives_on(self, who: Persona) -> None:
        """The connection is open, and does what it is asked for next; nobody else has noticed anything."""
        stay = self._maps.stay(who)
        self._meeting.check_nothing_happened()
        count = len(stay.line.frames)
        never(
            lambda: (stay.line.closed, len(stay.line.frames)),
            not_(equal_to((None, count))),
            during=SETTLE,
            what=f"what becomes of the connection of {stay.who.name}",
        )
        self._meeting.move(stay.who, 33.0, 44.0)
        self._meeting.check_place(stay.who, 33.0, 44.0)

    def say_unreadable(self, who: Persona, kind: str) -> None:
        """Something of which nothing can be read."""
        self._meeting.come_to_rest()
        with suppress(Unreachable):  # it may be over before all of it is said
            self._maps.stay(who).line.send_text(UNREADABLE[kind][0], journal=False, as_text=True)

    def check_ended(self, who: Persona, kind: str) -> None:
        """Their connection ends because of it; of all others nobody's does, and they see each other as before."""
        line = self._maps.stay(who).line
        ended = eventually(
            lambda: line.closed, not_none(), within=SEEN_WITHIN, what=f"how the connection of {who.name} has ended"
        )
        assert ended is not None
        assert_that(ended.code, equal_to(UNREADABLE[kind][1]), f"why the connection of {who.name} has ended: {ended}")
        for number, other in enumerate(self._maps.others(who)):
            assert_that(other.line.closed, equal_to(None), f"how the connection of {other.who.name} has ended")
            self._meeting.move(other.who, 33.0, float(number))

    def say_largest(self, who: Persona) -> None:
        """As large as a frame may be, in characters; in bytes it is twice that."""
        stay = self._maps.stay(who)
        self._who, self._said, self._before = stay, [], len(stay.line.frames)
        stay.line.send_text(_padded(LARGEST, "é"))

    def check_done(self) -> None:
        stay = self._stay()
        eventually(
            lambda: [one.data.get("type") for one in stay.line.frames[self._before :]],
            equal_to(["avatar_move_ack"]),
            within=SEEN_WITHIN,
            what=f"what {stay.who.name} is answered",
        )
        self._meeting.check_place(stay.who, 1.0, 1.0)

    def say_with_names(self, who: Persona, names: tuple[str, ...]) -> None:
        """Something that is refused, under each of these names."""
        stay = self._maps.stay(who)
        self._who, self._before = stay, len(stay.line.frames)
        for name in names:
            stay.line.send({"type": "avatar_move", "position": {"lat": 91, "lng": 0}, "ref": name})

    def check_names(self, who: Persona, names: tuple[str, ...]) -> None:
        stay = self._maps.stay(who)
        eventually(
            lambda: [one.data.get("ref") for one in stay.line.frames[self._before :]],
            equal_to(list(names)),
            within=SEEN_WITHIN,
            what=f"the names of the answers to {stay.who.name}",
        )

    def _stay(self) -> Stay:
        assert self._who is not None, "nobody has said anything odd yet"
        return self._who
