"""A path, a method, a port or a live connection that nobody promised is named."""

import json
from types import SimpleNamespace
from typing import Any

import pytest

from support.clients.http import Reply
from support.clients.websocket import Refused
from support.inventory.things import PORT, Thing
from support.scenario.people import Persona
from support.systems.contract import Command, Contract, Operation
from support.systems.operations.listening import Listening

LINA = Persona("Lina", "guest")


class Shop:
    """A shop that answers where it promised to, and in one more way."""

    def __init__(
        self, *, ports: int = 1, also: str = "", live: str = "", speaks: str = "shop.v1", heeds: str = ""
    ) -> None:
        self.contract = Contract(
            "shop", "Shop", ("shop",), LINA,
            operations=(Operation("shop", "GET /items"),), commands=(Command("shop", "Ping"),),
            entries={"shop": "/items"}, sockets={"shop": "/ws"}, protocol="shop.v1",
        )  # fmt: skip
        self.platform, self.belongings = self, SimpleNamespace(ids={})
        self._ports, self._also, self._live, self._speaks, self._heeds = ports, also, live, speaks, heeds

    def census(self) -> list[Thing]:
        return [Thing(PORT, "shop", str(8000 + number)) for number in range(self._ports)]

    def token_of(self, _: Persona) -> str:
        return "token"

    def service(self, _: str, token: str | None) -> "Shop":
        return self

    def request(self, method: str, path: str) -> Reply:
        return Reply(200 if f"{method} {path}" == self._also else 404, {}, b"{}", 0.0)

    def socket(self, service: str, token: str | None, path: str = "") -> "Socket":
        if path not in ("", self._live):
            raise Refused(path, 404, b"")
        return Socket(self._speaks, self._heeds)

    def did(self, service: str, frame: dict[str, Any]) -> bool | None:
        return frame["type"] == "Pong" if frame.get("type") in ("Pong", "Error") else None


class Socket:
    def __init__(self, speaks: str, heeds: str) -> None:
        self.subprotocol, self._heeds, self.frames = speaks, heeds, list[Any]()

    def send_text(self, text: str) -> None:
        self.frames.append(SimpleNamespace(data={"type": "Pong" if text == self._heeds else "Error"}))

    def send(self, data: dict[str, Any]) -> None:
        kind = "Error" if self._heeds == json.dumps(data) else "Pong"
        self.frames.append(SimpleNamespace(data={"type": kind}))

    def close(self) -> None: ...


def look(shop: Shop) -> None:
    listening = Listening(shop)  # type: ignore[arg-type]  # as far as it is asked
    listening.check_ports()
    listening.check_paths()
    listening.check_sockets()


def test_a_shop_that_answers_where_it_promised_to_is_fine() -> None:
    look(Shop())


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"ports": 2}, "shop listens at 2 ports: 8000, 8001"),
        ({"also": "GET /debug"}, "shop answers 200 to GET /debug, which nobody promised"),
        ({"also": "DELETE /items"}, "shop answers 200 to DELETE /items, which nobody promised"),
        ({"live": "/ws/admin"}, "shop opens a live connection at /ws/admin, which nobody promised"),
        ({"speaks": "shop.v0"}, "shop speaks shop.v0, and shop.v1 was promised"),
        ({"heeds": "[]"}, r"shop does something for '\[\]'"),
        ({"heeds": '{"type": "Ping"}'}, "shop refuses Ping, which was promised"),
    ],
)
def test_what_nobody_promised_is_named(more: dict[str, Any], said: str) -> None:
    with pytest.raises(AssertionError, match=said):
        look(Shop(**more))
