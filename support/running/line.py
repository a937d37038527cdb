"""A line between the run's own process and a worker: what one says, the other hears, in order.

It does what `multiprocessing.Pipe` does, whose import takes longer than anything that goes over it.
"""

import pickle
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("!I")


class Line:
    """One end of it; what goes over it is anything that can be pickled."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    @classmethod
    def pair(cls) -> "tuple[Line, Line]":
        """Both ends of a new one."""
        one, other = socket.socketpair()
        return cls(one), cls(other)

    def fileno(self) -> int:
        return self._end.fileno()

    def say(self, message: object) -> None:
        """Raises BrokenPipeError when the other end is closed."""
        told = pickle.dumps(message)
        self._end.sendall(_LENGTH.pack(len(told)) + told)

    def hear(self) -> Any:
        """Wait for the next message. Raises EOFError when the other end is closed."""
        (length,) = _LENGTH.unpack(self._take(_LENGTH.size))
        return pickle.loads(self._take(length))

    def close(self) -> None:
        self._end.close()

    def _take(self, length: int) -> bytes:
        taken = b""
        while len(taken) < length:
            try:
                more = self._end.recv(length - len(taken))
            except ConnectionError:
                more = b""
            if not more:
                raise EOFError
            taken += more
        return taken
