"""A board that all workers write to: which scenario and sentence each is at. It costs a worker next to nothing."""

import mmap
import struct

_CELL = struct.Struct("ii")


class Board:
    """Two numbers for each worker, in memory that processes forked later share."""

    def __init__(self, workers: int) -> None:
        self._memory = mmap.mmap(-1, _CELL.size * workers)

    def scenario_begins(self, worker: int, number: int) -> None:
        """Worker 1, 2, … is before the first sentence of scenario 1, 2, …; of none when `number` is 0."""
        _CELL.pack_into(self._memory, _CELL.size * (worker - 1), number, 0)

    def step_begins(self, worker: int) -> None:
        """It is at the next sentence."""
        scenario, step = self._read(worker)
        _CELL.pack_into(self._memory, _CELL.size * (worker - 1), scenario, step + 1)

    def step(self, worker: int) -> int:
        """At which sentence it is: 1, 2, …, and 0 before the first."""
        return self._read(worker)[1]

    def scenario(self, worker: int) -> int:
        """In which scenario it is: 1, 2, …, and 0 between two."""
        return self._read(worker)[0]

    def _read(self, worker: int) -> tuple[int, int]:
        scenario, step = _CELL.unpack_from(self._memory, _CELL.size * (worker - 1))
        return scenario, step
