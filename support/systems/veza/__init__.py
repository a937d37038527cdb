"""Veza as the people of one scenario use it, and as whoever operates it sees it."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from hamcrest import any_of

from support.clients.broker import Broker
from support.clients.cache import Cache
from support.clients.database import Database
from support.clients.http import HttpClient, Reply
from support.clients.websocket import SocketClient
from support.evidence.journal import Journal
from support.observing.waiting import eventually
from support.scenario.cleanup import AFTER_ALL
from support.systems.veza import people, words  # noqa: F401 - who and what its sentences speak of
from support.systems.veza.accounts import LOGIN, SERVICES, Account, Accounts, Device
from support.systems.veza.answers import Refusal, data, refused

if TYPE_CHECKING:
    from support.environments import Platform
    from support.scenario.people import Persona
    from support.scenario.world import World
    from support.systems.veza.configuration import Configuration
    from support.systems.veza.conversations import Conversations
    from support.systems.veza.dashboard import Dashboard
    from support.systems.veza.deployment import Deployment
    from support.systems.veza.discretion import Discretion
    from support.systems.veza.health import HealthReports
    from support.systems.veza.music import Music
    from support.systems.veza.pages import Browser
    from support.systems.veza.playlists import Playlists
    from support.systems.veza.roles import Roles
    from support.systems.veza.security import Security

SOCKET_PROTOCOL = "veza.v1"
SIGNED_OUT_WITHIN = 3.0
"""Seconds in which somebody must have been signed out in the end, should web be unable to at first."""
_administrators: dict[str, str] = {}
"""Token of the platform's own administrator by address of web: signed in once per process, not per scenario."""


