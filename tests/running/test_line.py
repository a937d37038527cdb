"""The line between the run's own process and its workers."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest

from support.running.line import Line


@pytest.fixture
def line() -> Iterator[tuple[Line, Line]]:
    one, other = Line.pair()
    yield one, other
    one.close()
    other.close()


def forked(say: Line, hear: Line, message: object) -> int:
    """A process of its own that says this; its number."""
    child = os.fork()
    if child == 0:
        hear.close()
        say.say(message)
        os._exit(0)
    say.close()
    return child


def test_what_is_said_is_heard_in_order(line: tuple[Line, Line]) -> None:
    one, other = line
    told = [None, 7, {"where": Path("features")}, "what was sent ✓"]
    for message in told:
        one.say(message)
    assert [other.hear() for _ in told] == told
    other.say("and back")
    assert one.hear() == "and back"


def test_more_than_a_socket_holds(line: tuple[Line, Line]) -> None:
    one, other = line
    child = forked(one, other, b"x" * 5_000_000)
    assert other.hear() == b"x" * 5_000_000
    assert os.waitpid(child, 0)[1] == 0


def test_a_signal_in_the_middle_of_a_message(line: tuple[Line, Line]) -> None:
    one, other = line
    times = []

    def note(_number: int, _frame: FrameType | None) -> None:
        times.append(1)

    before = signal.signal(signal.SIGALRM, note)
    signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
    try:
        child = forked(one, other, b"x" * 50_000_000)
        assert other.hear() == b"x" * 50_000_000
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    os.waitpid(child, 0)
    assert times, "no signal came"


def test_the_other_end_is_gone(line: tuple[Line, Line]) -> None:
    one, other = line
    other.say("left unread")
    other.close()
    assert one.hear() == "left unread"
    with pytest.raises(EOFError):
        one.hear()
    with pytest.raises(BrokenPipeError):
        one.say("hello?")


def test_the_other_end_is_gone_and_had_not_heard_all(line: tuple[Line, Line]) -> None:
    one, other = line
    one.say("never heard")
    other.close()
    with pytest.raises(EOFError):
        one.hear()


def test_the_other_end_dies_in_the_middle_of_a_message(line: tuple[Line, Line]) -> None:
    one, other = line
    child = forked(one, other, b"x" * 5_000_000)  # more than fits, so it waits until it is killed
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with pytest.raises(EOFError):
        other.hear()
