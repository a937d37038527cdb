"""What pages from elsewhere can have a browser do, and what a platform's own pages load from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from hamcrest import assert_that, equal_to

from support.scenario.people import Persona
from support.systems.answers import ORIGIN_REFUSED, refused
from support.systems.contract import For, Operation
from support.systems.system import System

KEYWORDS = {"'self'", "'none'", "data:", "blob:"}
"""What a policy may allow besides the addresses of the platform itself."""
_LOADED = re.compile(r"""(?:src|href|action)\s*=\s*["']?((?:https?:)?//[^"'\s>]+)""", re.IGNORECASE)
READING = "access-control-allow-origin"


class Elsewhere:
    def __init__(self, system: System) -> None:
        self._system, self._contract = system, system.contract

    def check_cannot_act(self, who: Persona) -> None:
        """A browser that is signed in as somebody changes nothing for a page from elsewhere, and its own may."""
        token, tried = self._system.token_of(who), 0
        for service, cookie in self._contract.cookies.items():
            own = self._system.platform.url(service)
            for operation in self._changing(service):
                for origin in (None, *_nearly(own)):
                    headers = {"Cookie": f"{cookie}={token}"} | ({"Origin": origin} if origin else {})
                    reply = self._system.service(service).request(
                        operation.method, operation.path_for({}), headers=headers
                    )
                    try:
                        assert_that(refused(reply, 403).code, equal_to(ORIGIN_REFUSED), "the code of the refusal")
                    except AssertionError as error:
                        told = f"{operation}, asked for by a page from {origin or 'nowhere'}"
                        raise AssertionError(f"{told}: {error}") from None
                    tried += 1
            kept = self._system.service(service).get(self._contract.entries[service], headers=headers)
            assert kept.status == 200, f"{who.name} is no longer signed in after that: {kept.status}"
        assert tried, "there is nothing that a page from elsewhere could have a browser do"

    def _changing(self, service: str) -> Iterator[Operation]:
        for one in self._contract.operations:
            if (one.service, one.answers) == (service, For.PEOPLE) and one.method != "GET":
                yield one

    def check_cannot_read(self, who: Persona) -> None:
        """No service lets a page from elsewhere read an answer, neither asked at once nor beforehand."""
        token = self._system.token_of(who)
        for service, path in self._contract.entries.items():
            for cookie_service in self._contract.cookies:
                for origin in _nearly(self._system.platform.url(cookie_service)):
                    client = self._system.service(service)
                    asked = {"Origin": origin, "Authorization": f"Bearer {token}"}
                    before = {"Origin": origin, "Access-Control-Request-Method": "GET"}
                    before["Access-Control-Request-Headers"] = "authorization"
                    for reply in (client.get(path, headers=asked), client.request("OPTIONS", path, headers=before)):
                        allowed = reply.headers.get(READING)
                        assert allowed not in ("*", origin), f"{service} lets a page from {origin} read its answers"
        self._check_read_alike(token)

    def _check_read_alike(self, token: str) -> None:
        """What the pages of the platform may read of one of several equal services they may read of each."""
        for pages in self._contract.cookies if self._contract.instances else ():
            own = self._system.platform.url(pages)
            asked = {
                "Origin": own,
                "Authorization": f"Bearer {token}",
                "Access-Control-Request-Headers": "authorization",
            }
            told: dict[str, list[tuple[int, str | None]]] = {}
            for one in self._contract.instances:
                client, path = self._system.service(one), self._contract.entries[one]
                before = client.request("OPTIONS", path, headers={**asked, "Access-Control-Request-Method": "GET"})
                replies = (client.get(path, headers=asked), before)
                told[one] = [(reply.status, reply.headers.get(READING)) for reply in replies]
            first = told[self._contract.instances[0]]
            assert_that(told, equal_to(dict.fromkeys(told, first)), f"what pages from {own} may read of each of these")

    def check_loads_nothing(self) -> None:
        """Each page allows itself only what is of the platform, and says so to the browser."""
        own = {urlsplit(self._system.platform.url(service)).netloc for service in self._contract.services}
        pages = [one for one in self._contract.operations if one.answers is For.EVERYBODY and not one.described]
        assert pages, "there is no page"
        for page in pages:
            reply = self._system.service(page.service).get(page.path_for({}))
            policy = reply.headers.get("content-security-policy", "")
            rules = [rule.split() for rule in policy.split(";") if rule.strip()]
            assert any(name == "default-src" for name, *_ in rules), f"{page} says nothing of what it loads: {policy!r}"
            allowed = {one for _, *some in rules for one in some} - KEYWORDS
            others = sorted(one for one in allowed if urlsplit(one).netloc not in own)
            assert not others, f"{page} may load from elsewhere: {', '.join(others)}"
            loaded = [one for one in _LOADED.findall(reply.text) if urlsplit(one).netloc not in own]
            assert not loaded, f"{page} loads from elsewhere: {', '.join(loaded)}"


def _nearly(origin: str) -> list[str]:
    """Where pages are from that are not of this origin, though some read nearly like it."""
    parts = urlsplit(origin)
    return [
        "null",
        "https://elsewhere.test",
        f"{origin}.elsewhere.test",
        f"{origin}0",
        origin.replace("https:", "http:", 1),
        f"{parts.scheme}://{parts.hostname}",
        f"{parts.scheme}://elsewhere.test:{parts.port or 443}",
    ]
