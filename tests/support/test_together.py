"""Acting at the same moment: nobody starts before everybody is ready."""

from threading import Barrier

import pytest

from support.together import at_once


def test_all_are_under_way_together_and_told_in_their_order() -> None:
    meet = Barrier(4, timeout=5)  # broken, and an error, unless all four are in it at once

    def act(who: str) -> str:
        meet.wait()
        return who.upper()

    assert at_once(list("dbca"), act) == [("d", "D"), ("b", "B"), ("c", "C"), ("a", "A")]


def test_what_one_of_them_runs_into_is_raised_when_all_are_done() -> None:
    done = []

    def act(who: int) -> None:
        if who == 1:
            raise AssertionError("not for me")
        done.append(who)

    with pytest.raises(AssertionError, match="not for me"):
        at_once([1, 2, 3], act)
    assert sorted(done) == [2, 3]
