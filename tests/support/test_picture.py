"""What somebody pictures of a map by what they heard, and what does not fit it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from support.clients.websocket import Frame, SocketClient
from support.systems.globe.heard import person_of
from support.systems.globe.maps import Place, Stay
from support.systems.globe.people import LINA
from support.systems.globe.picture import Picture, bare

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HERE, THERE = {"lat": 20.0, "lng": 0.0}, {"lat": 1.0, "lng": 2.0}
MILO = {"id": "milo", "name": "Milo"}


def at(second: int) -> str:
    return (NOON + timedelta(seconds=second)).isoformat(timespec="milliseconds")


def session(who: str, poi: str | None = None) -> dict[str, Any]:
    person = {"id": who, "name": who.capitalize()}
    return {"id": f"s-{who}", "person": person, "position": HERE, "poi_id": poi, "active": True}


def cafe(*inside: str, since: int | None = None, **other: Any) -> dict[str, Any]:
    people = [{"session_id": f"s-{who}", "person": session(who)["person"]} for who in inside]
    told = {"participants": people, "participant_count": len(inside), "discussion_active": len(inside) > 1}
    return {"id": "café", "name": "Café", **told, "discussion_since": at(since) if since else None, **other}


class Line:
    """What came over a connection of Lina, who was shown the map with Arno on it, and a café."""

    def __init__(self) -> None:
        shown = {"sessions": [session("arno"), session("lina")], "pois": [cafe()]}
        self.frames: list[Frame] = []
        self._say({"type": "welcome", "data": shown})

    def _say(self, told: dict[str, Any]) -> None:
        self.frames.append(Frame(NOON, 0.0, told, json.dumps(told)))

    def hears(self, kind: str, **told: Any) -> Line:
        number = len(self.frames)
        self._say({"type": kind, "sequence": number, "at": at(number), "data": told})
        return self

    def gathers(self, kind: str, who: str, poi: dict[str, Any]) -> Line:
        return self.hears(f"poi_{kind}", session_id=f"s-{who}", person_id=who, name=who, poi=poi)

    def answered(self, kind: str, **told: Any) -> Line:
        self._say({"type": kind, "ref": "a", "data": told})
        return self

    def picture(self) -> dict[str, Any]:
        stay = Stay(LINA, Place("map", "Lisbon", "Lisbon"), session("lina"), [])
        return Picture(stay, cast("SocketClient", self)).seen


def seen(*people: dict[str, Any], pois: tuple[dict[str, Any], ...] = (cafe(),)) -> dict[str, Any]:
    return bare({"sessions": [person_of(one) for one in people], "pois": pois})


def test_it_is_as_it_was_shown_until_something_changes() -> None:
    assert Line().picture() == seen(session("arno"), session("lina"))


def test_who_comes_moves_gathers_and_goes_is_pictured_so() -> None:
    line = Line().hears("user_joined", session=session("milo")).gathers("joined", "arno", cafe("arno"))
    line.gathers("joined", "milo", cafe("arno", "milo", since=3))
    line.hears("avatar_moved", session_id="s-milo", person_id="milo", position=THERE)
    moved = {**session("milo", "café"), "position": THERE}
    assert line.picture() == seen(session("arno", "café"), moved, session("lina"))
    line.gathers("left", "arno", cafe("milo")).hears("user_left", session_id="s-arno", person_id="arno")
    assert line.picture() == seen(moved, session("lina"))


def test_whoever_was_at_a_place_that_is_gone_is_nowhere() -> None:
    line = Line().gathers("joined", "arno", cafe("arno")).hears("poi_removed", poi_id="café")
    assert line.picture() == seen(session("arno"), session("lina"), pois=())


def test_ones_own_deeds_are_pictured_by_their_answers() -> None:
    line = Line().answered("poi_join_ack", poi=cafe("lina"))
    line.answered("avatar_move_ack", session_id="s-lina", position=THERE, sequence=2)
    line.hears("avatar_moved", session_id="s-arno", person_id="arno", position=THERE)
    own = {**session("lina", "café"), "position": THERE}
    assert line.picture() == seen({**session("arno"), "position": THERE}, own)


def test_an_answer_may_come_later_than_what_others_do_meanwhile() -> None:
    line = Line().gathers("joined", "arno", cafe("arno", "lina", since=1)).answered("poi_join_ack", poi=cafe("lina"))
    assert line.picture() == seen(session("arno", "café"), session("lina", "café"))


def test_an_older_place_of_ones_own_does_not_replace_a_newer_one() -> None:
    line = Line().hears("avatar_moved", session_id="s-lina", person_id="lina", position=THERE)
    line.answered("avatar_move_ack", session_id="s-lina", position=HERE, sequence=0)
    assert line.picture() == seen(session("arno"), {**session("lina"), "position": THERE})


def test_a_talk_may_begin_anew() -> None:
    line = Line().hears("user_joined", session=session("milo")).gathers("joined", "arno", cafe("arno"))
    line.gathers("joined", "milo", cafe("arno", "milo", since=3)).gathers("left", "milo", cafe("arno"))
    line.gathers("joined", "milo", cafe("arno", "milo", since=5))
    assert line.picture() == seen(session("arno", "café"), session("milo", "café"), session("lina"))


def gathered() -> Line:
    """With Arno and Milo at the café."""
    line = Line().hears("user_joined", session=session("milo")).gathers("joined", "arno", cafe("arno"))
    return line.gathers("joined", "milo", cafe("arno", "milo", since=3))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Line().hears("user_joined", session=session("arno")), "who is there already"),
        (Line().hears("user_joined", session=session("milo", "café")), "no newcomer"),
        (Line().hears("user_left", session_id="s-milo", person_id="milo"), "who is not there"),
        (gathered().hears("user_left", session_id="s-milo", person_id="milo"), "not before it the place"),
        (Line().hears("avatar_moved", session_id="s-milo", position=THERE), "who is not there"),
        (Line().gathers("joined", "milo", cafe("milo")), "who is not on the map"),
        (Line().gathers("left", "arno", cafe()), "twice"),
        (gathered().gathers("joined", "milo", cafe("arno", "milo", since=3)), "twice"),
        (Line().gathers("joined", "arno", cafe()), "who is there after"),
        (gathered().hears("poi_updated", poi=cafe(name="Bar")), "who is there after"),
        (Line().gathers("joined", "arno", {**cafe("arno"), "participant_count": 2}), "how many"),
        (Line().gathers("joined", "arno", cafe("arno", since=1)), "how many"),
        (gathered().gathers("left", "milo", cafe("arno", since=3)), "how many"),
        (Line().hears("user_joined", session=session("milo")).gathers("joined", "arno", cafe("arno")).gathers(
            "joined", "milo", cafe("arno", "milo", since=2)), "since"),
        (gathered().hears("poi_updated", poi=cafe("arno", "milo", since=4)), "since when"),
        (Line().hears("poi_removed", poi_id="bench"), "there is not"),
        (gathered().hears("poi_updated", poi=cafe("milo", "arno", since=3)), "the order"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(line: Line, said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        line.picture()
