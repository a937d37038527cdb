"""Somebody in the place of extractor who fails, refuses, or reads a page, as the scenario wants."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import Any

from hamcrest import assert_that, equal_to, has_item, not_

from support.observing.waiting import eventually, never
from support.systems.events.counts import PROCESSOR, Counts
from support.systems.events.retries import Retries
from support.systems.events.scraping import DONE_WITHIN, Scraping
from support.systems.events.site import EXTRACT, Visit
from support.systems.system import System

FAILS, REFUSES, NOT_ABLE = 500, 422, 503
READS = "application/json"
FIRST_WAIT, LONGEST_WAIT, PAUSE = 0.1, 0.4, 0.6
"""Seconds until a second try, between tries at most, and for which extractor is left alone."""
SOON, TIMES = 6.0, 3
"""Seconds in which whoever is left alone for a short while is asked so often more, on a busy machine too. Who waits
longer each time without end would ask for the third time after eight seconds at the earliest.
"""


class StandIn:
    """The event site, which processor is told of as extractor: it notes whoever asks, and answers as it is told."""

    def __init__(self, system: System, scraping: Scraping, retries: Retries, counts: Counts) -> None:
        self._system, self._scraping, self._retries, self._counts = system, scraping, retries, counts
        self._seen = 0
        """How often it was asked up to the last look."""

    def take_over(self, *, able: bool) -> None:
        """Processor asks nobody else from now on, and waits less than usual; what is done is counted.

        Whatever it is asked, it fails; or it is not `able` to do anything now.
        """
        self.answer(status=FAILS if able else NOT_ABLE)
        waits = {"RETRY_SECONDS": FIRST_WAIT, "LONGEST_WAIT_SECONDS": LONGEST_WAIT, "BREAKER_SECONDS": PAUSE}
        told = {"EXTRACTOR_URL": self._scraping.site.url, **{name: str(wait) for name, wait in waits.items()}}
        self._system.world.faults.retell(PROCESSOR, told)
        self._counts.begin()

    def answer(self, **scene: Any) -> None:
        self._scraping.site.stage_for_all(EXTRACT, **scene)

    def refuse(self) -> None:
        """It says no, as to what is no page."""
        self._seen = len(self._asked())
        self.answer(status=REFUSES)

    def fail(self) -> None:
        """It fails, as often as it is asked until somebody has seen it; at least once, not much more often."""
        before = len(self._asked())
        self.answer(status=FAILS)
        eventually(
            lambda: [one.status for one in self._asked()[before:]],
            has_item(FAILS),
            within=DONE_WITHIN,
            what="how extractor has answered since it fails",
        )

    def read(self, name: str) -> None:
        """It says of any page what that of this event tells."""
        event = replace(self._scraping.pages[name].facts, url=None).body()
        told = {"found": True, "canonical": "", "language": "en", "event": event}
        self.answer(html=json.dumps({"success": True, "data": told}), content_type=READS)

    def check_asked(self, times: int) -> None:
        """So often since the last look, after a longer wait each time."""
        asked = self._new()
        assert_that(len(asked), equal_to(times), "how often extractor was asked")
        self._retries.check_longer_each_time(asked, "extractor")

    def check_left_alone(self, times: int) -> None:
        """After it was asked so often since the last look its breaker is open, and nobody asks while that is so."""
        self._await_asked(times, "until it is left alone", DONE_WITHIN)
        self._retries.await_alone("extractor")
        never(
            lambda: len(self._asked()),
            not_(equal_to(self._seen)),
            during=PAUSE / 2,
            what="how often extractor is asked while it is left alone",
        )

    def check_asked_soon(self) -> None:
        """After that it is asked time and again, and never much later than is told."""
        self._await_asked(TIMES, "though it is left alone after each time", SOON)

    def _await_asked(self, times: int, what: str, within: float) -> None:
        """Wait until it was asked so often since the last look."""
        eventually(
            lambda: len(self._asked()) - self._seen,
            equal_to(times),
            within=within,
            what=f"how often extractor was asked {what}",
        )
        self._new()

    def check_pages(self) -> None:
        """Each page was asked for until it was had, whatever became of it, and that is counted and nothing else."""
        pages = self._scraping.pages
        for name, one in pages.items():
            self._scraping.check_tries(name, one.failures + 1)
        ends = Counter(one.scrape["reason"] or one.scrape["state"] for one in pages.values())
        tries = Counter(fetched=len(pages), failing=sum(one.failures for one in pages.values()))
        self._counts.check(scrapes=ends, tries=+tries)

    def _asked(self) -> list[Visit]:
        return self._scraping.site.visits_of_all(EXTRACT)

    def _new(self) -> list[Visit]:
        asked = self._asked()
        new, self._seen = asked[self._seen :], len(asked)
        return new
