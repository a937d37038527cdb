"""How well an event is described: the published weights."""

from __future__ import annotations

from platforms.events.shape import Told

BASE = 20
WEIGHTS = {"name": 15, "description": 20, "speakers": 15, "topics": 10, "companies": 10, "place": 5, "date": 5}
LONG_ENOUGH = 50
"""A description counts when it has more letters than this."""


def score(told: Told) -> int:
    """From 20 to 100."""
    has = {
        "name": bool(told.name),
        "description": len(told.description) > LONG_ENOUGH,
        "speakers": bool(told.speakers),
        "topics": bool(told.topics),
        "companies": bool(told.companies),
        "place": bool(told.place),
        "date": told.date is not None,
    }
    return BASE + sum(weight for field, weight in WEIGHTS.items() if has[field])
