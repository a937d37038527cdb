"""Places of Globe at the edges of the world."""

from __future__ import annotations

from math import inf, nan, pi

import pytest

from platforms.common.errors import ApiError
from platforms.globe.realtime.geography import EARTH_RADIUS, Position, Rectangle, distance

DEGREE = EARTH_RADIUS * pi / 180


@pytest.mark.parametrize(("lat", "lng"), [(90, 0), (-90, 0), (0, 180), (0, -180), (0, 0), (90, 180), (-90, -180)])
def test_the_edges_of_the_world_are_places(lat: float, lng: float) -> None:
    assert (Position(lat, lng).lat, Position(lat, lng).lng) == (lat, lng)


@pytest.mark.parametrize("field", ["lat", "lng"])
@pytest.mark.parametrize("wrong", [180.0000001, -180.0000001, inf, -inf, nan])
def test_what_lies_outside_is_refused_by_the_name_of_its_field(field: str, wrong: float) -> None:
    with pytest.raises(ApiError) as refusal:
        Position(**{"lat": 0.0, "lng": 0.0, field: wrong})
    assert refusal.value.status == 422
    assert [each["field"] for each in refusal.value.details["fields"]] == [field]


@pytest.mark.parametrize("lat", [90.0000001, -90.0000001])
def test_beyond_a_pole_is_nowhere(lat: float) -> None:
    with pytest.raises(ApiError):
        Position(lat, 0)


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        (Position(0, 0), Position(1, 0), DEGREE),
        (Position(0, 179.5), Position(0, -179.5), DEGREE),
        (Position(0, 180), Position(0, -180), 0),
        (Position(89.5, 0), Position(89.5, 180), DEGREE),
        (Position(-89.5, 90), Position(-89.5, -90), DEGREE),
        (Position(90, 17), Position(90, -120), 0),
        (Position(60, 10), Position(60, 10.001), DEGREE / 2000),
        (Position(0, 0), Position(0, 180), 180 * DEGREE),
        (Position(90, 0), Position(-90, 0), 180 * DEGREE),
    ],
)
def test_distances_are_right_also_at_the_edges(one: Position, other: Position, metres: float) -> None:
    assert distance(one, other) == pytest.approx(metres, abs=0.001)
    assert distance(other, one) == distance(one, other)


def test_a_rectangle_across_the_date_line_holds_both_sides_and_not_the_rest() -> None:
    pacific = Rectangle(south=-10, west=170, north=10, east=-170)
    assert all(Position(0, lng) in pacific for lng in (170, 175, 180, -180, -175, -170))
    assert not any(Position(0, lng) in pacific for lng in (169.9, -169.9, 0))
    assert Position(10.1, 180) not in pacific


@pytest.mark.parametrize("edges", [(170, 180), (-180, -170)])
def test_the_date_line_is_one_line_with_two_numbers(edges: tuple[float, float]) -> None:
    beside = Rectangle(-10, edges[0], 10, edges[1])
    assert Position(0, 180) in beside
    assert Position(0, -180) in beside
    assert Position(0, 0) not in beside


def test_a_pole_lies_in_every_rectangle_that_reaches_it() -> None:
    assert Position(90, 120) in Rectangle(80, 0, 90, 10)
    assert Position(-90, 120) in Rectangle(-90, 0, -80, 10)
    assert Position(89, 120) not in Rectangle(80, 0, 90, 10)
    assert Position(90, 5) not in Rectangle(80, 0, 89, 10)


@pytest.mark.parametrize(
    ("corners", "field"),
    [
        ((-91, 0, 0, 0), "south_west.lat"),
        ((0, 0, nan, 0), "north_east.lat"),
        ((0, -181, 0, 0), "south_west.lng"),
        ((0, 0, 0, inf), "north_east.lng"),
        ((5, 0, 4, 0), "south_west.lat"),
    ],
)
def test_an_impossible_rectangle_is_refused_by_the_name_of_its_field(
    corners: tuple[float, float, float, float], field: str
) -> None:
    with pytest.raises(ApiError) as refusal:
        Rectangle(*corners)
    assert [each["field"] for each in refusal.value.details["fields"]] == [field]
