"""Misfortunes: how features tell them, and that they come, go, and are noticed when nobody met them."""

from __future__ import annotations

import re
import time
from threading import Event

import pytest

from support.environments.embedded import EmbeddedPlatform
from support.evidence.journal import Journal
from support.observing.histories import NothingProven
from support.scenario import parameters
from support.scenario.cleanup import CleanUp
from support.scenario.faults import Faults
from support.scenario.misfortunes import Misfortune, Stretch, misfortunes
from tests.environments.helpers import call, comes_true


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("chat-server dies", [Misfortune("chat-server dies", "chat-server", "dies")]),
        ("nats is away for 2 seconds", [Misfortune("nats is away", "nats", "is away", 2.0)]),
        ("web is slow for a moment", [Misfortune("web is slow", "web", "is slow", 0.5)]),
        ("web is cut off for half a minute", [Misfortune("web is cut off", "web", "is cut off", 30.0)]),
        ("redis hangs again and again", [Misfortune("redis hangs", "redis", "hangs", None, again=True)]),
        (
            "the line between oms and its database stalls",
            [Misfortune("the line between oms and its database stalls", Stretch("oms", "database"), "stalls")],
        ),
        (
            "the line between people and web is slow for 3 seconds, then web is restarted",
            [
                Misfortune("the line between people and web is slow", Stretch("clients", "web"), "is slow", 3.0),
                Misfortune("web is restarted", "web", "is restarted"),
            ],
        ),
    ],
)
def test_how_misfortunes_are_told(text: str, told: list[Misfortune]) -> None:
    assert re.fullmatch(misfortunes.pattern, text)  # type: ignore[attr-defined]
    assert misfortunes(text) == told


@pytest.mark.parametrize(
    "text",
    ["chat-server sneezes", "web dies for ever", "Lina dies", "the line between web and redis dies", "web dies,"],
)
def test_what_is_no_misfortune(text: str) -> None:
    assert not re.fullmatch(misfortunes.pattern, text)  # type: ignore[attr-defined]


def test_the_types_are_declared_for_all_platforms() -> None:
    assert {"Misfortunes", "Line", "LineTrouble"} <= set(parameters.TYPES)


@pytest.fixture
def journal() -> Journal:
    return Journal()


@pytest.fixture
def cleanup() -> CleanUp:
    return CleanUp()


@pytest.fixture
def faults(lined: EmbeddedPlatform, journal: Journal, cleanup: CleanUp) -> Faults:
    return Faults(lined, journal, cleanup, seed=7)


def visit(platform: EmbeddedPlatform, timeout: float = 1.0) -> bool:
    """Whether a visit was stored everywhere."""
    try:
        call(platform, "front", "/visits/x", method="POST", timeout=timeout)
    except OSError:
        return False
    return True


def work(platform: EmbeddedPlatform, seconds: float) -> list[bool]:
    """Visits, one after the other."""
    until, done = time.monotonic() + seconds, []
    while time.monotonic() < until:
        done.append(visit(platform))
    return done


def test_a_workload_feels_what_befalls_a_part_and_all_is_whole_afterwards(
    lined: EmbeddedPlatform, faults: Faults, journal: Journal
) -> None:
    heard: list[str] = []
    with faults.meanwhile(misfortunes("redis is away for a moment, then front dies again and again"), heard.append):
        done = work(lined, 3)
    assert not all(done) and any(done)
    assert heard[:3] == ["redis is away", "redis is back", "front dies"]
    assert heard[-1] == "front is back"
    assert heard.count("front dies") >= 2
    assert [one.what for one in journal.entries][:1] == ["redis is away"]
    assert lined.heal() == []
    assert visit(lined)


def test_a_workload_feels_what_befalls_a_line(lined: EmbeddedPlatform, faults: Faults) -> None:
    with faults.meanwhile(misfortunes("the line between front and its cache stalls")):
        done = work(lined, 2)
    assert not done[-1]
    assert comes_true(lambda: visit(lined), within=5)


def test_what_comes_again_and_again_has_begun_when_something_met_it(lined: EmbeddedPlatform, faults: Faults) -> None:
    over = Event()
    with faults.meanwhile(misfortunes("the line between front and its cache stalls again and again")) as has_begun:
        over.wait(1.5)
        assert not has_begun(), "nothing has met it yet"
        assert comes_true(lambda: visit(lined) and has_begun(), within=10)


def test_what_comes_again_and_again_is_not_waited_for_for_ever(
    lined: EmbeddedPlatform, faults: Faults, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("support.scenario.faults.MOST_UNMET", 2)
    with (
        pytest.raises(NothingProven, match="the line between front and its cache stalls, and nothing went that way"),
        faults.meanwhile(misfortunes("the line between front and its cache stalls again and again")) as has_begun,
    ):
        assert comes_true(has_begun, within=10)


def test_a_line_that_nothing_met_proves_nothing(lined: EmbeddedPlatform, faults: Faults) -> None:
    over = Event()
    with (
        pytest.raises(NothingProven, match="the line between back and front stalls, and nothing went that way"),
        faults.meanwhile(misfortunes("the line between back and front stalls")),
    ):
        over.wait(1)
    faults.afflict(Stretch("back", "front"), "is cut")
    with pytest.raises(NothingProven, match="nothing went that way"):
        faults.mend()
    assert lined.heal() == []


def test_a_workload_that_ends_too_early_proves_nothing(faults: Faults) -> None:
    with (
        pytest.raises(NothingProven, match="all was over before redis hangs"),
        faults.meanwhile(misfortunes("redis hangs")),
    ):
        pass


def test_a_failure_of_the_workload_is_told_first(lined: EmbeddedPlatform, faults: Faults) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        faults.meanwhile(misfortunes("the line between back and front stalls")),
    ):
        raise ZeroDivisionError
    assert lined.heal() == []


def test_one_after_another_without_a_workload(lined: EmbeddedPlatform, faults: Faults) -> None:
    faults.suffer(misfortunes("redis hangs for a moment, then back is restarted, then front stops"))
    assert lined.heal() == []
    assert visit(lined)


def test_what_is_broken_until_it_is_mended(lined: EmbeddedPlatform, faults: Faults, cleanup: CleanUp) -> None:
    faults.inflict("redis", "stops")
    faults.inflict("back", "is slow")
    assert faults.broken("redis") and faults.broken("back") and not faults.broken("front")
    assert not visit(lined)
    began = time.monotonic()
    call(lined, "back", "/environment")
    assert time.monotonic() - began > 0.6
    faults.mend("redis")
    assert faults.broken("back") and not faults.broken("redis")
    faults.mend()
    assert not faults.broken("back")
    faults.inflict("redis", "hangs")
    faults.inflict("back", "is frozen")
    cleanup.run()
    assert visit(lined)
    assert lined.heal() == []


def test_a_part_that_is_none(faults: Faults) -> None:
    with pytest.raises(KeyError, match='has no unit "kafka"'):
        faults.suffer(misfortunes("kafka hangs"))
