"""Fetches a page with good manners: only where it may, not for too long, not too much of it."""

from __future__ import annotations

import asyncio
import codecs
import ipaddress
import re
import socket
import ssl
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit, urlunsplit

import httpx
from protego import Protego

from platforms.events.addresses import NotAllowed, Sites, is_public, origin_of

AGENT = "EventsBot"
USER_AGENT = f"{AGENT}/1.0"
MOST_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
PAGES = ("text/html", "application/xhtml+xml")
ROBOTS_BYTES = 512 * 1024
LEADS_TO = "x-leads-to"
"""Where an answer leads; see `_look_ourselves`."""
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
NO_CHARSETS = frozenset({"unicode-escape", "raw-unicode-escape", "utf-7", "punycode", "idna", "undefined"})
"""Of those that Python has under a name: what no browser reads, among it what takes for ever or makes half letters."""
META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)


class Refused(Exception):
    """It will not be fetched, however often it is tried: the reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Failing(Exception):
    """It could not be fetched now; another time it may."""


@dataclass(frozen=True)
class Page:
    """A page as it came. `url`: where it was in the end."""

    url: str
    content_type: str
    body: bytes


class Fetcher:
    """`seconds` for a page with its redirects; rules of robots are kept for `robots_seconds`."""

    def __init__(
        self, sites: Sites, authority: Path, *, seconds: float, most_bytes: int, robots_seconds: float
    ) -> None:
        self.sites, self._seconds, self._most = sites, seconds, most_bytes
        self._robots_seconds = robots_seconds
        self._robots: dict[str, tuple[float, Protego]] = {}
        trust = ssl.create_default_context()
        trust.load_verify_locations(authority)
        self._client = httpx.AsyncClient(
            verify=trust,
            follow_redirects=False,
            trust_env=False,
            timeout=seconds,
            event_hooks={"response": [_look_ourselves]},
            headers={"User-Agent": USER_AGENT, "Accept": ", ".join(PAGES), "Accept-Encoding": "gzip"},
        )

    async def close(self) -> None:
        await self._client.aclose()

    async def fetch(self, url: str) -> Page:
        """`Refused` for good, or `Failing` for now."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._follow(url)
        except NotAllowed as refusal:
            raise Refused(refusal.why) from None
        except (TimeoutError, httpx.HTTPError, OSError) as error:
            raise Failing(f"{type(error).__name__}: {error}") from error

    async def _follow(self, url: str) -> Page:
        for _ in range(MOST_REDIRECTS + 1):
            url = self.sites.check(url)
            if not await self._may(url):
                raise Refused("ROBOTS_DISALLOWED")
            found = await self._get(url, self._most)
            if isinstance(found, Page):
                return found
            url = found
        raise Refused("TOO_MANY_REDIRECTS")

    async def _get(self, url: str, most: int) -> Page | str:
        """The page, or where it has moved to."""
        request = await self._request(url)
        reply = await self._client.send(request, stream=True)
        try:
            if reply.status_code in REDIRECTS and LEADS_TO in reply.headers:
                return urljoin(url, reply.headers[LEADS_TO])
            if reply.status_code >= 500:
                raise Failing(f"it answered {reply.status_code}")
            if reply.status_code != 200:
                raise Refused("PAGE_REFUSED")
            kind = reply.headers.get("content-type", "")
            if kind.partition(";")[0].strip().lower() not in PAGES:
                raise Refused("WRONG_CONTENT_TYPE")
            return Page(url, kind[:200], await _body(reply, most))
        finally:
            await reply.aclose()

    async def _may(self, url: str) -> bool:
        """Whether the site's robots.txt lets us ask for a page; `Failing` when it cannot be had."""
        origin = origin_of(url)
        at, rules = self._robots.get(origin, (float("-inf"), None))
        if rules is None or time.monotonic() - at > self._robots_seconds:
            rules = Protego.parse(await self._robots_of(origin))
            self._robots[origin] = (time.monotonic(), rules)
        return bool(rules.can_fetch(url, AGENT))

    async def _robots_of(self, origin: str) -> str:
        url = f"{origin}/robots.txt"
        for _ in range(MOST_REDIRECTS + 1):
            reply = await self._client.send(await self._request(self.sites.check(url)), stream=True)
            try:
                if reply.status_code in REDIRECTS and LEADS_TO in reply.headers:
                    url = urljoin(url, reply.headers[LEADS_TO])
                    continue
                if reply.status_code >= 500:
                    raise Failing(f"robots.txt answered {reply.status_code}")
                if reply.status_code >= 400:
                    return ""
                return (await _beginning(reply, ROBOTS_BYTES)).decode("utf-8", "replace")
            finally:
                await reply.aclose()
        return ""

    async def _request(self, url: str) -> httpx.Request:
        """Of a site that may not be an inner one, asked at the very address that was looked at."""
        parts = urlsplit(url)
        if origin_of(url) in self.sites.inner:
            return self._client.build_request("GET", url)
        host = parts.hostname or ""
        found = await asyncio.get_running_loop().getaddrinfo(host, parts.port or parts.scheme, type=socket.SOCK_STREAM)
        addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
        if not addresses or not all(is_public(address) for address in addresses):
            raise NotAllowed("ADDRESS_PRIVATE")
        first = f"[{addresses[0]}]" if addresses[0].version == 6 else str(addresses[0])
        place = first if parts.port is None else f"{first}:{parts.port}"
        return self._client.build_request(
            "GET",
            urlunsplit(parts._replace(netloc=place)),
            headers={"Host": parts.netloc},
            extensions={"sni_hostname": host},
        )


async def _look_ourselves(reply: httpx.Response) -> None:
    """Have httpx not look at where an answer leads: what is no address to it would be a site that fails."""
    if (location := reply.headers.pop("location", None)) is not None:
        reply.headers[LEADS_TO] = location


async def _body(reply: httpx.Response, most: int) -> bytes:
    """The whole body, unpacked; `Refused` when it is too large, however large it says it is."""
    body = bytearray()
    async for chunk in reply.aiter_bytes():
        body += chunk
        if len(body) > most:
            raise Refused("PAGE_TOO_LARGE")
    return bytes(body)


async def _beginning(reply: httpx.Response, most: int) -> bytes:
    """So much of the body, unpacked, and not the rest, which may have no end."""
    body = bytearray()
    async for chunk in reply.aiter_bytes():
        body += chunk
        if len(body) >= most:
            break
    return bytes(body[:most])


def text_of(page: Page) -> str:
    """The page as text, in the charset that it is in; what is not of it becomes �."""
    named = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", page.content_type, re.IGNORECASE)
    meta = META_CHARSET.search(page.body[:2048])
    for mark, charset in MARKS:
        if page.body.startswith(mark):
            return page.body.decode(charset, "replace")
    told = (named[1] if named else "", meta[1].decode("ascii", "replace") if meta else "")
    for charset in (*told, "utf-8", "windows-1252"):
        try:
            if charset and codecs.lookup(charset).name not in NO_CHARSETS:
                return page.body.decode(charset)
        except (LookupError, UnicodeError):
            continue
    return page.body.decode("utf-8", "replace")
