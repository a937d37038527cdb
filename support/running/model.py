"""The part of behave's model that this project reads, with types (behave itself has none)."""

from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import Any, Protocol


class Status(Protocol):
    """A member of behave's `Status`: passed, failed, error, undefined, skipped, untested and more."""

    @property
    def name(self) -> str: ...
    def has_failed(self) -> bool: ...


class Step(Protocol):
    """One sentence of a scenario, with its result."""

    keyword: str
    step_type: str
    """`given`, `when` or `then`, also where the keyword is And or But."""
    name: str
    status: Any
    exception: BaseException | None
    exc_traceback: TracebackType | None
    error_message: str | None
    duration: float
    hook_failed: bool
    filename: str
    line: int


class Row(Protocol):
    """One line of an outline's examples."""

    headings: Sequence[str]
    cells: Sequence[str]


class Container(Protocol):
    """A feature or a rule."""

    type: str
    keyword: str
    name: str
    tags: Sequence[str]
    filename: str
    line: int
    hook_failed: bool
    error_message: str | None
    exception: BaseException | None
    run_items: list[Any]

    def walk_scenarios(self) -> list["Scenario"]: ...


class Scenario(Protocol):
    """A scenario or one row of an outline."""

    keyword: str
    name: str
    description: Sequence[str]
    tags: Sequence[str]
    filename: str
    line: int
    feature: Container
    parent: Any
    skip_reason: str | None
    hook_failed: bool
    error_message: str | None
    exception: BaseException | None
    _row: Row | None

    @property
    def effective_tags(self) -> set[str]: ...
    @property
    def status(self) -> Status: ...
    @property
    def all_steps(self) -> Iterable[Step]: ...
    def should_run(self, config: Any = ...) -> bool: ...
    def reset(self) -> None: ...
    def set_status(self, value: Status) -> None: ...
    def mark_skipped(self, reason: str | None = ...) -> None: ...
