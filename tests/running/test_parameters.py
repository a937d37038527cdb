"""What the typed words of steps stand for."""

from typing import Any

import parse  # type: ignore[import-untyped]
import pytest

from support.scenario import parameters
from support.scenario.people import persona
from support.systems import veza  # noqa: F401 - its people


def read(kind: str, text: str) -> Any:
    found = parse.parse(f"it is {{it:{kind}}}", f"it is {text}", parameters.TYPES, case_sensitive=True)
    return found and found["it"]


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("50 milliseconds", 0.05),
        ("1 millisecond", 0.001),
        ("2 seconds", 2),
        ("1.5 seconds", 1.5),
        ("half a second", 0.5),
        ("half an hour", 1800),
        ("a second", 1),
        ("an hour", 3600),
        ("a minute", 60),
        ("three days", 259_200),
        ("1,500 milliseconds", 1.5),
    ],
)
def test_duration(text: str, seconds: float) -> None:
    found = read("Duration", text)
    assert found == pytest.approx(seconds)
    assert str(found) == text


@pytest.mark.parametrize("text", ["5", "5 parsecs", "seconds", "-1 seconds", "five and a half seconds"])
def test_no_duration(text: str) -> None:
    assert read("Duration", text) is None


@pytest.mark.parametrize(("text", "number"), [("200", 200), ("1,000", 1000), ("three", 3), ("no", 0), ("twenty", 20)])
def test_count(text: str, number: int) -> None:
    assert read("Count", text) == number


@pytest.mark.parametrize("text", ["many", "-3", "3.5"])
def test_no_count(text: str) -> None:
    assert read("Count", text) is None


@pytest.mark.parametrize(("text", "share"), [("95 %", 0.95), ("99.9%", 0.999), ("100 %", 1)])
def test_percent(text: str, share: float) -> None:
    assert read("Percent", text) == pytest.approx(share)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Lina", ["Lina"]),
        ("Lina and Arno", ["Lina", "Arno"]),
        ("Lina, Arno and Milo", ["Lina", "Arno", "Milo"]),
    ],
)
def test_people(text: str, names: list[str]) -> None:
    assert read("People", text) == [persona(name) for name in names]


def test_people_end_where_the_sentence_goes_on() -> None:
    found = parse.parse(
        "{who:People} see {number:Count} things",
        "Lina, Arno and Milo see 3 things",
        parameters.TYPES,
        case_sensitive=True,
    )
    assert found and [who.name for who in found["who"]] == ["Lina", "Arno", "Milo"]


def test_unknown_person() -> None:
    with pytest.raises(ValueError, match="Bob"):
        read("Person", "Bob")


def test_types_declared_later_are_registered_too() -> None:
    registered: dict[str, Any] = {}
    parameters.connect(lambda **types: registered.update(types))
    try:
        parameters.parameter("Colour", "red|green")(lambda text: text.upper())
        assert registered["Colour"]("red") == "RED"
        assert "Duration" in registered
    finally:
        parameters.TYPES.pop("Colour", None)
