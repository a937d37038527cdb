"""Whether everybody can use the pages of a platform: on a desktop and a phone, in the light and in the dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hamcrest import equal_to

from support.clients import accessibility
from support.observing.measuring import Unmeasurable
from support.observing.waiting import eventually
from support.systems.system import System

if TYPE_CHECKING:
    from support.clients.browser import Scheme, Viewport, Visit

SHOWN_WITHIN = 10.0
"""Seconds until a page has all that belongs on it."""
SETTLED = 0.15
"""Seconds in which nothing is added to it any more."""
WAYS: tuple[tuple[Viewport, Scheme], ...] = (("desktop", "light"), ("phone", "dark"))
SIGN_IN = "/sign-in"
"""What only somebody who is not signed in sees."""


class Usable:
    """Looks at each page that the platform names."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._service, self._cookie = next(iter(system.contract.cookies.items()))

    def check(self) -> None:
        """Axe finds nothing on any page, and none is wider than the screen."""
        views, found = self._system.views(), []
        assert views, f"it is not told which pages {self._system.contract.name} has"
        somebody, person = self._visit(signed_in=False), self._visit(signed_in=True)
        for what, path in views.items():
            visit = somebody if path.startswith(SIGN_IN) else person
            visit.go(self._system.platform.url(self._service) + path)
            for viewport, scheme in WAYS:
                visit.show(viewport, scheme)
                self._await_all(visit, what)
                found += [f"{what}, on a {viewport} in the {scheme}: {one}" for one in self._findings(visit)]
        assert not found, "people are kept from using pages:\n  " + "\n  ".join(found)

    def _visit(self, *, signed_in: bool) -> Visit:
        who, home = self._system.contract.person, self._system.platform.url(self._service)
        visit = self._system.world.visit(f"{who.name} again" if signed_in else "somebody")
        if signed_in:
            cookie: Any = {"name": self._cookie, "value": self._system.token_of(who), "url": home, "httpOnly": True}
            visit.context.add_cookies([cookie | {"secure": True, "sameSite": "Strict"}])
        return visit

    def _await_all(self, visit: Visit, what: str) -> None:
        """Until nothing is added any more."""
        before = [""]

        def stays() -> bool:
            last, before[0] = before[0], accessibility.shown(visit.page)
            return bool(last) and last == before[0]

        eventually(stays, equal_to(True), within=SHOWN_WITHIN, what=f"whether {what} is there", poll=SETTLED)

    def _findings(self, visit: Visit) -> list[str]:
        try:
            return accessibility.findings(visit.page)
        except accessibility.NoAxe as missing:
            raise Unmeasurable(str(missing)) from None
