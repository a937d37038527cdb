"""Ports that are held for a unit, whether it runs or not."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from support.environments.ports import Port, hold_port


def listen(number: int) -> socket.socket:
    """As servers do: the address may be reused."""
    return socket.create_server(("127.0.0.1", number))


def test_a_held_port_is_for_its_unit_alone() -> None:
    port = hold_port()
    with pytest.raises(OSError, match="in use"):
        Port(port.number)
    with socket.socket() as stranger, pytest.raises(OSError, match="in use"):
        stranger.bind(("127.0.0.1", port.number))
    for _ in range(2):  # a unit, and the same unit started again
        with listen(port.number), socket.create_connection(("127.0.0.1", port.number)):
            pass
    port.release()
    Port(port.number).release()


def test_a_stranger_who_reuses_addresses_is_noticed() -> None:
    port = hold_port()
    assert not port.is_taken()
    with listen(port.number):
        assert port.is_taken()
    assert not port.is_taken()
    with pytest.raises(OSError, match="in use"):
        Port(port.number)
    port.release()


def test_ports_are_no_ephemeral_ones() -> None:
    low, high = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    ports = [hold_port() for _ in range(50)]
    assert len({port.number for port in ports}) == 50
    assert not [port.number for port in ports if low <= port.number <= high or port.number < 1024]
    for port in ports:
        port.release()


def test_connections_that_linger_do_not_take_it() -> None:
    port = hold_port()
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", port.number))
        server.listen(1)
        with socket.create_connection(("127.0.0.1", port.number)) as client:
            server.accept()[0].close()  # who closes first keeps the port's end of the connection for a minute
            assert client.recv(1) == b""
    assert not port.is_taken()
    assert not port.is_taken()
    port.release()
