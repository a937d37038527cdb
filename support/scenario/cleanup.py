"""Clean-up: whatever a scenario or a process makes registers here, at that moment, how to undo it."""

from collections.abc import Callable, Hashable
from enum import IntEnum
from typing import NamedTuple


class Order(IntEnum):
    """What is undone before what."""

    PLACES = 1
    """A whole platform of the scenario's own: gone with all that was made in it."""
    FAULTS = 2
    """What is broken on purpose: healed before what was made under it is removed."""
    THINGS = 3
    """What people have made."""
    SESSIONS = 4
    """Signed out when nothing has to be removed in their name any more."""
    ACCOUNTS = 5
    CONNECTIONS = 6
    """What is open is closed last."""


class _Undo(NamedTuple):
    order: Order
    number: int
    what: str
    undo: Callable[[], object]


class CleanUp:
    """A registry of things to undo at the end of a scenario, or of a process."""

    def __init__(self) -> None:
        self._undos: list[_Undo] = []
        self._keys: set[Hashable] = set()
        self._count = 0

    def add(
        self, what: str, undo: Callable[[], object], *, order: Order = Order.THINGS, key: Hashable | None = None
    ) -> None:
        """Register how to undo something that was just made; `what` completes "could not undo: …".

        Within one order, the last made goes first. What is registered already under the same `key` is undone once.
        """
        if key is not None:
            if key in self._keys:
                return
            self._keys.add(key)
        self._undos.append(_Undo(order, -self._count, what, undo))
        self._count += 1

    def forget(self) -> None:
        """Undo nothing any more but open connections: what the rest was made in is gone."""
        self._undos = [each for each in self._undos if each.order is Order.CONNECTIONS]

    def run(self) -> None:
        """Undo everything, also what is registered meanwhile, and forget it.

        Errors stop nothing. Raises one `ExceptionGroup` of them all, each with a note that names what could
        not be undone. An interruption (Ctrl-C) ends the one undo that it hits and is raised again at the end.
        """
        errors: list[Exception] = []
        interruption: BaseException | None = None
        done = 0
        self._keys.clear()  # what happens from here on has to be undone again
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
