"""How a service stays in touch with the event bus."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import pytest
from nats.aio.msg import Msg

from platforms.common import events
from platforms.common.events import Events, Stream

Heard = Callable[[Msg], Awaitable[None]]


class Client:
    """A client of NATS, in whatever state a test puts it."""

    all: ClassVar[list[Client]] = []
    reachable = True

    def __init__(self) -> None:
        self.is_connected = self.closed = False
        self.heard: dict[str, list[Heard]] = {}
        self.all.append(self)

    async def connect(self, *_: object, **__: object) -> None:
        while not self.reachable:
            await asyncio.sleep(0)
        self.is_connected = True

    async def subscribe(self, subject: str, cb: Heard) -> None:
        self.heard.setdefault(subject, []).append(cb)

    async def close(self) -> None:
        self.is_connected, self.closed = False, True
        raise RuntimeError("the handler is closed")


@pytest.fixture(autouse=True)
def _clients(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "all", [])
    monkeypatch.setattr(Client, "reachable", True)
    monkeypatch.setattr(events, "Client", Client)
    monkeypatch.setattr(events, "ANEW_SECONDS", 0.01)


def _event(subject: str) -> Msg:
    return cast(Msg, SimpleNamespace(subject=subject, data=json.dumps({"type": subject}).encode()))


async def _opened(*subjects: str) -> tuple[Events, list[dict[str, Any]]]:
    told: list[dict[str, Any]] = []

    async def note(event: dict[str, Any]) -> None:
        told.append(event)

    bus = Events("nats://nowhere", "chat-server", Stream("SOME", ["some.>"]), None)
    await bus.open()
    for subject in subjects:
        await bus.listen(subject, note)
    return bus, told


def test_a_client_that_has_given_up_is_replaced_by_one_that_hears_the_same() -> None:
    async def scene() -> None:
        bus, told = await _opened("some.one", "some.other")
        Client.all[0].is_connected = False
        async with asyncio.timeout(5):
            while len(Client.all) < 2 or set(Client.all[-1].heard) != {"some.one", "some.other"}:
                await asyncio.sleep(0)
        assert Client.all[0].closed
        assert bus.client is cast(Any, Client.all[-1])
        for heard in Client.all[-1].heard["some.one"]:
            await heard(_event("some.one"))
        assert told == [{"type": "some.one"}]
        await bus.close()

    asyncio.run(scene())


def test_what_is_listened_for_while_there_is_no_broker_is_heard_once_it_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(events, "CONNECT_SECONDS", 0.01)
    Client.reachable = False

    async def scene() -> None:
        bus, told = await _opened("some.one")
        Client.reachable = True
        async with asyncio.timeout(5):
            while not Client.all[-1].heard:
                await asyncio.sleep(0)
        for heard in Client.all[-1].heard["some.one"]:
            await heard(_event("some.one"))
        assert told == [{"type": "some.one"}]
        await bus.close()

    asyncio.run(scene())


def test_a_handler_that_is_cancelled_by_nobody_does_not_end_the_listening() -> None:
    async def scene() -> None:
        async def surprise(_: dict[str, Any]) -> None:
            raise asyncio.CancelledError

        bus, _ = await _opened()
        await bus.listen("some.one", surprise)
        (heard,) = Client.all[-1].heard["some.one"]
        await heard(_event("some.one"))
        await bus.close()

    asyncio.run(scene())
