"""Which scenario is handed out next, to workers that run side by side.

A scenario tagged `@disrupts.<platform>` gets that platform to itself, one tagged `@alone` the whole machine;
all others share. Where those that disrupt run on platforms apart, they bar only each other. All are handed out in
their order: one whose turn has come and that has to wait for others to end lets nothing pass that it would then have
to wait for as well. So none waits for ever.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Need(NamedTuple):
    """What a scenario needs: a part in `shared` platforms, and `exclusive` ones for itself; `alone`, all there are."""

    shared: frozenset[str]
    exclusive: frozenset[str] = frozenset()
    alone: bool = False

    def bars(self, other: "Need") -> bool:
        """Whether the two cannot run at the same time."""
        if self.alone or other.alone:
            return True
        return bool(self.exclusive & (other.exclusive | other.shared) or self.shared & other.exclusive)

    @property
    def shares(self) -> bool:
        return not (self.exclusive or self.alone)

    @property
    def elsewhere(self) -> "Need":
        """The same of platforms that nobody shares who has none for themselves."""
        shared, exclusive = (frozenset(f"{name}, apart" for name in names) for names in (self.shared, self.exclusive))
        return Need(shared, exclusive, self.alone)


class Schedule(Generic[T]):
    """The scenarios that wait, in the order in which they are handed out, and those under way."""

    def __init__(self, waiting: Iterable[T], need: Callable[[T], Need]) -> None:
        self._need = need
        self._waiting = list(waiting)
        self._under_way: list[T] = []

    @property
    def over(self) -> bool:
        """Whether nothing waits any more; something may be under way."""
        return not self._waiting

    @property
    def quiet(self) -> bool:
        """Whether nothing under way has anything for itself, so that others may clean up beside it."""
        return all(self._need(one).shares for one in self._under_way)

    @property
    def under_way(self) -> list[T]:
        return list(self._under_way)

    def next(self, worker: int) -> T | None:
        """Hand out the next one that this worker can run now; None when it has to wait until another is done."""
        return self._first_of(self._waiting)

    def _first_of(self, waiting: "Iterable[T]") -> T | None:
        """Hand out the first of those next in turn that nothing bars."""
        barring = [self._need(one) for one in self._under_way]
        for place, one in enumerate(waiting):
            need = self._need(one)
            if not any(need.bars(other) for other in barring):
                del self._waiting[place]
                self._under_way.append(one)
                return one
            if not need.shares:
                barring.append(need)
        return None

    def done(self, one: T) -> None:
        """It has ended, and what it had for itself is free."""
        self._under_way.remove(one)

    def back(self, one: T) -> None:
        """It was handed out and never begun: it waits again, before all others."""
        self._under_way.remove(one)
        self._waiting.insert(0, one)

    def stop(self) -> list[T]:
        """Hand out nothing more; those that waited."""
        left, self._waiting = self._waiting, []
        return left


class Repetition(Schedule[T]):
    """A schedule that repeats an earlier run: everything begins in the same order and at the same worker."""

    def __init__(self, waiting: Iterable[T], need: Callable[[T], Need], placement: Mapping[T, int]) -> None:
        """`placement`: the worker of each; one that has none goes to any."""
        super().__init__(waiting, need)
        self._placement = placement

    def next(self, worker: int) -> T | None:
        if self.over or self._placement.get(self._waiting[0], worker) != worker:
            return None
        return self._first_of(self._waiting[:1])


def longest_first(items: Iterable[T], need: Callable[[T], Need], seconds: Callable[[T], float]) -> list[T]:
    """An order in which all workers are done at about the same time.

    First those that need something for themselves, together, so that the others are held up once; then the
    longest first. Those that take equally long stay in their order.
    """

    def rank(item: T) -> tuple[int, float]:
        wanted = need(item)
        return (0 if wanted.alone else 1 if wanted.exclusive else 2, -seconds(item))

    return sorted(items, key=rank)


def quickest_first(items: Iterable[T], need: Callable[[T], Need], seconds: Callable[[T], float]) -> list[T]:
    """An order for a run that stops at the first failure: the quickest first, and last those that need something
    for themselves, for which all others would have to end.
    """
    return sorted(items, key=lambda item: (not need(item).shares, seconds(item)))
