"""Doing something at the same moment: everybody in a thread of their own, all released together."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

P = TypeVar("P")
T = TypeVar("T")


def at_once(people: Sequence[P], act: Callable[[P], T]) -> list[tuple[P, T]]:
    """Have each of them act when all are ready to; who did it and what came of it, in their order."""
    ready = Barrier(len(people))

    def released(who: P) -> tuple[P, T]:
        ready.wait()
        return who, act(who)

    with ThreadPoolExecutor(len(people)) as pool:
        return list(pool.map(released, people))
