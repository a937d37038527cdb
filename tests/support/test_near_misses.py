"""What comes near a secret, and which values a field does not take."""

from support.systems.fields import Choice, File, Flag, Ids, Mail, Text, Whole
from support.systems.operations.inputs import MISSING, right, wrong
from support.systems.operations.near_misses import LONGEST_FOR_A_HASH, near_misses

SECRET = "Été ﬁn " + "x" * 80


def test_none_of_them_is_the_secret() -> None:
    misses = near_misses(SECRET)
    assert SECRET not in misses.values()
    assert len(set(misses.values())) > 10


def test_what_a_hash_does_not_read_is_missed() -> None:
    alike = near_misses(SECRET)["another one that a hash reads alike"]
    assert alike.encode()[:LONGEST_FOR_A_HASH] == SECRET.encode()[:LONGEST_FOR_A_HASH]
    assert len(alike) == len(SECRET)


def test_a_secret_that_nothing_is_done_to_has_fewer() -> None:
    assert "without accents" not in near_misses("plain")


def test_wrong_values_lie_beyond_the_limits_and_right_ones_at_them() -> None:
    text, number = dict(wrong(Text(2, 5))), Whole(1, 9)
    assert text["one character too many"] == "xxxxxx"
    assert text["one character too few"] == "x"
    assert text["nothing"] is MISSING
    assert {0, 10} <= {value for _, value in wrong(number) if isinstance(value, int)}
    assert dict(right(number, {})) == {"the least": 1, "the most": 9}
    assert dict(right(Text(2, 5), {}))["the most emoji"] == "🎷" * 5
    assert all(len(value) <= 5 for _, value in right(Text(2, 5), {}))


def test_what_may_be_left_out_is_not_missed() -> None:
    assert MISSING not in [value for _, value in wrong(Whole(1, 9, optional=True))]
    assert [what for what, _ in wrong(File())] == ["nothing", "null"]


def test_every_sort_of_field_has_wrong_values() -> None:
    for kind in (Mail(), Choice(("a", "b")), Flag(), Ids("item_id", 3)):
        assert len(dict(wrong(kind))) > 4, kind


def test_a_list_of_ids_is_tried_empty_twice_the_same_and_full() -> None:
    values = dict(right(Ids("item_id", 3, repeats=True), {"item_id": "i-1"}))
    assert values == {"none": [], "one": ["i-1"], "the same twice": ["i-1"] * 2, "as many as may be": ["i-1"] * 3}
    assert set(dict(right(Ids("item_id", 3), {"item_id": "i-1"}))) == {"none", "one"}
    assert len(dict(wrong(Ids("item_id", 3)))["one too many"]) == 4
