"""The clean-up registry: order, completeness, and what it says of what it could not undo."""

import pytest

from support.scenario.cleanup import CleanUp, Order


def test_last_made_first_undone_within_an_order() -> None:
    done: list[str] = []
    cleanup = CleanUp()
    for name, order in (
        ("a", Order.THINGS),
        ("close", Order.CONNECTIONS),
        ("sign out", Order.SESSIONS),
        ("b", Order.THINGS),
        ("heal", Order.FAULTS),
        ("remove", Order.PLACES),
        ("deactivate", Order.ACCOUNTS),
        ("c", Order.THINGS),
    ):
        cleanup.add(name, lambda name=name: done.append(name), order=order)  # type: ignore[misc]
    cleanup.run()
    assert done == ["remove", "heal", "c", "b", "a", "sign out", "deactivate", "close"]


def test_it_runs_once() -> None:
    done: list[int] = []
    cleanup = CleanUp()
    cleanup.add("a thing", lambda: done.append(1))
    cleanup.run()
    cleanup.run()
    assert done == [1]


def test_what_has_a_key_is_undone_once() -> None:
    done: list[str] = []
    cleanup = CleanUp()
    for what, key in (("heal one", "one"), ("heal two", "two"), ("heal one again", "one"), ("a thing", None)):
        cleanup.add(what, lambda what=what: done.append(what), key=key)  # type: ignore[misc]
    cleanup.run()
    assert done == ["a thing", "heal two", "heal one"]


def test_what_is_broken_again_while_it_is_undone_is_undone_again() -> None:
    done: list[int] = []
    cleanup = CleanUp()

    def heal() -> None:
        done.append(1)
        if len(done) == 1:
            cleanup.add("heal once more", heal, key="part")

    cleanup.add("heal", heal, key="part")
    cleanup.run()
    assert len(done) == 2


def test_what_is_registered_while_cleaning_is_undone_too() -> None:
    done: list[str] = []
    cleanup = CleanUp()
    cleanup.add("last", lambda: done.append("last"), order=Order.ACCOUNTS)
    cleanup.add("first", lambda: cleanup.add("more", lambda: done.append("more")))
    cleanup.run()
    assert done == ["more", "last"]


def test_errors_stop_nothing_and_are_gathered() -> None:
    done: list[str] = []
    cleanup = CleanUp()
    cleanup.add("the first playlist", lambda: done.append("first"))
    cleanup.add("the second playlist", lambda: dict[str, str]()["x"])
    cleanup.add("the third playlist", lambda: done.append("third"))
    cleanup.add("the fourth playlist", lambda: int("x"))
    with pytest.raises(ExceptionGroup) as failure:
        cleanup.run()
    assert done == ["third", "first"]
    assert failure.value.message == "2 of 4 clean-ups failed"
    assert [type(error) for error in failure.value.exceptions] == [ValueError, KeyError]
    assert failure.value.exceptions[0].__notes__ == ["could not undo: the fourth playlist"]


def test_an_interruption_stops_nothing_and_is_raised_at_the_end() -> None:
    done: list[str] = []

    def interrupted() -> None:
        raise KeyboardInterrupt

    cleanup = CleanUp()
    cleanup.add("the first", lambda: done.append("first"))
    cleanup.add("the failing one", lambda: int("x"))
    cleanup.add("the slow one", interrupted)
    with pytest.raises(KeyboardInterrupt) as stopped:
        cleanup.run()
    assert done == ["first"]
    assert isinstance(stopped.value.__cause__, ExceptionGroup)
