"""Doing several things at the same moment, as several people do: from threads that are let go together."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

from support.observing.waiting import patient

T = TypeVar("T")

READY_WITHIN = 20.0
"""Seconds until every thread stands at the line."""


def at_the_same_time(acts: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of these at the same moment; what each returned, in their order, when all are done.

    Raises the error of the first of them that failed. Acts must not share what only one thread may use.
    """
    line = Barrier(len(acts), timeout=patient(READY_WITHIN))

    def act(one: Callable[[], T]) -> T:
        line.wait()
        return one()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(act, acts))
