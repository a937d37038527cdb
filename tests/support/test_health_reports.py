"""Whether a report of the whole says of a service what the service says itself."""

from typing import Any

import pytest

from support.systems.operations.health import untrue

OWN: dict[str, Any] = {
    "service": "web",
    "status": "degraded",
    "issues": ["redis is away"],
    "uptime_seconds": 10.0,
    "checked_at": "2026-01-01T10:00:00.000Z",
    "response_ms": 3.5,
}
LATER = {**OWN, "uptime_seconds": 11.0, "checked_at": "2026-01-01T10:00:01.000Z"}


def test_what_the_service_says_is_true() -> None:
    assert untrue({**OWN, "uptime_seconds": 10.4}, OWN, LATER) == []


@pytest.mark.parametrize(
    "said",
    [
        {"status": "healthy"},
        {"issues": []},
        {"uptime_seconds": 3600.0},
        {"uptime_seconds": None},
        {"uptime_seconds": 9.0},
        {"checked_at": "2026-01-01T09:00:00.000Z"},
        {"response_ms": 0},
        {"response_ms": 0.0035},
    ],
)
def test_anything_else_is_not(said: dict[str, Any]) -> None:
    assert len(untrue({**OWN, **said}, OWN, LATER)) == 1


def test_what_changed_meanwhile_may_be_told_either_way() -> None:
    well = {**LATER, "status": "healthy", "issues": []}
    assert untrue(OWN, OWN, well) == [] == untrue({**well, "uptime_seconds": 10.5}, OWN, well)
