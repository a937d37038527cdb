"""HTTP as a person's device or an operator's tool speaks it, every exchange in the journal."""

import json as jsonlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from support.clients import tls
from support.clients.unreachable import Unreachable
from support.evidence.journal import Journal
from support.observing.waiting import patient

if TYPE_CHECKING:
    import ssl

    import httpx

TIMEOUT = 10.0
"""Seconds for a service to accept a connection, and between two pieces of an answer."""
_READABLE = ("application/json", "text/", "application/x-www-form-urlencoded", "application/problem+json")
_LONGEST_BODY = 65_536

# One pool of connections per authority and process; a forked worker must not share its parent's sockets.
_pools: "dict[ssl.SSLContext, httpx.Client]" = {}
os.register_at_fork(after_in_child=_pools.clear)


@dataclass(frozen=True)
class Reply:
    """An answer, whatever its status.

    `headers` are by lower-case name, repeated ones joined by ", "; `elapsed` is in seconds from asking to
    the last byte; `request_id` is the service's own X-Request-Id.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    elapsed: float
    cookies: tuple[str, ...] = ()
    """Every Set-Cookie header as it came."""

    @property
    def text(self) -> str:
        """The body as text; what is not UTF-8 is replaced."""
        return self.body.decode("utf-8", "replace")

    @property
    def request_id(self) -> str | None:
        """The service's name for this request, None when it gave none."""
        return self.headers.get("x-request-id")

    def json(self) -> Any:
        """Return the body as JSON. Raises AssertionError with the body's beginning when it is none."""
        try:
            return jsonlib.loads(self.body)
        except ValueError:
            raise AssertionError(f"the answer ({self.status}) is not JSON: {self.text[:200]!r}") from None


class HttpClient:
    """A client of one service for one scenario, with or without a token.

    Keeps no cookies and follows no redirects, so that nothing is sent or hidden that the caller did not ask
    for. Connections are shared by all clients of the process; it may be used from several threads.
    """

    def __init__(
        self,
        base_url: str,
        *,
        journal: Journal,
        correlation_id: str,
        authority: Path | None,
        token: str | None = None,
        who: str = "",
    ) -> None:
        """Connect at the first request.

        `authority` is the PEM of the CA to trust, None for the system's; `who` is named in the journal.
        """
        self.base_url = base_url.rstrip("/")
        self._journal = journal
        self._correlation_id = correlation_id
        self._authority = authority
        self._token = token
        self._who = who

    def with_token(self, token: str | None, who: str | None = None) -> "HttpClient":
        """Return a client of the same service that speaks with this token, or with none."""
        return HttpClient(
            self.base_url,
            journal=self._journal,
            correlation_id=self._correlation_id,
            authority=self._authority,
            token=token,
            who=self._who if who is None else who,
        )

    def get(self, path: str, **options: Any) -> Reply:
        """GET; options as for `request`."""
        return self.request("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> Reply:
        """POST a JSON document; options as for `request`."""
        return self.request("POST", path, json=json, **options)

    def put(self, path: str, json: Any = None, **options: Any) -> Reply:
        """PUT a JSON document; options as for `request`."""
        return self.request("PUT", path, json=json, **options)

    def delete(self, path: str, **options: Any) -> Reply:
        """DELETE; options as for `request`."""
        return self.request("DELETE", path, **options)

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | str | Iterator[bytes] | None = None,
        data: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        timeout: float = TIMEOUT,
    ) -> Reply:
        """Ask, and return the answer whatever its status.

        `path` is relative to the base URL, or a whole address; the token goes only to the base URL's own
        origin. `json`, `content`, `data` (a form) and `files` (an upload, as in httpx: {field: (name,
        bytes, type)}) make the body; `content` of several pieces is sent without saying how much it is. `headers` are
        added and win. Raises `Unreachable` when there is no
        connection or no whole answer.
        """
        import httpx

        url = path if "://" in path else urljoin(f"{self.base_url}/", path.lstrip("/"))
        sent = {"X-Correlation-Id": self._correlation_id}
        if self._token is not None and _origin(url) == _origin(self.base_url):
            sent["Authorization"] = f"Bearer {self._token}"
        pool = _pool(self._authority)
        request = pool.build_request(
            method,
            url,
            json=json,
            params=params,
            headers=sent | dict(headers or {}),
            content=content,
            data=data,
            files=files,
            timeout=patient(timeout),
        )
        start = perf_counter()
        try:
            response = pool.send(request)
        except (httpx.RequestError, OSError) as error:
            elapsed = perf_counter() - start
            late = isinstance(error, httpx.TimeoutException)
            reason = f"silent for {patient(timeout):g} s" if late else str(error) or type(error).__name__
            self._record(request, elapsed, f"no answer: {reason}")
            raise Unreachable(_origin(url), f"{method} {urlsplit(url).path}", reason) from error
        reply = Reply(
            status=response.status_code,
            headers=response.headers,
            body=response.content,
            elapsed=perf_counter() - start,
            cookies=tuple(response.headers.get_list("set-cookie")),
        )
        self._journal.contacts.called(request.method, str(request.url), reply.status)
        self._record(request, reply.elapsed, str(reply.status), reply)
        return reply

    def _record(self, request: "httpx.Request", elapsed: float, outcome: str, reply: Reply | None = None) -> None:
        path = request.url.raw_path.decode("ascii")
        self._journal.record(
            "http",
            f"{self._who + ': ' if self._who else ''}{request.method} {path} → {outcome} ({elapsed * 1000:.0f} ms)",
            who=self._who,
            method=request.method,
            url=str(request.url),
            status=reply.status if reply else None,
            ms=round(elapsed * 1000, 1),
            request_headers=dict(request.headers),
            request_body=_readable(request.headers, _sent(request)),
            response_headers=dict(reply.headers) if reply else {},
            response_body=_readable(reply.headers, reply.body) if reply else "",
        )


def _pool(authority: Path | None) -> "httpx.Client":
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx

    context = tls.context(authority)
    if context not in _pools:
        _pools[context] = httpx.Client(
            verify=context,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            trust_env=False,
            headers={"User-Agent": "acceptance"},
            # Shorter than a server keeps an idle connection (uvicorn: 5 s), so that none is taken that it
            # is closing.
            limits=httpx.Limits(max_connections=None, max_keepalive_connections=50, keepalive_expiry=4),
        )
    return _pools[context]


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _sent(request: "httpx.Request") -> bytes:
    """What was sent; nothing of what went piece by piece, which nobody keeps."""
    import httpx

    try:
        return request.read()
    except httpx.StreamConsumed:
        return b""


def _readable(headers: Mapping[str, str], body: bytes) -> str:
    kind = headers.get("content-type", "")
    if not body or kind.startswith(_READABLE):
        return body[:_LONGEST_BODY].decode("utf-8", "replace")
    return f"<{len(body)} bytes of {kind or 'unknown type'}>"
