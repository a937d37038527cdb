"""The browsers of a scenario: who has one, and the page that was used last."""

from __future__ import annotations

from typing import TypeVar

from support.clients.browser import Viewport
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.events.catalogue import Catalogue
from support.systems.events.pages.adding import AddingPage
from support.systems.events.pages.finding import FindingPage
from support.systems.events.pages.page import Page
from support.systems.events.pages.reading import EventPage
from support.systems.events.pages.strange import StrangePage
from support.systems.system import System

FAR_AWAY = "Pacific/Auckland"
"""Where for half of the day it is another day."""
Kind = TypeVar("Kind", bound=Page)


class Browser:
    """One person's browser after another; what is asked of a page is asked of whoever used one last."""

    def __init__(self, system: System, accounts: Accounts, catalogue: Catalogue) -> None:
        self._system, self._accounts, self._catalogue = system, accounts, catalogue
        self._pages: dict[type[Page], Page] = {}
        self._who: Persona | None = None
        self.device: Viewport = "desktop"
        self._timezone = "UTC"
        self.opened = ""
        """The event whose page was opened last."""

    def of(self, who: Persona, device: Viewport = "desktop", timezone: str = "UTC") -> Browser:
        """Somebody's browser on this device, from now on."""
        self._timezone = timezone
        if (who, device) != (self._who, self.device):
            self._pages.clear()
        self._who, self.device = who, device
        return self

    def by(self, who: Persona) -> Browser:
        """The browser that is open, as whoever has opened it uses it. ValueError for anybody else."""
        if who != self._who:
            raise ValueError(f"{who.name} has no page open")
        return self

    def _page(self, kind: type[Kind]) -> Kind:
        assert self._who is not None, "nobody has opened a browser yet"
        if kind not in self._pages:
            visit = self._system.world.visit(self._who.name, self.device, self._timezone)
            self._pages[kind] = kind(self._system, self._accounts, self._catalogue, self._who, visit)
        page = self._pages[kind]
        assert isinstance(page, kind)
        return page

    @property
    def finding(self) -> FindingPage:
        return self._page(FindingPage)

    @property
    def event(self) -> EventPage:
        return self._page(EventPage)

    @property
    def adding(self) -> AddingPage:
        return self._page(AddingPage)

    @property
    def strange(self) -> StrangePage:
        return self._page(StrangePage)

    def open_event(self, name: str) -> None:
        """From a list, by its link."""
        self.finding.measure()
        self.opened = name
        self.event.follow(name)

    def tell_of(self, name: str) -> None:
        """Whether the page of an event tells all that is known of it."""
        self.opened = name
        self.event.check_told(name)
        self.finding.measure()
