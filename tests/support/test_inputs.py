"""What is filled in for wrong and for right follows from what a field takes."""

from typing import Any

import pytest

from support.systems.fields import Field, Flag, Other, Prose, Text, Whole
from support.systems.operations.inputs import LINES, MISSING, right, wrong


def values(kind: Field) -> list[Any]:
    return [value for _, value in wrong(kind)]


def test_what_a_field_does_not_take_besides_is_filled_in_for_wrong() -> None:
    assert values(Other([], wrong=("nobody", [7]))) == [MISSING, None, "nobody", [7]]
    assert values(Other([], optional=True, wrong=("nobody",))) == ["nobody"]
    assert values(Whole(1, 5, wrong=(3,)))[:3] == [MISSING, None, 3]


def test_what_a_field_takes_besides_is_filled_in_as_well() -> None:
    assert [*right(Other([], right=("somebody", [7])), {})] == [("'somebody'", "somebody"), ("[7]", [7])]
    assert 3 in [value for _, value in right(Whole(1, 5, right=(3,)), {})]


def test_a_long_value_is_told_in_short() -> None:
    told = dict((repr(value), what) for what, value in wrong(Other([], optional=True, wrong=("x" * 500,))))
    assert max(map(len, told.values())) < 100


def test_a_line_of_text_takes_no_other_line_and_prose_does() -> None:
    assert "a\x07b" in values(Text(0, 100))
    assert "a\x07b" not in values(Prose(0, 100))
    assert {"a\x00b", "\ud800"} <= {*filter(lambda one: isinstance(one, str), values(Prose(0, 100)))}
    assert LINES in [value for _, value in right(Prose(0, 100), {})]
    assert LINES not in [value for _, value in right(Text(0, 100), {})]


@pytest.mark.parametrize("kind", [Text(2, 8), Prose(2, 8), Whole(2, 8), Flag()])
def test_nothing_is_both(kind: Field) -> None:
    good = [value for _, value in right(kind, {})]
    assert good, "nothing is right"
    assert not [
        one
        for one in values(kind)
        if any(one is other or (one == other and type(one) is type(other)) for other in good)
    ]
