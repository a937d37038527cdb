"""The web UI of Veza as one person uses it in one browser: by labels, roles and names, as they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from support.scenario.people import Persona
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.music import Music
from support.systems.veza.pages.account import AccountPage
from support.systems.veza.pages.conversation import ConversationPage
from support.systems.veza.pages.dashboard import DashboardPage
from support.systems.veza.pages.page import Page
from support.systems.veza.pages.player import Player
from support.systems.veza.pages.playlist import PlaylistPage
from support.systems.veza.pages.publishing import PublishingPage

if TYPE_CHECKING:
    from support.clients.browser import Visit


class Browser(Page):
    """One person's browser, and the pages that it shows."""

    def __init__(self, system: System, accounts: Accounts, music: Music, who: Persona, visit: Visit) -> None:
        super().__init__(system, accounts, who, visit)
        self.account = AccountPage(system, accounts, who, visit)
        self.dashboard = DashboardPage(system, accounts, who, visit)
        self.player = Player(system, accounts, who, visit, music)
        self.conversation = ConversationPage(system, accounts, who, visit)
        self.playlist = PlaylistPage(system, accounts, who, visit)
        self.publishing = PublishingPage(system, accounts, who, visit)
