"""Clean-up: whatever a scenario or a process makes registers here, at that moment, how to undo it."""

from collections.abc import Callable
from typing import NamedTuple

CONNECTIONS = 10
"""The order in which what is open is closed: after all else."""


class _Undo(NamedTuple):
    order: int
    number: int
    what: str
    undo: Callable[[], object]


class CleanUp:
    """A registry of things to undo at the end of a scenario, or of a process."""

    def __init__(self) -> None:
        self._undos: list[_Undo] = []
        self._count = 0

    def add(self, what: str, undo: Callable[[], object], *, order: int = 0) -> None:
        """Register how to undo something that was just made; `what` completes "could not undo: …".

        A lower order is undone earlier, so that faults (-10) are healed before the things made under them
        are removed (0), and connections (10) are closed last. Within one order, the last made goes first.
        """
        self._undos.append(_Undo(order, -self._count, what, undo))
        self._count += 1

    def forget(self) -> None:
        """Undo nothing any more but open connections (10): what the rest was made in is gone."""
        self._undos = [each for each in self._undos if each.order >= CONNECTIONS]

    def run(self) -> None:
        """Undo everything, also what is registered meanwhile, and forget it.

        Errors stop nothing. Raises one `ExceptionGroup` of them all, each with a note that names what could
        not be undone. An interruption (Ctrl-C) ends the one undo that it hits and is raised again at the end.
        """
        errors: list[Exception] = []
        interruption: BaseException | None = None
        done = 0
        while self._undos:
            each = min(self._undos)
            self._undos.remove(each)
            done += 1
            try:
                each.undo()
            except Exception as error:
                error.add_note(f"could not undo: {each.what}")
                errors.append(error)
            except BaseException as stopped:
                interruption = stopped
        group = ExceptionGroup(f"{len(errors)} of {done} clean-ups failed", errors) if errors else None
        if interruption is not None:
            raise interruption from group
        if group is not None:
            raise group


AFTER_ALL = CleanUp()
"""What this process made for all its scenarios, to be undone when the last one is over."""
