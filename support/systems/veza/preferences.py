"""In which quality somebody prefers to listen, as every service knows it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from hamcrest import assert_that, equal_to

from support.observing.waiting import eventually, now
from support.systems.answers import data
from support.systems.veza.music import BIT_RATES

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.music import Music

UNLESS_CHOSEN = "medium"
ONE_LOOK = 0.05
"""Seconds that are over before there is a second look."""
LOOK = 0.1
"""Seconds between two looks, of which each starts a stream."""


class Preferences:
    """The qualities that the people of a scenario prefer."""

    def __init__(self, system: System, accounts: Accounts, music: Music) -> None:
        self._system, self._accounts, self._music = system, accounts, music
        self._changed_at = 0.0

    def choose(self, who: Persona, quality: str) -> None:
        """Have somebody prefer another quality."""
        backend = self._accounts.as_(who, "backend-api")
        told = data(backend.request("PATCH", "/api/v1/users/me", json={"preferred_quality": quality}))
        self.note()
        assert_that(told["preferred_quality"], equal_to(quality), f"what {who.name} prefers, as the answer says")

    def note(self) -> None:
        """Somebody has just chosen: the time counts from now."""
        self._changed_at = now()

    def check_everywhere(self, who: Persona, quality: str, limit: float, devices: Sequence[str] = ("laptop",)) -> None:
        """Each service knows it on each device, within so many seconds of the choice, and starts music so."""
        asked: dict[str, Callable[[], str]] = {}
        for device in devices:
            asked[f"web, on the {device}"] = partial(self._in_session, who, device)
            asked[f"backend-api, on the {device}"] = partial(self._as_account, who, device)
        asked["the dashboard"] = partial(self._on_dashboard, who)
        asked["stream-server"] = partial(self._when_started, who)
        eventually(
            lambda: {place: found for place, ask in asked.items() if (found := ask()) != quality},
            equal_to({}),
            within=limit,
            poll=LOOK,
            promised=True,
            since=self._changed_at,
            what=f"who takes {who.name} to prefer another quality than {quality} (VZ-17)",
        )

    def check_by_now(self, who: Persona, quality: str) -> None:
        """The same, at the first look."""
        self.note()
        self.check_everywhere(who, quality, ONE_LOOK)

    def check_unchanged(self, who: Persona) -> None:
        """Somebody who has chosen nothing hears what everybody hears who has not."""
        self.check_by_now(who, UNLESS_CHOSEN)

    def _in_session(self, who: Persona, device: str) -> str:
        return str(data(self._accounts.as_(who, "web", device).get("/api/session"))["user"]["preferred_quality"])

    def _as_account(self, who: Persona, device: str) -> str:
        return str(data(self._accounts.as_(who, "backend-api", device).get("/api/v1/users/me"))["preferred_quality"])

    def _on_dashboard(self, who: Persona) -> str:
        return str(data(self._accounts.as_(who, "web").get("/api/dashboard"))["profile"]["preferred_quality"])

    def _when_started(self, who: Persona) -> str:
        """The quality of a track that they start without asking for one, which its address and bit rate have to be."""
        stream = self._music.start(who, next(iter(self._music.tracks)), quality=None)
        told = stream.metadata["bitrate_kbps"]
        assert told == BIT_RATES[stream.quality], f"{stream.quality} quality is told to have {told} kbit/s"
        assert f"/{stream.quality}.mp3" in stream.address, f"{stream.quality} is at {stream.address}"
        return stream.quality