class Veza:
    """One scenario's view of Veza. Parts are made when they are first spoken of."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.platform = world.environment.platform("veza")
        self.accounts = Accounts(self)
        self.replies: list[Reply] = []
        """Answers that the scenario will judge, oldest first."""
        self._browsers: dict[str, Browser] = {}
        self._last = ""
        self._signed_out_with = AFTER_ALL

    def move_to(self, platform: Platform) -> None:
        """From here on, this is about another Veza, which ends with the scenario. Nobody is known there yet."""
        self.platform = platform
        self._signed_out_with = self.world.cleanup
        self.world.besides.append(platform)

    @cached_property
    def music(self) -> Music:
        from support.systems.veza.music import Music

        return Music(self)

    @cached_property
    def conversations(self) -> Conversations:
        from support.systems.veza.conversations import Conversations

        return Conversations(self)

    @cached_property
    def dashboard(self) -> Dashboard:
        from support.systems.veza.dashboard import Dashboard

        return Dashboard(self)

    @cached_property
    def playlists(self) -> Playlists:
        from support.systems.veza.playlists import Playlists

        return Playlists(self)

    @cached_property
    def roles(self) -> Roles:
        from support.systems.veza.roles import Roles

        return Roles(self)

    @cached_property
    def security(self) -> Security:
        from support.systems.veza.security import Security

        return Security(self)

    @cached_property
    def health(self) -> HealthReports:
        from support.systems.veza.health import HealthReports

        return HealthReports(self)

    @cached_property
    def configuration(self) -> Configuration:
        from support.systems.veza.configuration import Configuration

        return Configuration(self)

    @cached_property
    def discretion(self) -> Discretion:
        from support.systems.veza.discretion import Discretion

        return Discretion(self)

    @cached_property
    def deployment(self) -> Deployment:
        from support.systems.veza.deployment import Deployment

        return Deployment(self)

    # Ways in

    def browser(self, who: Persona) -> Browser:
        """Somebody's browser; opened when it is first needed."""
        from support.systems.veza.pages import Browser

        if who.name not in self._browsers:
            self._browsers[who.name] = Browser(self, who, self.world.visit(who.name))
        self._last = who.name
        return self._browsers[who.name]

    def hand_over_browser(self, owner: Persona, guest: Persona) -> Browser:
        """The browser of somebody, as somebody else uses it who comes after them."""
        from support.systems.veza.pages import Browser

        self._browsers[guest.name] = Browser(self, guest, self.world.visit(owner.name))
        self._last = guest.name
        return self._browsers[guest.name]

    @property
    def browsers(self) -> list[Browser]:
        """Every browser that the scenario spoke of."""
        return list(self._browsers.values())

    def tokens_in_browser(self, who: Persona) -> list[str]:
        """The token that somebody's browser keeps, if there is a browser and it keeps one."""
        return self._browsers[who.name].tokens if who.name in self._browsers else []

    @property
    def last_browser(self) -> Browser:
        """The browser that the scenario spoke of last."""
        return self._browsers[self._last]

    def service(self, name: str, token: str | None = None, who: str = "") -> HttpClient:
        """A service as somebody with this token, or with none, reaches it."""
        return HttpClient(
            self.platform.url(name),
            journal=self.world.journal,
            correlation_id=self.world.correlation_id,
            authority=self.platform.authority,
            token=token,
            who=who,
        )

    def socket(self, service: str, token: str | None, who: str = "", *, as_browser: bool = False) -> SocketClient:
        """A live connection; `Refused` when the service does not open it. Closed with the scenario.

        The token is shown in a header, or `as_browser`, which cannot send one, among the subprotocols.
        """
        from support.systems.veza.accounts import SOCKETS

        socket = SocketClient(
            self.platform.url(service).replace("https:", "wss:") + SOCKETS[service],
            journal=self.world.journal,
            correlation_id=self.world.correlation_id,
            authority=self.platform.authority,
            token=None if as_browser else token,
            subprotocols=[SOCKET_PROTOCOL, f"bearer.{token}"] if as_browser and token else [SOCKET_PROTOCOL],
            who=who,
        )
        self.world.cleanup.add(f"close a connection to {service}", socket.close, order=10)
        return socket

    def device(self, account: Account, token: str) -> Device:
        device = Device(account, token, {name: self.service(name, token, account.person.name) for name in SERVICES})
        self.world.cleanup.add(
            f"sign out {account.person.display_name}",
            lambda: sign_out(device.on("web")),
            order=4,
        )
        return device

    def as_(self, who: Persona, service: str, device: str = "laptop") -> HttpClient:
        """A service as somebody reaches it from one of their devices."""
        return self.accounts.device(who, device).on(service)

    def root(self) -> HttpClient:
        """backend-api as the administrator that every deployment of Veza is born with."""
        web = self.platform.url("web")
        token = _administrators.get(web)
        if token is None or self.service("backend-api", token).get("/api/v1/users/me").status == 401:
            given = self.platform.credentials
            body = {"email": given["admin_email"], "password": given["admin_password"]}
            token = str(data(self.service("web").post(LOGIN, json=body))["access_token"])
            _administrators[web] = token
            admin = HttpClient(
                web,
                journal=Journal(0),
                correlation_id=self.world.correlation_id,
                authority=self.platform.authority,
                token=token,
            )
            self._signed_out_with.add("sign the administrator out", lambda: sign_out(admin))
        return self.service("backend-api", token)

    def judge(self, reply: Reply) -> Reply:
        """Keep an answer for the scenario to judge."""
        self.replies.append(reply)
        return reply

    def refusal(self, *statuses: int) -> Refusal:
        """The last answer as a refusal."""
        assert self.replies, "nothing was asked for yet"
        return refused(self.replies[-1], *statuses)

    def check_refused_for(self, field: str) -> None:
        """The last answer refuses one field of what was asked, and names it."""
        found = self.refusal(422).fields
        assert found == [field], f"the refusal names {found}"

    def check_try_again_later(self) -> None:
        """The last answer says that it cannot be done now, and when to try again."""
        self.refusal(503)
        seconds = self.replies[-1].headers.get("retry-after", "")
        assert seconds.isdigit(), f"it says {seconds!r} of when to try again"

    def spend_an_evening(self, who: Persona, title: str, text: str, playlist: str) -> None:
        """Sign in, listen, speak, make a playlist: each when the one before is known to have happened."""
        self.accounts.sign_in(who)
        self.dashboard.await_activity(who, [("signed_in", "")])
        self.music.start(who, title)
        self.dashboard.await_mentioned_once(who, title)
        self.conversations.join(who)
        self.conversations.say_confirmed(who, text)
        self.playlists.ask_to_make(who, playlist, [title])

    # What is stored, where the environment lets the suite look

    @cached_property
    def database(self) -> Database | None:
        if self.platform.database_url is None:
            return None
        database = Database(self.platform.database_url, journal=self.world.journal)
        self.world.cleanup.add("close the view of the database", database.close, order=10)
        return database

    @cached_property
    def cache(self) -> Cache | None:
        if self.platform.cache_url is None:
            return None
        cache = Cache(self.platform.cache_url, journal=self.world.journal)
        self.world.cleanup.add("close the view of the cache", cache.close, order=10)
        return cache

    @cached_property
    def broker(self) -> Broker | None:
        if self.platform.broker_url is None:
            return None
        broker = Broker(self.platform.broker_url, journal=self.world.journal)
        self.world.cleanup.add("close the view of the broker", broker.close, order=10)
        return broker

    def log(self, service: str) -> list[dict[str, Any]]:
        """What a service logged of this scenario."""
        lines = []
        for text in self.platform.logs(service, self.world.started):
            try:
                line = json.loads(text)
            except ValueError:
                continue
            if isinstance(line, dict) and line.get("correlation_id") == self.world.correlation_id:
                lines.append(line)
        return lines


def veza(context: Any) -> Veza:
    """Veza, as the scenario that behave is running uses it."""
    found: Veza = context.world.veza
    return found


def sign_out(web: HttpClient) -> None:
    """End the session of whoever this client is, unless it has ended already."""
    eventually(
        lambda: web.post("/api/auth/logout").status,
        any_of(200, 401),
        within=SIGNED_OUT_WITHIN,
        what="the answer to signing out",
    )
