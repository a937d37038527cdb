"""Moments as Veza tells them: ISO 8601, in UTC, with milliseconds."""

from __future__ import annotations

import re
from datetime import datetime

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|\+00:00)")


def moment(text: object) -> datetime:
    """The moment that was told; an AssertionError when it is told in any other way than was promised."""
    assert isinstance(text, str) and _MOMENT.fullmatch(text), f"{text!r} is no time in UTC with milliseconds"
    return datetime.fromisoformat(text)
