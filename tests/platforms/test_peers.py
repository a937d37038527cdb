"""Calls to another service, which is away, or does not answer."""

import asyncio

import httpx
import pytest

from platforms.common.peers import NoAnswer, NobodyThere, Peer


def _called(error: type[httpx.HTTPError]) -> NoAnswer:
    """What a call ends with that goes wrong so."""

    def answer(request: httpx.Request) -> httpx.Response:
        raise error("told by the client")

    peer = object.__new__(Peer)  # without certificates
    peer.name, peer._caller, peer._secret = "backend-api", "web", "s" * 32
    peer._client = httpx.AsyncClient(base_url="https://backend-api", transport=httpx.MockTransport(answer))
    with pytest.raises(NoAnswer) as refused:
        asyncio.run(peer.send("GET", "/it"))
    return refused.value


@pytest.mark.parametrize("error", [httpx.ConnectError, httpx.RemoteProtocolError])
def test_nobody_is_there_while_a_service_restarts(error: type[httpx.HTTPError]) -> None:
    told = _called(error)
    assert isinstance(told, NobodyThere) and told.status == 503


@pytest.mark.parametrize("error", [httpx.ReadTimeout, httpx.ConnectTimeout])
def test_one_that_is_slow_is_there(error: type[httpx.HTTPError]) -> None:
    assert not isinstance(_called(error), NobodyThere)
