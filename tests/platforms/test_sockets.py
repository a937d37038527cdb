"""What one open socket does when it is served, ended, or too slow."""

from __future__ import annotations

import asyncio
from uuid import uuid4

import pytest
from starlette.types import Message
from starlette.websockets import WebSocket

from platforms.common.security import Caller
from platforms.common.sockets import SESSION_ENDED, TOO_SLOW, Connection


class FarEnd:
    """Whoever opened the socket; it takes no frame before it `reads`."""

    def __init__(self, *, longest_queue: int = 10, patience_seconds: float | None = None) -> None:
        self.heard: list[str] = []
        self.closed: int | None = None
        self.reads, self.hears = asyncio.Event(), asyncio.Event()
        self.says: asyncio.Queue[Message] = asyncio.Queue()
        self.says.put_nowait({"type": "websocket.connect"})
        self.socket = WebSocket({"type": "websocket"}, self.says.get, self._take)
        caller = Caller(str(uuid4()), "Lina", "listener", str(uuid4()))
        self.connection = Connection(
            self.socket, caller, "token", longest_queue=longest_queue, patience_seconds=patience_seconds
        )

    async def _take(self, message: Message) -> None:
        if message["type"] == "websocket.send":
            await self.reads.wait()
            self.heard.append(message["text"])
            self.hears.set()
        elif message["type"] == "websocket.close":
            self.closed = message["code"]

    def say(self, text: str) -> None:
        self.says.put_nowait({"type": "websocket.receive", "text": text})


async def echo_until_ended(far: FarEnd) -> None:
    async def echo(text: str | None) -> None:
        far.connection.send(f"{text}!")

    await far.socket.accept()
    async with asyncio.timeout(5):
        await far.connection.run(echo)
        await far.connection.close()


def test_frames_are_heard_and_answered_in_order() -> None:
    async def journey() -> FarEnd:
        far = FarEnd()
        far.reads.set()
        for text in "abc":
            far.say(text)
        served = asyncio.ensure_future(echo_until_ended(far))
        async with asyncio.timeout(5):
            while len(far.heard) < 3:
                await far.hears.wait()
                far.hears.clear()
        far.says.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await served
        return far

    far = asyncio.run(journey())
    assert (far.heard, far.closed) == (["a!", "b!", "c!"], None)


@pytest.mark.parametrize(("frames", "closed"), [(4, None), (5, TOO_SLOW)], ids=["at its limit", "beyond"])
def test_one_that_does_not_read_is_cut_when_its_queue_is_full(frames: int, closed: int | None) -> None:
    async def journey() -> FarEnd:
        far = FarEnd(longest_queue=3)
        served = asyncio.ensure_future(echo_until_ended(far))
        far.connection.send("taken by the writer, which waits for the reader")
        for _ in range(5):
            await asyncio.sleep(0)
        for number in range(frames - 1):
            far.connection.send(str(number))
        if closed is None:
            far.says.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await served
        return far

    assert asyncio.run(journey()).closed == closed


def test_one_that_takes_nothing_for_long_is_cut_though_its_queue_has_room() -> None:
    async def journey() -> FarEnd:
        far = FarEnd(patience_seconds=0.01)
        far.connection.send("taken by the writer, which waits for the reader")
        await echo_until_ended(far)
        return far

    far = asyncio.run(journey())
    assert (far.heard, far.closed) == ([], TOO_SLOW)


def test_the_first_reason_to_end_it_is_the_one_that_is_told() -> None:
    async def journey() -> FarEnd:
        far = FarEnd()
        far.connection.end(SESSION_ENDED)
        far.connection.end(TOO_SLOW)
        far.connection.send("not any more")
        await echo_until_ended(far)
        return far

    far = asyncio.run(journey())
    assert (far.heard, far.closed) == ([], SESSION_ENDED)


def test_a_fault_of_the_service_is_not_swallowed() -> None:
    async def journey() -> None:
        far = FarEnd()
        far.say("a")

        async def fail(_: str | None) -> None:
            raise KeyError("a fault")

        await far.socket.accept()
        async with asyncio.timeout(5):
            await far.connection.run(fail)

    with pytest.raises(KeyError, match="a fault"):
        asyncio.run(journey())


def test_whoever_talks_without_a_pause_leaves_the_others_their_turn() -> None:
    async def journey() -> int:
        far, turns = FarEnd(longest_queue=200), 0
        far.reads.set()
        for number in range(100):
            far.say(str(number))
        served = asyncio.ensure_future(echo_until_ended(far))
        while not far.says.empty():
            turns += 1
            await asyncio.sleep(0)
        far.says.put_nowait({"type": "websocket.disconnect", "code": 1000})
        await served
        return turns

    assert asyncio.run(journey()) >= 100
