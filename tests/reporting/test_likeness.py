"""Equal failures are one line: what they have in common, in the key, the summary and the report."""

from pathlib import Path

import pytest

from support.observing.broken import BrokenPromise
from support.running.likeness import LONGEST, likeness
from support.running.outcome import PRODUCT, TEST, Outcome
from support.scenario.people import Persona, introduce
from tests.running.project import Project

introduce("likeness", Persona("Lina", "listener"), Persona("Arno", "artist"), Persona("Milo", "moderator"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ('Arno did not see "This track!" within 50 ms', 'Milo did not see "Night Bus" within 120 ms'),
        ("Lina Marchetti was refused", "Arno was refused"),
        ("what Arno (phone) saw", "what Lina, Arno and Milo saw"),
        (
            "message 7f3a9c1e-0b2d-4e5f-8a6b-1c2d3e4f5a6b is lost",
            "message 00000000-0b2d-4e5f-8a6b-1c2d3e4f5a6b is lost",
        ),
        ("row 0a1b2c3d4e is gone", "row 9f8e7d6c5b is gone"),
        ("sent at 2026-01-02T12:00:00.123Z", "sent at 2027-11-12T01:59:59.9Z"),
        ("https://127.0.0.1:4711/api failed for a@b.example", "https://127.0.0.1:80/ failed for c.d@e.example"),
        ("took 1,204 ms (p95)\n  12 of 20 samples", "took 61.5 ms (p95)\n  2 of 200 samples"),
        ("saw 'this'", "saw “that”"),
    ],
)
def test_particulars_make_no_difference(one: str, other: str) -> None:
    assert likeness(one) == likeness(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("the message was lost", "the message was doubled"),
        ("KeyError: 'x' (in a.py, line 3)", "KeyError: 'x' (in a.py, line 4)"),
        ("Berlin was refused", "Arno was refused"),
        ("it didn't come, and that's all", "it didn't stay, and that's all"),
        ("a deadbeef", "a feedface"),
    ],
)
def test_what_happened_makes_one(one: str, other: str) -> None:
    assert likeness(one) != likeness(other)


def test_a_likeness_can_be_read() -> None:
    told = 'Arno Keller and Milo did not see "x" of Lina within 50 ms, but 7 others\nmore'
    assert likeness(told) == "somebody did not see “…” of somebody within # ms, but # others"
    assert likeness("") == ""
    assert likeness("x" * 300) == "x" * LONGEST + "…"


def test_the_key_of_an_outcome() -> None:
    assert Outcome("passed").key == Outcome("skipped", "no such thing").key == ""
    assert Outcome("failed", "Arno saw 3", cause=PRODUCT).key == "somebody saw #"
    assert Outcome("failed", "Arno saw 3", cause=PRODUCT, kind="VZ-08: lost").key == "VZ-08: lost"
    undefined = [Outcome("undefined", f"no step definition for “{words}”", cause=TEST).key for words in ("a", "b")]
    assert undefined[0] != undefined[1]


def test_a_broken_promise_says_what_was_expected_and_seen() -> None:
    broken = BrokenPromise("VZ-08", "Arno missed “hi”", kind="lost", expected="once", seen="  12:00 nothing")
    assert str(broken) == "Arno missed “hi” (VZ-08):\n  expected once\n  12:00 nothing"
    assert broken.key == "VZ-08: lost"
    assert str(BrokenPromise("VZ-08", "Arno missed “hi”", kind="lost")) == "Arno missed “hi” (VZ-08)"


STEPS = """
    from behave import step
    from support.observing.broken import BrokenPromise

    @step('{who} misses number {n}')
    def miss(context, who, n):
        raise BrokenPromise("VZ-08", f"{who} missed number {n}", kind="lost", seen=f"  at 12:0{n}")

    @step('{n} is too small')
    def small(context, n): assert False, f"{n} is too small"
"""
FEATURE = """
    @VZ-08
    Feature: Many

      Scenario Outline: <who> <n>
        Then <who> misses number <n>

        Examples:
          | who  | n |
          | Arno | 1 |
          | Bert | 2 |
          | Caro | 3 |

      Example: something else
        Then 3 is too small
"""


def test_fifty_equal_failures_are_one_line(tmp_path: Path) -> None:
    project = Project(tmp_path)
    project.file("steps/many.py", STEPS)
    project.file("features/veza/many.feature", FEATURE)
    run = project.run()
    summary = run.out.partition("To look into:\n")[2].partition("\n\n")[0]
    assert summary.splitlines() == [
        "  features/veza/many.feature:10  Arno 1, and 2 more: 3 × VZ-08: lost",
        "  features/veza/many.feature:14  something else",
    ]
    assert [one["key"] for one in run.record["scenarios"]] == ["VZ-08: lost"] * 3 + ["# is too small"]
    labels = [label["value"] for one in run.all_results for label in one["labels"] if label["name"] == "failure"]
    assert sorted(labels) == ["# is too small", "VZ-08: lost", "VZ-08: lost", "VZ-08: lost"]
