"""Calls to another service, which is away for a moment."""

import asyncio
from collections.abc import Callable

import httpx
import pytest

from platforms.common.errors import ApiError
from platforms.common.peers import Peer


def _peer(answer: Callable[[httpx.Request], httpx.Response]) -> Peer:
    peer = object.__new__(Peer)  # without certificates
    peer.name, peer._caller, peer._secret = "backend-api", "web", "s" * 32
    peer._client = httpx.AsyncClient(base_url="https://backend-api", transport=httpx.MockTransport(answer))
    return peer


def _away(times: int) -> tuple[list[str], Callable[[httpx.Request], httpx.Response]]:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        if len(asked) <= times:
            raise httpx.ConnectError("nobody listens", request=request)
        return httpx.Response(200, json={"success": True, "data": 7})

    return asked, answer


def test_a_service_that_is_back_in_time_has_been_there_all_along() -> None:
    asked, answer = _away(2)
    assert asyncio.run(_peer(answer).data("GET", "/it", until_back_seconds=2)) == 7
    assert len(asked) == 3


def test_nobody_waits_who_has_not_said_so() -> None:
    asked, answer = _away(2)
    with pytest.raises(ApiError) as refused:
        asyncio.run(_peer(answer).data("GET", "/it"))
    assert refused.value.status == 503 and len(asked) == 1


def test_the_wait_for_it_ends() -> None:
    asked, answer = _away(1000)
    with pytest.raises(ApiError):
        asyncio.run(_peer(answer).data("GET", "/it", until_back_seconds=0.25))
    assert 2 <= len(asked) <= 4


def test_an_answer_that_comes_too_late_is_not_asked_for_again() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        raise httpx.ReadTimeout("too late", request=request)

    with pytest.raises(ApiError):
        asyncio.run(_peer(answer).data("GET", "/it", until_back_seconds=2))
    assert len(asked) == 1
