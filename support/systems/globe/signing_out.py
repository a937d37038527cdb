"""Sign-ins that end while somebody is on a map, and what becomes of their connections."""

from __future__ import annotations

from functools import partial

from hamcrest import assert_that, equal_to

from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.globe.maps import Maps, Stay
from support.systems.globe.meeting import Meeting, is_of
from support.systems.globe.operations import INSTANCES
from support.systems.operations.doors import check_connections_closed
from support.systems.system import System

TOLD_WITHIN = 5.0
"""Seconds until a connection ends whose sign-in has ended."""


class SigningOut:
    def __init__(self, system: System, accounts: Accounts, maps: Maps, meeting: Meeting) -> None:
        self._system, self._accounts, self._maps, self._meeting = system, accounts, maps, meeting
        self._second: dict[str, str] = {}
        """Of each person, the token of their second sign-in."""

    def sign_in_again(self, who: Persona) -> None:
        """On a second device, which opens the same session twice: at either instance."""
        stay = self._maps.stay(who)
        token = self._second[who.name] = self._accounts.another_token(who)
        for instance in INSTANCES:
            stay.lines.append(self._system.socket(instance, token, who.name, query=f"session_id={stay.id}"))
            self._meeting.await_welcome(stay)

    def sign_out_there(self, who: Persona) -> None:
        """On the second device, by asking one of the instances."""
        self._accounts.end_session(self._second[who.name])

    def check_one_ended(self, who: Persona) -> None:
        """The connections of the second sign-in end because of it; the first one is there as before."""
        stay = self._maps.stay(who)
        first, *second = stay.lines
        check_connections_closed(dict(zip(INSTANCES, second, strict=True)), TOLD_WITHIN)
        stay.lines = [first]
        self._meeting.check_kept(who, there=True)
        assert_that(first.closed, equal_to(None), f"how the first device of {who.name} has lost its connection")

    def check_all_ended(self, who: Persona, within: float) -> None:
        """Each connection of somebody ends because of it, and everybody else hears once that they have left."""
        stay = self._maps.stay(who)
        lines = {f"device number {number} of {who.name}": line for number, line in enumerate(stay.lines, 1)}
        check_connections_closed(lines, TOLD_WITHIN)
        others = self._maps.others(who)
        eventually(
            lambda: [_leavings(other, stay) for other in others],
            equal_to([1] * len(others)),
            within=within,
            what=f"how often each hears that {who.name} has left",
        )
        self._meeting.check_kept(who, there=False)


def _leavings(listener: Stay, about: Stay) -> int:
    return sum(map(partial(is_of, stay=about), (frame.data for frame in listener.heard("user_left"))))
