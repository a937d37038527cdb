"""What everybody did and saw: operations, recorded by those who did them, on one clock."""

import threading
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import inf
from time import perf_counter
from typing import Any, Literal

Outcome = Literal["ok", "refused", "unknown"]
"""`ok`: it was confirmed. `refused`: the platform said no. `unknown`: the answer was lost, it may have happened."""
Errors = tuple[type[BaseException], ...]
LOST: Errors = (ConnectionError, TimeoutError)
"""What is raised when an answer is lost, unless said otherwise; the clients' `Unreachable` is one of them."""


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that somebody did to a thing, or saw of it.

    `what` is a verb in the caller's words ("says", "sees"), `key` names the thing (a room, a list), `value` is
    what was given to it or seen of it. A list as value is a whole reading: all there was, in its order. `called`
    and `returned` are seconds on the clock of the history; for something seen they are equal. Keys, and values
    that are compared with each other, can be hashed.
    """

    who: str
    what: str
    key: Hashable
    value: Any
    called: float
    returned: float
    outcome: Outcome = "ok"

    @property
    def possible(self) -> bool:
        """Whether it may have happened."""
        return self.outcome != "refused"

    @property
    def confirmed(self) -> bool:
        """Whether it certainly happened."""
        return self.outcome == "ok"

    @property
    def latest(self) -> float:
        """By when it has happened, if ever; one whose answer was lost may still come about: infinity."""
        return inf if self.outcome == "unknown" else self.returned


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that befell the platform meanwhile, for telling: "audit-service died"."""

    at: float
    what: str


class History:
    """An append-only record of operations, safe from any thread, on one monotonic clock.

    The clock is `time.perf_counter`, which also stamps the frames of the clients. Iterating goes over what there
    is now, by time of calling; what is still under way is among it, as unknown.
    """

    def __init__(self, *, refused: Errors = (), lost: Errors = LOST, clock: Callable[[], float] = perf_counter) -> None:
        """`refused` and `lost` are the errors that mean so, in every recording that says nothing else."""
        self._refused, self._lost, self._clock = refused, lost, clock
        self._lock = threading.Lock()
        self._operations: list[Operation] = []
        self._under_way: set[Recording] = set()
        self._happenings: list[Happening] = []
        self._zero = (clock(), datetime.now(UTC))

    def add(self, operation: Operation) -> None:
        """Append what was recorded elsewhere, on the same clock."""
        with self._lock:
            self._operations.append(operation)

    def saw(self, who: str, what: str, key: Hashable, value: Any, at: float | None = None) -> None:
        """Append something seen, at this time of the clock; now, unless given."""
        moment = self._clock() if at is None else at
        self.add(Operation(who, what, key, value, moment, moment))

    def happened(self, what: str, at: float | None = None) -> None:
        """Note what befell the platform, so that it is told between the operations; no checker judges it."""
        with self._lock:
            self._happenings.append(Happening(self._clock() if at is None else at, what))

    def record(
        self,
        who: str,
        what: str,
        key: Hashable,
        value: Any = None,
        *,
        refused: Errors | None = None,
        lost: Errors | None = None,
    ) -> "Recording":
        """Record what a block does: `with history.record("Lina", "says", "the room", "hi"): ...`.

        It is `ok` when the block ends, unless the block says otherwise. An error of `refused` or `lost` ends the block
        as *refused* or *unknown* and goes no further: the outcome is on the recording. Any other error leaves it
        unknown, and is raised.
        """
        ends = (self._refused if refused is None else refused, self._lost if lost is None else lost)
        return Recording(self, who, what, key, value, *ends)

    def begin(self, one: "Recording") -> None:
        """Have this under way from now on."""
        one.called = self._clock()
        with self._lock:
            self._under_way.add(one)

    def end(self, one: "Recording") -> None:
        """Append what was under way, as having returned now."""
        operation = one.operation(self._clock())
        with self._lock:
            self._under_way.remove(one)
            self._operations.append(operation)

    def __iter__(self) -> Iterator[Operation]:
        with self._lock:
            found = [*self._operations, *(one.operation() for one in self._under_way)]
        return iter(sorted(found, key=lambda operation: operation.called))

    @property
    def happenings(self) -> list[Happening]:
        """What befell the platform, by time."""
        with self._lock:
            return sorted(self._happenings, key=lambda happening: happening.at)

    def time(self, clock: float) -> datetime:
        """A time of the clock as a time of day, UTC."""
        return self._zero[1] + timedelta(seconds=clock - self._zero[0])


class Recording:
    """An operation under way, in a block. Key and value may be set in it, as soon as they are known."""

    def __init__(
        self, history: History, who: str, what: str, key: Hashable, value: Any, refused: Errors, lost: Errors
    ) -> None:
        self.who, self.what, self.key, self.value = who, what, key, value
        self.outcome: Outcome | None = None
        """None until it is known how it ended."""
        self._history, self._refused, self._lost = history, refused, lost
        self.called = inf

    def refuse(self) -> None:
        """The platform said no, for a client that returns refusals instead of raising them."""
        self.outcome = "refused"

    def lose(self) -> None:
        """The answer was lost, for a client that returns that instead of raising it."""
        self.outcome = "unknown"

    def operation(self, returned: float = inf) -> Operation:
        """What is known of it, having returned at this time, or not yet."""
        value = list(self.value) if isinstance(self.value, list) else self.value
        return Operation(self.who, self.what, self.key, value, self.called, returned, self.outcome or "unknown")

    def __enter__(self) -> "Recording":
        self._history.begin(self)
        return self

    def __exit__(self, _: object, error: BaseException | None, trace: object) -> bool:
        expected = isinstance(error, self._refused + self._lost)
        if error is None:
            self.outcome = self.outcome or "ok"
        else:
            self.outcome = "refused" if isinstance(error, self._refused) else "unknown"
        self._history.end(self)
        return expected
