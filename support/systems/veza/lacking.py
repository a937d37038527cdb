"""The dashboard while something that it is made of is away, over the API."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

from hamcrest import equal_to, has_item

from support.clients.unreachable import Unreachable
from support.observing.measuring import Sample, assert_at_most
from support.observing.waiting import eventually
from support.scenario.cleanup import Order
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.system import System
from support.systems.veza.accounts import Accounts
from support.systems.veza.music import Music

if TYPE_CHECKING:
    from support.systems.veza.pages import Browser

OPENS_WITHIN = 2.0
"""Seconds in which a dashboard opens, whoever of those that it asks is away."""
FAR_TOO_LONG = 3.5
"""Seconds that no busy machine explains, since nobody is waited for so long."""
BACK_WITHIN = 5.0
"""Seconds until it is whole again: an open page asks for what it lacks every two."""
PATIENCE = 900.0
"""Seconds for which somebody may leave a page open that lacks something."""
ASKS = 30
"""Times that the page is seen to ask in that time."""
PARTS = {
    "recommendations": ("stream-server", "/api/recommendations"),
    "recent_activity": ("backend-api", "/api/v1/activity"),
}
"""What may be missing, and who knows it."""


class Lacking:
    """What dashboards lack while a part is away, and that they lack nothing else."""

    def __init__(self, system: System, accounts: Accounts, music: Music) -> None:
        self._system, self._accounts, self._music = system, accounts, music
        self._lock = ExitStack()
        self._part = ""
        """What was missing on a page."""

    def stop_looking_up_activity(self) -> None:
        """From now on nobody can read what people did, as while the table is rebuilt; all else can be read."""
        assert self._system.database is not None, "this needs a hand on the database"
        self._lock.enter_context(self._system.database.holding_lock("backend.activity"))
        self._system.world.cleanup.add("let activity be looked up", self._lock.close, order=Order.FAULTS)

    def mend(self) -> None:
        """Nothing is away any more."""
        self._lock.close()
        self._system.world.faults.mend()

    def ask(self, who: Persona) -> None:
        """Somebody asks for their dashboard; the scenario judges the answer."""
        self._system.judge(self._accounts.as_(who, "web").get("/api/dashboard"), who)

    def check(self, people: Sequence[Persona], *parts: str) -> None:
        """The dashboard of each opens in time, lacks these parts and says so; all else is what the services say."""
        lacking = " and ".join(parts).replace("_", " ")
        for who in people:
            took = Sample()
            reply = self._accounts.as_(who, "web").get("/api/dashboard")
            took.add(reply.elapsed)
            shown = data(reply)
            what = f"the dashboard of {who.name} without {lacking}"
            assert sorted(shown["missing"]) == sorted(parts), f"{what} says that it misses {shown['missing']}"
            for part in parts:
                assert shown[part] == [], f"{what} holds {shown[part]}"
            for name, expected in self._others(who, parts).items():
                assert shown[name] == expected, f"{what} has the {name} {shown[name]}, and not {expected}"
            assert reply.elapsed < FAR_TOO_LONG, f"opening the dashboard took {reply.elapsed:.1f} s: {what}"
            assert_at_most(took, "max", OPENS_WITHIN, f"opening {what}", "VZ-04")

    def _others(self, who: Persona, missing: Sequence[str]) -> dict[str, Any]:
        """What each part but these has to be, as its own service says, which must be about the scenario."""
        told: dict[str, Any] = {"profile": data(self._accounts.as_(who, "backend-api").get("/api/v1/users/me"))}
        for name, (service, path) in PARTS.items():
            if name not in missing:
                told[name] = data(self._accounts.as_(who, service).get(path))
        if "recent_activity" in told:
            heard = self._music_of(who)
            summaries = " ".join(entry["summary"] for entry in told["recent_activity"])
            assert heard in summaries, f'{who.name} has listened to "{heard}", and backend-api tells of {summaries}'
        if "recommendations" in told:
            assert told["recommendations"], f"nothing is recommended to {who.name} by stream-server"
        return told

    def _music_of(self, who: Persona) -> str:
        """What somebody listened to last."""
        return next(one.track.title for one in reversed(self._music.streams) if one.listener == who)

    def check_page(self, browser: Browser, part: str) -> None:
        """On the page this part is said to be missing, and the others are there, with what the person knows."""
        browser.dashboard.check_lacks(part, "listener", self._known(browser.who))
        self._part = part

    def check_goes_on_asking(self, browser: Browser) -> None:
        """An open page never gives up."""
        browser.dashboard.check_goes_on_asking(self._part, ASKS, PATIENCE / ASKS)

    def check_page_again(self, browser: Browser) -> None:
        """All is mended, and the part is on the page soon, as it should be."""
        self.mend()
        browser.dashboard.await_back(self._part, self._known(browser.who)[self._part], BACK_WITHIN)
        self.check_whole([browser.who])

    def _known(self, who: Persona) -> dict[str, str]:
        """Part of the dashboard → a title that has to be in it: what they listened to, and the other by its artist."""
        heard = self._music_of(who)
        return {
            "recent_activity": heard,
            "recommendations": next(title for title in self._music.tracks if title != heard),
        }

    def check_whole(self, people: Sequence[Persona]) -> None:
        """The dashboard of each misses nothing, and knows by now what they listened to: events tell it."""
        for who in people:
            eventually(
                partial(self._summaries, who),
                has_item(f"Listened to “{self._music_of(who)}”"),
                within=BACK_WITHIN,
                what=f"the recent activity of {who.name}",
            )
            assert self._missing(who) == (200, [], True), f"the dashboard of {who.name} is not whole"

    def _summaries(self, who: Persona) -> list[str]:
        entries = data(self._accounts.as_(who, "backend-api").get("/api/v1/activity"))
        return [entry["summary"] for entry in entries]

    def check_whole_again(self, people: Sequence[Persona]) -> None:
        """All is mended, and the dashboard of each misses nothing any more, soon."""
        self.mend()
        for who in people:
            eventually(
                partial(self._missing, who),
                equal_to((200, [], True)),
                within=BACK_WITHIN,
                what=f"the status of {who.name}'s dashboard, what it misses, and whether anything is recommended",
            )

    def _missing(self, who: Persona) -> tuple[int, list[str], bool]:
        try:
            reply = self._accounts.as_(who, "web").get("/api/dashboard")
        except Unreachable:
            return 0, [], False
        shown = data(reply) if reply.status == 200 else {"missing": [], "recommendations": []}
        return reply.status, shown["missing"], bool(shown["recommendations"])
