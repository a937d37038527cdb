"""Signing in again and again, as a workload: what was confirmed opened a session, what was refused did not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from support.clients.unreachable import Unreachable
from support.observing.histories import History, counter, hold
from support.observing.waiting import looks

if TYPE_CHECKING:
    from support.scenario.misfortunes import Misfortune
    from support.scenario.people import Persona
    from support.systems.system import System
    from support.systems.veza.accounts import Accounts

PAUSE = 0.05
"""Seconds between two sign-ins."""
AT_LEAST = 10
"""Sign-ins, however long a busy machine takes for them: with fewer, little can befall one."""
CONFIRMED, FAILED = 200, 500


class SignIns:
    """The sign-ins of a scenario, and what of them is found afterwards."""

    def __init__(self, veza: System, accounts: Accounts) -> None:
        self._veza, self._accounts = veza, accounts
        self._history = History(lost=(Unreachable, TimeoutError))

    def go_on(self, who: Persona, seconds: float, misfortunes: Sequence[Misfortune]) -> None:
        """Somebody signs in, one time after the other, while this befalls Veza."""
        self._accounts.of(who)
        with self._veza.world.faults.meanwhile(misfortunes, self._history.happened) as all_have_begun:
            for _ in looks(seconds, PAUSE, stretch=1):
                self._sign_in(who)
            while len(list(self._history)) < AT_LEAST or not all_have_begun():
                self._sign_in(who)
            self._sign_in(who)  # also while the last of them is there
        self._sign_in(who)  # and once more, when all is well: something has to be confirmed

    def check(self, who: Persona) -> None:
        """Each confirmed sign-in opened one session; each whose answer was lost, one or none; a refused one, none."""
        with self._history.record(who.name, "sees", "sessions") as seen:
            seen.value = self._accounts.live_sessions(who)
        hold(counter(self._history, added="signs in", read="sees"), self._history, promise="VZ-01")

    def _sign_in(self, who: Persona) -> None:
        """An answer that speaks of a failure leaves open whether a session was opened."""
        with self._history.record(who.name, "signs in", "sessions", 1) as asked:
            status = self._accounts.attempt_as(who).reply.status
            if status >= FAILED:
                asked.lose()
            elif status != CONFIRMED:
                asked.refuse()
