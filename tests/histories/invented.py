"""Histories made up for the tests, as short as can be written."""

from collections.abc import Hashable
from typing import Any

from support.observing.histories import Invalid, Operation, Outcome, Unproven, Valid, Verdict


def op(
    who: str,
    what: str,
    value: Any,
    called: float,
    returned: float | None = None,
    outcome: Outcome = "ok",
    key: Hashable = "room",
) -> Operation:
    """An operation; without a return something seen, at one moment."""
    return Operation(who, what, key, value, called, called if returned is None else returned, outcome)


def kind(verdict: Verdict) -> str:
    """`valid`, `unproven`, or the way in which it is wrong."""
    match verdict:
        case Valid():
            return "valid"
        case Unproven():
            return "unproven"
        case Invalid():
            return verdict.kind


def wrong(verdict: Verdict) -> Invalid:
    """The verdict, which must be invalid."""
    assert isinstance(verdict, Invalid), verdict
    return verdict


def reason(verdict: Verdict) -> str:
    """Why it is unproven, which it must be."""
    assert isinstance(verdict, Unproven), verdict
    return verdict.reason
