"""What a run needs of the machine: which processes are counted, as what, and once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from support.failures import EnvironmentFailure
from support.running.usage import BROWSER, SUITE, UNSEEN, Usage

BURN = "import time\nwhile time.process_time() < {seconds}: pass\nprint('done', flush=True)\ninput()"
HALF = 0.5


@contextmanager
def burning(*words: str, seconds: float = HALF) -> Iterator[subprocess.Popen[str]]:
    """A process that has used so much processor time, and goes on living."""
    command = [sys.executable, "-c", BURN.format(seconds=seconds), *words]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout and process.stdout.readline() == "done\n"
        yield process
        process.communicate("\n")


def test_each_process_is_counted_as_what_it_is() -> None:
    with burning() as web, burning("/opt/chromium/chrome"), burning():
        usage = Usage(lambda: {web.pid: "veza/web"})
        told = usage.record()["processor_seconds"]
    assert told["veza/web"] == pytest.approx(HALF, abs=0.1)
    assert told[BROWSER] == pytest.approx(HALF, abs=0.1)
    assert told[SUITE] > HALF, "this process and the third"


def test_the_children_of_a_unit_are_part_of_it() -> None:
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BURN.format(seconds=HALF)!r}])"
    with subprocess.Popen(
        [sys.executable, "-c", inner], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as web:
        assert web.stdout and web.stdout.readline() == "done\n"
        told = Usage(lambda: {web.pid: "veza/web"}).record()["processor_seconds"]
        web.communicate("\n")
    assert told["veza/web"] == pytest.approx(HALF, abs=0.1)


def test_what_has_ended_stays_counted_and_what_nobody_saw_is_told() -> None:
    usage = Usage(dict)
    with burning() as web:
        usage = Usage(lambda: {web.pid: "veza/web"})
        usage.look()
    before = usage.record()["processor_seconds"]
    with burning():
        pass
    after = usage.record()["processor_seconds"]
    assert before["veza/web"] == after["veza/web"] == pytest.approx(HALF, abs=0.1)
    assert after[UNSEEN] - before[UNSEEN] == pytest.approx(HALF, abs=0.2)


def test_a_forked_process_does_not_count() -> None:
    asked: list[int] = []
    usage = Usage(lambda: asked.append(os.getpid()) or {})  # type: ignore[func-returns-value]
    child = os.fork()
    if child == 0:
        usage.look(now=True)
        os._exit(len(asked))
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    usage.look()
    usage.look()
    assert asked == [os.getpid()], "once in a second is enough"


def test_memory_that_is_shared_counts_once() -> None:
    usage = Usage(dict)
    usage.look()
    alone = usage.memory
    assert alone > 10_000_000
    children = [subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) for _ in range(3)]
    beside = Usage(dict)
    beside.look()
    for child in children:
        child.communicate(b"\n")
    assert alone < beside.memory < alone + 3 * 30_000_000


def test_an_environment_that_ends_breaks_nothing() -> None:
    def gone() -> dict[int, str]:
        raise EnvironmentFailure("it is gone", "nothing")

    assert Usage(gone).record()["processor_seconds"][SUITE] > 0
