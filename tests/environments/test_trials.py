"""Copies of a service: started with other settings, judged by their end, and gone without a trace."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest

from support.environments import embedded
from support.environments.embedded import EmbeddedEnvironment, EmbeddedPlatform
from tests.environments.helpers import call, of_environment


def traces(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> object:
    """All that a copy might leave or touch: processes, files, logs, deaths."""
    return (
        {process.pid for process in of_environment(shared.folder)},
        sorted(path.relative_to(shared.folder) for path in (shared.folder / "tiny").iterdir()),
        {unit: len(tiny.logs(unit)) for unit in ("front", "back")},
        shared.casualties(),
    )


def test_a_copy_that_is_told_all_starts_and_is_stopped(shared: EmbeddedEnvironment, tiny: EmbeddedPlatform) -> None:
    before = traces(shared, tiny)
    copy = tiny.trial("front", {})
    assert copy.status is None
    assert ["ready" in line for line in copy.lines] == [True, False], copy.lines
    assert "stopped" in copy.lines[1], "it is asked to end, before it is made to"
    assert traces(shared, tiny) == before
    assert call(tiny, "front", "/health"), "the one that runs was not touched"


@pytest.mark.parametrize(
    ("changes", "status", "last"),
    [
        ({"HABIT": "quit"}, 3, "there is no way to start without a colour"),
        ({"TLS_KEY_FILE": None}, 1, "KeyError: 'TLS_KEY_FILE'"),
    ],
)
def test_a_copy_that_cannot_start_tells_why(
    shared: EmbeddedEnvironment,
    tiny: EmbeddedPlatform,
    changes: Mapping[str, str | None],
    status: int,
    last: str,
) -> None:
    before = traces(shared, tiny)
    copy = tiny.trial("front", changes)
    assert copy.status == status
    assert last in copy.lines[-1]
    assert traces(shared, tiny) == before


def test_a_copy_that_neither_ends_nor_serves_is_stopped(
    shared: EmbeddedEnvironment, tiny: EmbeddedPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "TRIAL_LIMIT", 1.0)
    before, began = traces(shared, tiny), time.monotonic()
    copy = tiny.trial("back", {"HABIT": "wait"})
    assert (copy.status, copy.lines) == (None, ())
    assert 1 <= time.monotonic() - began < 4
    assert traces(shared, tiny) == before


@pytest.mark.parametrize("name", ["side", "postgres"])
def test_only_services_can_be_copied(tiny: EmbeddedPlatform, name: str) -> None:
    with pytest.raises(KeyError, match=f'no service "{name}"; it has front, back'):
        tiny.trial(name, {})
