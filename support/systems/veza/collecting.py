"""Making and changing playlists as a workload: whole or not at all, and in the order that was confirmed last."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import count
from random import Random
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to

from support.clients.unreachable import Unreachable
from support.observing.histories import (
    History,
    Operation,
    Recording,
    every,
    exactly_once,
    hold,
    linearizable,
    real_order,
    register,
    sender_order,
)
from support.observing.waiting import looks
from support.systems.answers import data
from support.systems.veza.playlists import PATH

if TYPE_CHECKING:
    from support.clients.http import Reply
    from support.scenario.misfortunes import Misfortune
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts
    from support.systems.veza.playlists import Playlists

PAUSE = 0.05
"""Seconds between two rounds of one device."""
MOST = 150
"""Playlists that are tried meanwhile: the list of them, and the activity that tells of them, end at 200."""
LONGEST_WORKLOAD = 120.0
"""Seconds after which a device no longer waits for all misfortunes to begin."""
LENGTH = 6
"""Tracks of a playlist, the same ones again and again: so there are very many orders, and none comes twice."""
DEVICES = ("laptop", "phone")
MAKES, FINDS, IS_TOLD, ORDERS, SEES = "makes", "finds", "is told of having made", "puts in the order", "sees"
ALL = "all playlists"
FAILED = 500


class Collecting:
    """Somebody who makes playlists, and changes one of them, from two devices at the same time."""

    def __init__(self, system: System, accounts: Accounts, playlists: Playlists) -> None:
        self._system, self._accounts, self._playlists = system, accounts, playlists
        self._history = History(lost=(Unreachable, TimeoutError))
        self._numbers = count(1)
        self._name, self._first = "", ""
        self._made: dict[str, str] = {}
        """What each playlist was to hold, by its name."""

    def go_on(self, who: Persona, name: str, seconds: float, misfortunes: Sequence[Misfortune]) -> None:
        """Somebody makes playlists and puts one into ever another order, on both devices, while this befalls Veza."""
        titles = self._playlists.titles(who, who, name)
        self._name, self._first = name, _told(titles)
        for device in DEVICES:
            self._accounts.device(who, device)
        self._system.world.cleanup.add("remove the playlists of a workload", partial(self._remove, who))
        with (
            self._system.world.faults.meanwhile(misfortunes, self._history.happened) as all_have_begun,
            ThreadPoolExecutor(len(DEVICES)) as pool,
        ):
            going = [pool.submit(self._go_on, who, device, titles, seconds, all_have_begun) for device in DEVICES]
            for one in going:
                one.result()
        for device in 2 * DEVICES:  # and twice more, when all is well: an order between two has to be confirmed
            self._round(who, device, titles, at_last=True)

    def _go_on(
        self, who: Persona, device: str, titles: Sequence[str], seconds: float, all_have_begun: Callable[[], bool]
    ) -> None:
        for elapsed in looks(LONGEST_WORKLOAD, PAUSE, stretch=1):
            self._round(who, device, titles)
            if elapsed >= seconds and all_have_begun():
                break
        self._round(who, device, titles)  # also while the last of them is there

    def _round(self, who: Persona, device: str, titles: Sequence[str], at_last: bool = False) -> None:
        """Make a playlist, unless there are enough, put the one into another order, and look at it."""
        number = next(self._numbers)
        chance = Random(f"{self._system.world.seed} {number}")
        backend, actor = self._accounts.as_(who, "backend-api", device), f"{who.name} ({device})"
        if number <= MOST or at_last:
            name = f"Collection {number} {self._system.world.data.mark}"
            chosen = chance.choices(titles, k=LENGTH)
            self._made[name] = _told(chosen)
            body = {"name": name, "public": False, "tracks": self._playlists.track_ids(chosen)}
            with self._history.record(actor, MAKES, ALL, name) as asked:
                self._end(asked, backend.post(PATH, json=body), 201)
        chosen = chance.choices(titles, k=LENGTH)
        path = f"{PATH}/{self._playlists.id_of(who, self._name)}"
        with self._history.record(actor, ORDERS, self._name, _told(chosen)) as asked:
            self._end(asked, backend.put(f"{path}/tracks", json={"tracks": self._playlists.track_ids(chosen)}), 200)
        with self._history.record(actor, SEES, self._name) as seen:
            reply = backend.get(path)
            self._end(seen, reply, 200)
            seen.value = _held(reply) if reply.status < FAILED else None

    def _end(self, asked: Recording, reply: Reply, status: int) -> None:
        """An answer that speaks of a failure leaves open whether it was done; none of this may be refused."""
        if reply.status >= FAILED:
            asked.lose()
        else:
            data(reply, status)

    def _remove(self, who: Persona) -> None:
        for one in self._playlists.own(who):
            if one["name"] in self._made:
                self._accounts.as_(who, "backend-api").delete(f"{PATH}/{one['id']}")

    def check_whole(self, who: Persona) -> None:
        """Each playlist that was confirmed is there once, newest first, with all its tracks, and is told of once.

        Of those whose answer was lost each is there with all its tracks, or not at all.
        """
        found = [one for one in self._playlists.own(who) if one["name"] != self._name]
        for one in found:
            held = _told(self._playlists.titles(who, who, one["name"], one["id"]))
            assert_that(held, equal_to(self._made.get(one["name"])), f'what "{one["name"]}" holds')
        self._history.saw(who.name, FINDS, ALL, [one["name"] for one in found[::-1]])
        told = data(self._accounts.as_(who, "backend-api").get("/api/v1/activity?limit=200"))
        subjects = {one["id"]: one["name"] for one in found}
        made = [subjects.get(one["subject_id"], one["summary"]) for one in told if one["kind"] == "playlist_created"]
        self._history.saw(who.name, IS_TOLD, ALL, [name for name in made[::-1] if self._name not in name])
        rules = every(
            partial(exactly_once, added=MAKES, read=FINDS, things="playlists"),
            partial(exactly_once, added=MAKES, read=IS_TOLD, things="playlists"),
            partial(sender_order, sent=MAKES, seen=FINDS),
            partial(real_order, sent=MAKES, seen=FINDS),
        )
        hold(rules, self._history, promise="VZ-11")

    def check_order(self, who: Persona, name: str) -> None:
        """Whoever looked saw the order that was confirmed last, or one that was asked for and not answered."""
        assert name == self._name, f'it was "{self._name}" that was put in order'
        with self._history.record(who.name, SEES, self._name) as seen:
            seen.value = _told(self._playlists.titles(who, who, self._name))
        model = partial(register, write=ORDERS)
        rule = partial(linearizable, model=model, initial=self._first, whats=(ORDERS, SEES))
        hold(rule(_that_matter(self._history)), self._history, promise="VZ-11")


def _that_matter(history: Iterable[Operation]) -> list[Operation]:
    """Without the orders whose answer was lost and that nobody saw: they may as well never have come about.

    If there is a possible order of all with one of them, there is the same without it. Each that is left doubles what
    the search has to try.
    """
    operations = list(history)
    seen = {one.value for one in operations if one.what == SEES and one.confirmed}
    return [one for one in operations if one.what != ORDERS or one.confirmed or one.value in seen]


def _told(titles: Sequence[str]) -> str:
    """An order of tracks, as it is told."""
    return ", ".join(titles)


def _held(reply: Reply) -> str:
    playlist: dict[str, Any] = data(reply)
    return _told([track["title"] for track in playlist["tracks"]])
