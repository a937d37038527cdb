"""What gets no answer is asked again, and given up; what gets one is not."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from prometheus_client import REGISTRY

from platforms.common.errors import ApiError
from platforms.common.peers import NoAnswer, NobodyThere
from platforms.common.retries import Patience, doubling, evenly, persist


class Caller:
    """Gets these answers, one after the other."""

    def __init__(self, *answers: Any) -> None:
        self._answers = list(answers)
        self.calls = 0

    async def __call__(self) -> Any:
        self.calls += 1
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits, which take no time."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", sleep)
    return waited


def alerts(name: str) -> float:
    return REGISTRY.get_sample_value("alerts_total", {"alert": name}) or 0.0


def test_waits_grow_evenly_or_double() -> None:
    assert evenly(2, 4) == (2, 4, 6, 8)
    assert doubling(2, 4) == (2, 4, 8, 16)


def test_what_is_answered_in_the_end_is_answered(waits: list[float]) -> None:
    call = Caller(NoAnswer("there"), NoAnswer("there"), "here")

    assert asyncio.run(persist(Patience("late", (1, 2, 3)), call)) == "here"
    assert (call.calls, waits, alerts("late")) == (3, [1, 2], 0)


def test_what_is_never_answered_is_given_up_with_an_alert(waits: list[float]) -> None:
    call = Caller(*(NoAnswer("there") for _ in range(9)))

    with pytest.raises(NoAnswer) as given_up:
        asyncio.run(persist(Patience("never", (1, 2, 3)), call))
    assert (given_up.value.status, given_up.value.headers) == (503, {"Retry-After": "1"})
    assert (call.calls, waits, alerts("never")) == (4, [1, 2, 3], 1)


def test_a_refusal_is_an_answer(waits: list[float]) -> None:
    call = Caller(ApiError(401, "NO", "No."))

    with pytest.raises(ApiError, match="No"):
        asyncio.run(persist(Patience("refused", (1, 2, 3)), call))
    assert (call.calls, waits, alerts("refused")) == (1, [], 0)


def test_only_what_is_worth_it_is_tried_again(waits: list[float]) -> None:
    caller = Caller(NobodyThere("web"), NoAnswer("web"), 7)
    with pytest.raises(NoAnswer):
        asyncio.run(persist(Patience("in vain", (0.1, 0.1)), caller, only=NobodyThere))
    assert (caller.calls, waits) == (2, [0.1])
