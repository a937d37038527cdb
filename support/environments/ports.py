"""Ports that nobody else gets: bound, not listened on, for as long as the environment lives.

Linux lets a second socket listen on a port that a first one has only bound, when both allow the address to
be reused; servers do. A held port is thus closed to other environments and to the kernel's own choice also
while its unit is down, and a restarted unit finds its port free.
"""

from __future__ import annotations

import os
import socket
from pathlib import Path

from support.failures import EnvironmentFailure

LOWEST, HIGHEST = 10_000, 65_535
REFUSED_BY_BROWSERS = {10_080}
TRIES = 200


class Port:
    """One held port of 127.0.0.1."""

    def __init__(self, number: int) -> None:
        """Raises OSError when anybody has it."""
        self.number = number
        self._holder = _hold(number)

    def is_taken(self) -> bool:
        """Whether a stranger listens on it; to be asked only while its own unit is down."""
        try:
            self._holder.listen(1)
        except OSError:
            return True
        self._holder.close()
        try:
            self._holder = _hold(self.number, again=True)
        except OSError:
            return True
        return False

    def release(self) -> None:
        self._holder.close()


def _hold(number: int, *, again: bool = False) -> socket.socket:
    """Bind a port. `again`: it was ours, and connections to what has listened there may linger."""
    holder = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if again:
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        holder.bind(("127.0.0.1", number))
    except OSError:
        holder.close()
        raise
    holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return holder


def hold_port() -> Port:
    """A free port, if possible outside the range that the kernel uses for outgoing connections."""
    candidates = _candidates()
    for _ in range(TRIES):
        number = candidates[int.from_bytes(os.urandom(4), "big") % len(candidates)]
        try:
            return Port(number)
        except OSError:
            continue
    raise EnvironmentFailure("no free port was found on 127.0.0.1", "end programs that hold very many ports")


def _candidates() -> list[int]:
    everything = set(range(LOWEST, HIGHEST + 1)) - REFUSED_BY_BROWSERS
    try:
        low, high = Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split()
    except OSError:
        return sorted(everything)
    return sorted(everything - set(range(int(low), int(high) + 1)) or everything)
