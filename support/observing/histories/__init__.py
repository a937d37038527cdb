"""Histories: what everybody did and saw, judged as a whole by pure functions.

Clients record operations in a `History`; a checker says of it *valid*, *invalid* with the smallest slice that shows
it, or *unproven*; `hold` turns that into the failure of a promise, or the error of a test that tests nothing::

    history = History(refused=(Refused,))
    with history.record("Olga", "changes", "Depot", 7):
        depot.change(7)
    with history.record("Olga", "reads", "Depot") as reading:
        reading.value = depot.versions()
    hold(exactly_once(history, added="changes", read="reads"), history, promise="AU-04")

The words of operations are the caller's; a checker knows no platform.
"""

from support.observing.histories.history import History, Operation, Outcome, Recording
from support.observing.histories.holding import bounded, exclusive
from support.observing.histories.linear import IMPOSSIBLE, linearizable, register
from support.observing.histories.once import delivered_once, exactly_once, unique
from support.observing.histories.order import (
    cause_before_effect,
    no_gaps,
    one_order,
    real_order,
    same_order,
    sender_order,
)
from support.observing.histories.telling import NothingProven, hold
from support.observing.histories.updates import Change, counter, no_lost_update
from support.observing.histories.verdicts import Checker, Invalid, Unproven, Valid, Verdict, every

__all__ = [
    "IMPOSSIBLE", "Change", "Checker", "History", "Invalid", "NothingProven", "Operation", "Outcome", "Recording",
    "Unproven", "Valid", "Verdict", "bounded", "cause_before_effect", "counter", "delivered_once", "every",
    "exactly_once", "exclusive", "hold", "linearizable", "no_gaps", "no_lost_update", "one_order", "real_order",
    "register", "same_order", "sender_order", "unique",
]  # fmt: skip
