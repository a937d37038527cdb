"""What audit-service does with a batch in which one event cannot be stored."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from platforms.audit.audit_service import poison, storing
from platforms.audit.audit_service.consuming import Consumer

Done = list[tuple[str, str]]


class Message:
    """One from the broker, which is acknowledged at some time."""

    def __init__(self, name: str, done: Done) -> None:
        self.data, self._done = name, done
        self.metadata = SimpleNamespace(sequence=SimpleNamespace(stream=1))

    async def ack(self) -> None:
        self._done.append(("acknowledged", self.data))


def taken(monkeypatch: pytest.MonkeyPatch, *names: str) -> Done:
    """What is done with messages of these names, in order; the store does not take "bad"."""
    done: Done = []

    async def record(_: object, __: object, events: list[str], ___: object = None) -> None:
        if "bad" in events:
            raise ValueError("the store does not take it")
        done.extend(("recorded", one) for one in events)

    async def failed(_: object, message: Message, __: str) -> None:
        done.append(("failed", message.data))

    async def forget(_: object, messages: list[Message]) -> None:
        done.extend(("forgotten", one.data) for one in messages)

    monkeypatch.setattr(storing, "record", record)
    monkeypatch.setattr(poison, "failed", failed)
    monkeypatch.setattr(poison, "forget", forget)
    monkeypatch.setattr(
        "platforms.audit.audit_service.consuming.ActivityEvent", SimpleNamespace(model_validate_json=lambda data: data)
    )
    consumer: Any = object.__new__(Consumer)
    consumer._service = SimpleNamespace(database=None, settings=SimpleNamespace(integrity_secret="s"))
    asyncio.run(consumer.take([Message(name, done) for name in names]))
    return done


def test_what_is_recorded_is_poison_no_longer_and_then_acknowledged(monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken(monkeypatch, "good") == [("recorded", "good"), ("forgotten", "good"), ("acknowledged", "good")]


def test_so_it_is_beside_one_that_cannot_be_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    assert taken(monkeypatch, "good", "bad") == [
        ("recorded", "good"),
        ("forgotten", "good"),
        ("acknowledged", "good"),
        ("failed", "bad"),
    ]
