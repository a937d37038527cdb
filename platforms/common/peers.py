"""Calls from one service to another: over TLS, with a service token, with a time limit."""

from __future__ import annotations

import logging
import ssl
import time
from typing import Any

import httpx

from platforms.common.errors import ApiError, unavailable
from platforms.common.logs import correlation_id
from platforms.common.security import issue_service_token
from platforms.common.settings import ServiceSettings

log = logging.getLogger(__name__)


class NoAnswer(ApiError):
    """Another service could not be reached, or did not answer in time; it may have done what was asked."""

    def __init__(self, name: str) -> None:
        told = unavailable(name)
        super().__init__(told.status, told.code, told.message, told.details, told.headers)


class NobodyThere(NoAnswer):
    """Nobody listens there, or has hung up: as while a service is restarted."""


class Peer:
    """Another service of the platform."""

    def __init__(
        self, name: str, url: str, caller: str, settings: ServiceSettings, timeout_seconds: float = 2.0
    ) -> None:
        self.name = name
        self._caller, self._secret = caller, settings.service_secret
        self._client = httpx.AsyncClient(
            base_url=url,
            verify=ssl.create_default_context(cafile=str(settings.tls_ca_file)),
            timeout=timeout_seconds,
            limits=httpx.Limits(max_connections=200, max_keepalive_connections=50, keepalive_expiry=5),
            trust_env=False,
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def ping(self) -> None:
        """It answers, whatever it says: how it is, is its own to tell."""
        await self.send("GET", "/metrics")

    async def send(
        self,
        method: str,
        path: str,
        *,
        person: str | None = None,
        headers: dict[str, str] | None = None,
        **request: Any,
    ) -> httpx.Response:
        """One call; `person` is the token of the person on whose behalf it is made.

        Answers of any status are returned. When the service cannot be reached in time, `NoAnswer` (`ApiError` 503),
        which is `NobodyThere` when that was known at once.
        """
        outgoing = {
            "X-Service-Token": issue_service_token(self._caller, self.name, self._secret),
            "X-Correlation-Id": correlation_id.get(),
            **(headers or {}),
        }
        if person is not None:
            outgoing["Authorization"] = f"Bearer {person}"
        started = time.perf_counter()
        try:
            return await self._client.request(method, path, headers=outgoing, **request)
        except httpx.HTTPError as error:
            log.warning(
                "%s did not answer %s %s: %r",
                self.name,
                method,
                path,
                error,
                extra={"milliseconds": round((time.perf_counter() - started) * 1000, 1)},
            )
            gone = isinstance(error, httpx.ConnectError | httpx.RemoteProtocolError)
            raise (NobodyThere if gone else NoAnswer)(self.name) from error

    async def data(self, method: str, path: str, **request: Any) -> Any:
        """The `data` of a successful answer; a refusal of the other service is passed on as it is.

        What went wrong on its side (5xx) is `ApiError` 503.
        """
        reply = await self.send(method, path, **request)
        if reply.status_code >= 500:
            log.warning("%s answered %s to %s %s", self.name, reply.status_code, method, path)
            raise unavailable(self.name)
        if reply.status_code == 204:
            return None
        body = reply.json()
        if reply.is_success:
            return body["data"]
        error = body["error"]
        kept = {key: reply.headers[key] for key in ("Retry-After",) if key in reply.headers}
        raise ApiError(reply.status_code, error["code"], error["message"], error["details"], kept)
