"""What may stay behind: declarations cover what they say, and wrong ones are told."""

from pathlib import Path

import pytest

from support.failures import SuiteFailure
from support.inventory.remains import SYSTEMS, Remain, load_remains
from support.inventory.things import KEY, ROW, Thing


@pytest.mark.parametrize(
    ("remain", "covered"),
    [
        (Remain(ROW, "x"), True),
        (Remain(KEY, "x"), False),
        (Remain(ROW, "x", place="shop.orders"), True),
        (Remain(ROW, "x", place="shop.*"), True),
        (Remain(ROW, "x", place="shop"), False),
        (Remain(ROW, "x", name="7*"), True),
        (Remain(ROW, "x", name="8*"), False),
        (Remain(ROW, "x", having={"open": False}), True),
        (Remain(ROW, "x", having={"open": True}), False),
        (Remain(ROW, "x", having={"none": None}), False),
        (Remain(ROW, "x", filled=("sent",)), True),
        (Remain(ROW, "x", filled=("sent", "paid")), False),
        (Remain(ROW, "x", filled=("unknown",)), False),
    ],
)
def test_a_declaration_covers_what_it_says(remain: Remain, covered: bool) -> None:
    thing = Thing(ROW, "shop.orders", "7", {"open": False, "sent": "today", "paid": None})
    assert remain.covers(thing) is covered


def test_a_platform_may_declare_nothing(tmp_path: Path) -> None:
    assert load_remains("globe", tmp_path) == []


@pytest.mark.parametrize("file", sorted(SYSTEMS.glob("*/remains.toml")), ids=lambda file: file.parent.name)
def test_what_is_declared_can_be_read(file: Path) -> None:
    assert load_remains(file.parent.name)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[remains]]\nkind = 'rwo'\nbecause = 'x'", "there is no kind 'rwo', only row, key, stream, "),
        ("[[remains]]\nkind = 'row'", "'because'"),
        ("[[remains]]\nkind = 'row'\nbecause = ' '", "a row remains for no reason"),
        ("[[remains]]\nkind = 'row'\nbecause = 'x'\ntable = 'people'", "'table'"),
        ("[[remain]]\nkind = 'row'\nbecause = 'x'", "'remains' is missing"),
        ("remains = ", "Invalid"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(text: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "globe" / "remains.toml"
    file.parent.mkdir()
    file.write_text(text)
    with pytest.raises(SuiteFailure) as failure:
        load_remains("globe", tmp_path)
    assert told in str(failure.value)
    assert str(failure.value).startswith(f"{file} is wrong: ")
