"""How often, and when, a page that fails is asked for; and when its site is left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from itertools import pairwise
from statistics import median

from hamcrest import assert_that, equal_to, greater_than, not_

from support.observing import machine
from support.observing.broken import BrokenPromise
from support.observing.measuring import Unmeasurable
from support.observing.waiting import eventually, never
from support.systems.answers import data
from support.systems.events.catalogue import Catalogue
from support.systems.events.pages_to_scrape import FAILURES, REFUSALS, facts_of, prose
from support.systems.events.scraping import DONE_WITHIN, SETTLES, Scraping
from support.systems.events.site import FAILS_FOR_EVER, Visit

TRIES, IN_A_ROW = 4, 5
GROWS = 1.45
"""How much longer the shortest third wait of many is than the shortest second one, at least: twice, but for what it
takes to ask, which is why the shortest tell most."""
GROWS_AT_FIRST = 1.2
"""The same of the second and the first, of which the asking is a larger part."""
DIFFERS, ALIKE = 0.15, 2.4
"""Waits are 25 % longer or shorter by chance: of many, the longest is longer by this share of the middle one, and not
by this factor longer than the shortest."""
ELSEWHERE = "https://lu.ma"
"""Another site that may be scraped; whether it can be had does not matter."""
ALONE = 1.0
"""Seconds in which a site that is left alone is not asked, at least."""


class Retries:
    def __init__(self, scraping: Scraping, catalogue: Catalogue) -> None:
        self._scraping, self._catalogue, self._site = scraping, catalogue, scraping.site
        self._apart: dict[str, tuple[str, str]] = {}
        """The path and the address of a failing page, by the catalogue that it is scraped for."""
        self._scrapes: dict[str, str] = {}
        self._seen: set[str] = set()

    # Pages that fail in catalogues of their own, so that none of them has its site left alone

    def stage_apart(self, count: int) -> None:
        """Pages that fail for ever, each for a catalogue of its own."""
        for number in range(count):
            name = self._catalogue.make(f"r{number}-{self._catalogue.name}"[:60])
            path = f"apart-{number}"
            status = FAILURES[number % len(FAILURES)]
            self._apart[name] = (path, self._site.stage(path, html="", status=status))

    def ask_apart(self) -> None:
        for name, (_, url) in self._apart.items():
            self._scrapes[name] = data(self._scraping.ask_for(url, catalogue=name), 202)["id"]

    def await_tries(self, tries: int) -> None:
        """Wait until each was asked for so often, and waits for the next time."""
        for name, (path, _) in self._apart.items():
            eventually(
                partial(self._tries_of, name, path),
                equal_to((tries, 1)),
                within=DONE_WITHIN,
                what="how often a page that fails for ever was asked for, and how many pages are waiting",
            )

    def _tries_of(self, name: str, path: str) -> tuple[int, int]:
        told = data(self._catalogue.kept_by().get(f"/api/v1/catalogues/{name}/processing"))
        return len(self._site.visits(path)), told["waiting"]

    def check_four_tries(self) -> None:
        for name, (path, _) in self._apart.items():
            place = f"/api/v1/catalogues/{name}/scrapes/{self._scrapes[name]}"
            eventually(
                partial(self._end_of, place),
                equal_to(("failed", "SITE_FAILING", TRIES)),
                within=DONE_WITHIN,
                what="how the scrape of a page that fails for ever ended, why, and after how many tries",
            )
            assert_that(len(self._site.visits(path)), equal_to(TRIES), "how often the page was asked for")

    def _end_of(self, place: str) -> tuple[str, str | None, int]:
        scrape = data(self._catalogue.kept_by().get(place))
        return scrape["state"], scrape["reason"], scrape["tries"]

    def waits(self) -> list[list[float]]:
        """Seconds between the tries, of each page."""
        return [_waits(self._site.visits(path)) for path, _ in self._apart.values()]

    def check_waits_grow(self) -> None:
        shortest = [min(column) for column in zip(*self.waits(), strict=True)]
        for number, (before, after) in enumerate(pairwise(shortest), 1):
            if after < before * (GROWS if number > 1 else GROWS_AT_FIRST):
                raise _unless_busy(
                    f"after the {number + 1}. failure it is not waited twice as long as after the {number}.",
                    kind="waits do not grow",
                    seen=f"  the shortest waits of {len(self._apart)} pages: {_told(shortest)}",
                )

    def check_waits_of(self, name: str) -> None:
        """Each wait of one page is longer than the one before, however long it took to find out that it failed."""
        self.check_longer_each_time(self.visits([name]), "a page")

    def check_longer_each_time(self, visits: Sequence[Visit], what: str) -> None:
        """Of those who asked for a page, or a service."""
        waits = _waits(visits)
        if waits != sorted(waits):
            kind, seen = "waits do not grow", f"  the waits: {_told(waits)}"
            raise _unless_busy(f"{what} is not waited for longer each time that it fails", kind=kind, seen=seen)

    def check_waits_differ(self) -> None:
        last = sorted(waits[-1] for waits in self.waits())
        spread = (last[-1] - last[0]) / median(last)
        kind, seen = "no jitter", f"  the last waits: {_told(last)}"
        if spread < DIFFERS:  # a busy machine makes them differ more, never less
            raise BrokenPromise("EV-03", "the waits of different pages differ too little", kind=kind, seen=seen)
        if last[-1] / last[0] > ALIKE:
            raise _unless_busy("the waits of different pages differ too much", kind=kind, seen=seen)

    # Pages that are refused

    def ask_refused(self, ways: Sequence[str]) -> None:
        """Have a page scraped for each of these ways to refuse it."""
        for way in ways:
            self._scraping.announce(f"One that {way}", status=REFUSALS[way])
        self._scraping.ask_all()

    def check_refused(self, reason: str) -> None:
        """Each has failed at once, for this reason; none is asked for again, nor is their site left alone."""
        for name in self._scraping.pages:
            self._scraping.check_failed(name, reason)
            assert_that(self._scraping.scrape(name)["tries"], equal_to(1), f'how often "{name}" is said to be tried')
        never(
            lambda: len(self.visits([*self._scraping.pages])),
            not_(equal_to(len(self._scraping.pages))),
            during=SETTLES,
            what="how often the pages that are refused are asked for, once each",
        )
        self.check_not_alone()
        told, number = self._scraping.processing(), len(self._scraping.pages)
        assert_that((told["failed"], told["done"]), equal_to((number, 0)), "how many pages are told to have failed")

    # A site that is left alone

    def state_of(self, what: str) -> str:
        """Of the breaker of a site, or of extractor; closed unless it is told otherwise."""
        told = {one["what"]: one["state"] for one in self._scraping.processing()["breakers"]}
        return str(told.get(what, "closed"))

    @property
    def origin(self) -> str:
        one = next(iter(self._scraping.pages.values()))
        return "/".join(one.url.split("/")[:3])

    def scrape_in_turn(self) -> None:
        """Each page when the one before is an event; the breaker of the site is looked at meanwhile."""
        for name in self._scraping.pages:
            self._scraping.ask(name)
            eventually(
                partial(self._state_meanwhile, name),
                equal_to("done"),
                within=DONE_WITHIN,
                what=f'the state of the scrape of "{name}"',
            )

    def _state_meanwhile(self, name: str) -> str:
        self._seen.add(self.state_of(self.origin))
        return str(self._scraping.scrape(name)["state"])

    def check_not_alone(self) -> None:
        """The breaker of the site is closed, and was whenever it was looked at."""
        seen = self._seen | {self.state_of(self.origin)}
        assert_that(seen, equal_to({"closed"}), "the breaker of the site")

    def have_left_alone(self, one: str, other: str) -> None:
        """Have the site fail four times for one page, and once for the other."""
        for name in (one, other):
            self._scraping.announce(name, failures=FAILS_FOR_EVER)
            self._scraping.ask(name)
            if name == one:
                self._scraping.check_failed(name, "SITE_FAILING")
        self.await_alone(self.origin)

    def await_alone(self, what: str) -> None:
        eventually(lambda: self.state_of(what), equal_to("open"), within=DONE_WITHIN, what=f"the breaker of {what}")

    def check_asked(self, names: Sequence[str], times: int) -> None:
        visits = self.visits(names)
        assert_that(len(visits), equal_to(times), "how often the failing site was asked before it was left alone")

    def visits(self, names: Sequence[str]) -> list[Visit]:
        pages = self._scraping.pages
        return sorted((one for name in names for one in self._site.visits(pages[name].path)), key=lambda one: one.at)

    def check_left_alone(self, name: str, failing: Sequence[str]) -> None:
        """While the site is left alone, neither this page nor those that failed are asked for."""
        before = len(self.visits([name, *failing]))
        never(
            lambda: len(self.visits([name, *failing])),
            not_(equal_to(before)),
            during=ALONE,
            what="how often the site is asked while it is left alone",
        )
        assert_that(self._scraping.scrape(name)["state"], equal_to("queued"), f'the state of "{name}"')

    def check_done_elsewhere(self) -> None:
        """Somebody else's page of the same site is not held up by those that failed here."""
        name = self._catalogue.other
        url = self._site.stage("elsewhere", html=prose(facts_of("Elsewhere")))
        scrape = data(self._scraping.ask_for(url, catalogue=name), 202)["id"]
        eventually(
            lambda: data(self._catalogue.kept_by().get(f"/api/v1/catalogues/{name}/scrapes/{scrape}"))["state"],
            equal_to("done"),
            within=ALONE,
            what="the state of a page of the same site in another catalogue",
        )

    def check_other_site(self) -> None:
        """Another site is asked for the same catalogue meanwhile, and has a breaker of its own, which is closed."""
        scrape = data(self._scraping.ask_for(f"{ELSEWHERE}/{self._catalogue.name}"), 202)["id"]
        eventually(
            lambda: data(self._catalogue.kept_by().get(f"{self._catalogue.path}/scrapes/{scrape}"))["tries"],
            greater_than(0),
            within=DONE_WITHIN,
            what="how often a page of another site was asked for",
        )
        told = {one["what"]: one["state"] for one in self._scraping.processing()["breakers"]}
        others = {what: state for what, state in told.items() if what != self.origin}
        assert_that(others, equal_to({"extractor": "closed", ELSEWHERE: "closed"}), "all other breakers")
        assert self.origin in told, f"nothing is told of the breaker of {self.origin}"

    def check_pause(self, failing: Sequence[str]) -> None:
        """Between the last failure and the next try nobody asked for a while."""
        visits = self.visits(failing)
        pause = visits[IN_A_ROW].at - visits[IN_A_ROW - 1].at
        assert pause >= timedelta(seconds=ALONE), f"the site was left alone for {pause.total_seconds():.2f} s only"

    def check_probed(self, failing: Sequence[str]) -> None:
        """After a while it is asked once, by one of those who wait, and as that fails it is left alone again."""
        eventually(
            lambda: len(self.visits(failing)),
            equal_to(IN_A_ROW + 1),
            within=DONE_WITHIN,
            what="how often the failing site was asked, once more after it was left alone",
        )
        never(
            lambda: len(self.visits(failing)),
            not_(equal_to(IN_A_ROW + 1)),
            during=ALONE,
            what="how often the failing site is asked while it is left alone again",
        )
        assert_that(self.state_of(self.origin), equal_to("open"), "the breaker of the site after that")

    def check_not_given_up(self, failing: Sequence[str]) -> None:
        """When the site was asked in vain once more, whoever was not asked for four times has not failed for good."""
        before = len(self.visits(failing))
        eventually(
            lambda: len(self.visits(failing)),
            equal_to(before + 1),
            within=DONE_WITHIN,
            what="how often the failing site was asked, once more after it was left alone again",
        )
        never(
            lambda: self._given_up(failing),
            not_(equal_to([])),
            during=ALONE / 2,
            what="who failed for good without having been asked for four times",
        )

    def _given_up(self, failing: Sequence[str]) -> list[tuple[str, int]]:
        """The pages whose scrapes have failed before their time, with how often they were tried."""
        told = [(name, self._scraping.scrape(name)) for name in failing]
        return [(name, one["tries"]) for name, one in told if one["ended_at"] and one["tries"] < TRIES]

    def fail_anew(self) -> None:
        """After it was left alone, a site may fail as often as before, also when it has refused a page in between."""
        for name, status, failures, state, tries in (
            ("Afterwards", 200, FAILS_FOR_EVER, "failed", TRIES),
            ("Refused", 404, 0, "failed", 1),
            ("At last", 200, 1, "done", 2),
        ):
            self._scraping.announce(name, status=status, failures=failures)
            self._scraping.ask(name)
            eventually(
                partial(self._state_meanwhile, name), equal_to(state), within=DONE_WITHIN, what=f'the state of "{name}"'
            )
            self._scraping.check_tries(name, tries)
        self.check_not_alone()

    def await_closed(self, what: str) -> None:
        eventually(
            lambda: self.state_of(what),
            equal_to("closed"),
            within=DONE_WITHIN,
            what=f"the breaker of {what}",
        )


def _unless_busy(what: str, *, kind: str, seen: str) -> Exception:
    """A broken promise; or that no time tells, while this machine is busy with something else."""
    if (busy := machine.others()) > machine.BUSY:
        return Unmeasurable(f"{busy:.0%} of this machine is busy with something else, so that no time tells: {what}")
    return BrokenPromise("EV-03", what, kind=kind, seen=seen)


def _waits(visits: Sequence[Visit]) -> list[float]:
    return [(after.at - before.at).total_seconds() for before, after in pairwise(visits)]


def _told(seconds: Sequence[float]) -> str:
    return ", ".join(f"{one:.2f} s" for one in seconds)
