"""What others do on this machine, told from what this run and its platform do."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.config import ROOT
from support.observing import machine, measuring
from support.observing.machine import Used, share


def used(total: int, **ticks: int) -> Used:
    """Processes 1 (the first), 10 (ours), 11 and 12 (its child, and that one's), 20 (somebody else's)."""
    each = {int(name[1:]): number for name, number in ticks.items()}
    parents = {pid: {11: 10, 12: 11}.get(pid, 1) for pid in each}
    return Used(total, each, parents, frozenset({10} & each.keys()))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (used(1200, p10=100, p20=100), 1.0),
        (used(1200, p10=300, p20=0), 0.0),
        (used(1200, p10=200, p20=100), 0.5),
        (used(1200, p10=100, p11=100, p12=100, p20=0), 0.0),
        (used(1100, p10=150, p12=0, p20=50), 0.25),
        (used(1000, p10=100, p20=0), 0.0),
        (used(1500, p20=400), 1.0),
    ],
)
def test_what_is_not_ours_is_of_others(after: Used, expected: float) -> None:
    assert share(used(1000, p10=100, p20=0), after, 200) == pytest.approx(expected)


def test_what_has_ended_is_not_counted_again() -> None:
    """Ticks of a process that has ended are its parent's, also those that it had used before one began to look."""
    before = used(1000, p10=100, p11=400, p20=0)
    assert share(before, used(1200, p10=600, p20=100), 200) == pytest.approx(0.5)


@pytest.fixture
def busy() -> Iterator[None]:
    """As many loops as there are processors, which have no parent of ours."""
    loop = "(while :; do :; done) >/dev/null 2>&1 & echo $!"
    pids = [int(subprocess.check_output(["sh", "-c", loop])) for _ in range(os.cpu_count() or 1)]
    yield
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


def process(proc: Path, pid: int, ticks: int, command: str = "", group: str = "/") -> None:
    """Something that runs, as the system tells it: its name may have blanks and parentheses."""
    (proc / str(pid)).mkdir(parents=True, exist_ok=True)
    for name, text in {
        "stat": f"{pid} (a (b) c) S 1 {' 0' * 9} {ticks} 0 0 0 20",
        "cmdline": command,
        "cgroup": f"0::{group}\n",
    }.items():
        (proc / str(pid) / name).write_text(text)


@pytest.mark.parametrize(
    ("told", "ours"),
    [
        ({}, False),
        ({"command": f"{ROOT}/.venv/bin/python\0-m\0behave"}, True),
        ({"command": "/usr/bin/docker-proxy\0-proto\0tcp"}, True),
        ({"command": "postgres", "group": f"/docker/{'0a' * 32}"}, True),
        ({"command": "postgres", "group": f"/system.slice/docker-{'0a' * 32}.scope"}, True),
        ({"command": "/usr/bin/dockerd", "group": "/system.slice/docker.service"}, False),
    ],
)
def test_what_serves_in_a_container_is_ours_and_what_the_host_takes_is_not(
    told: dict[str, str], ours: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "PROC", tmp_path)
    (tmp_path / "stat").write_text("cpu  100 0 50 1000 0 0 0 0 0 0\n")
    process(tmp_path, 7, 40, **told)
    before = machine._used()
    (tmp_path / "stat").write_text("cpu  160 0 50 1000 0 0 0 20 0 0\n")
    process(tmp_path, 7, 100, **told)
    assert machine._used().ours == (frozenset({7}) if ours else frozenset())
    assert share(before, machine._used(), 160) == pytest.approx((20 if ours else 80) / 160)


def slow() -> measuring.Sample:
    return measuring.Sample([0.2] * 20)


@pytest.mark.skipif(not machine._told(), reason="the processors here are not those of the processes")
def test_a_time_on_a_busy_machine_tells_nothing(busy: None) -> None:
    meanwhile = machine.Meanwhile()
    assert machine.others() > machine.BUSY
    assert meanwhile.others() > machine.BUSY
    with pytest.raises(measuring.Unmeasurable, match=r"busy with something else.*a jump took 200 ms \(p95\)"):
        measuring.assert_at_most(slow(), "p95", 0.1, "a jump", "VZ-08")
    measuring.assert_at_most(slow(), "p95", 0.3, "a jump", "VZ-08")


@pytest.mark.parametrize(
    ("share", "limit", "error"),
    [
        (0.0, 0.1, AssertionError),
        (0.2, 0.1, AssertionError),
        (0.3, 0.1, measuring.Unmeasurable),
        (0.3, 0.07, measuring.Unmeasurable),
        (1.0, 0.06, AssertionError),
    ],
)
def test_a_busy_machine_excuses_what_it_explains(
    monkeypatch: pytest.MonkeyPatch, share: float, limit: float, error: type[Exception]
) -> None:
    monkeypatch.setattr(machine, "others", lambda: share)
    with pytest.raises(error):
        measuring.assert_at_most(slow(), "p95", limit, "a jump", "VZ-08")


def test_nothing_is_told_of_another_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_told", lambda: False)
    assert machine.others() == 0.0


@pytest.mark.parametrize(("share", "error"), [(0.5, measuring.Unmeasurable), (0.1, AssertionError)])
def test_how_busy_it_was_meanwhile_counts_and_not_how_busy_it_is(
    share: float, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "others", lambda: 0.6 - share)
    with pytest.raises(error):
        measuring.assert_at_most(slow(), "p95", 0.1, "a jump", "VZ-08", busy=share)
