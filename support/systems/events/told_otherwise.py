"""Services that are told other figures than usual, and do as they are told."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to

from support.observing.waiting import eventually
from support.systems.answers import data, refused
from support.systems.events.catalogue import API
from support.systems.events.counts import PROCESSOR
from support.systems.events.people import OTTO
from support.systems.events.scraping import DONE_WITHIN
from support.systems.events.site import ROBOTS

if TYPE_CHECKING:
    from support.systems.accounts import Accounts
    from support.systems.events.catalogue import Catalogue
    from support.systems.events.manners import Manners
    from support.systems.events.scraping import Scraping
    from support.systems.system import System

WORKERS, PAGE_BYTES, KEPT, PATIENCE = 2, 3_000, 600, 1.5
SLOW, PAGES = 0.5, 4
"""Seconds that a page takes, and how many there are: in each turn as many as are worked at."""
ELSEWHERE = "https://elsewhere.test"
"""A site that may usually not be scraped."""
OFTEN, BODY_BYTES, SIGNED_IN, ROUNDS = 3, 2_000, 120, 5


class ToldOtherwise:
    def __init__(
        self, system: System, accounts: Accounts, catalogue: Catalogue, scraping: Scraping, manners: Manners
    ) -> None:
        self._system, self._accounts, self._catalogue = system, accounts, catalogue
        self._scraping, self._manners = scraping, manners

    # processor

    def tell_processor(self) -> None:
        """Tell it to work at few pages at once, small ones, each for a moment, and to keep what robots.txt says."""
        self._scraping.site.stage_for_all(ROBOTS, html="User-agent: *\nAllow: /\n", content_type="text/plain")
        told = {"WORKERS": WORKERS, "PAGE_BYTES": PAGE_BYTES, "ROBOTS_SECONDS": KEPT, "FETCH_SECONDS": PATIENCE}
        self._system.world.faults.retell(PROCESSOR, {name: str(value) for name, value in told.items()})

    def check_few_at_once(self) -> None:
        """Two by two, each pair when the one before it is done."""
        names = [f"Evening {number}" for number in range(PAGES)]
        for name in names:
            self._scraping.announce(name, delay_seconds=SLOW)
        self._scraping.ask_all(names)
        for name in names:
            self._scraping.await_end(name)
            self._scraping.check_event(name)
        asked = sorted(self._scraping.site.visits(self._scraping.pages[name].path)[0].at for name in names)
        apart = [(after - before).total_seconds() for before, after in pairwise(asked)]
        told = f"seconds between the times at which {PAGES} pages were asked for that take {SLOW} each: {apart}"
        assert_that([one >= SLOW / 2 for one in apart], equal_to([False, True, False]), told)

    def check_small_only(self) -> None:
        """A page that is just as large as one may be now is read, and one that is larger by a byte is not."""
        for name, more, state in (("Just right", 0, "done"), ("A byte more", 1, "failed")):
            self._manners.stage_of_size(name, PAGE_BYTES + more)
            self._scraping.ask(name)
            assert_that(
                self._scraping.await_end(name, state)["reason"],
                equal_to("PAGE_TOO_LARGE" if more else None),
                f"why a page of {PAGE_BYTES + more} bytes is not read",
            )

    def check_patience(self) -> None:
        """A page that leads to another takes too long when both together do: it is given up, and tried again."""
        site, half = self._scraping.site, PATIENCE * 2 / 3
        there = site.stage("there", html="<title>There at last</title>", delay_seconds=half)
        self._scraping.announce("A long way", status=302, location=there, delay_seconds=half)
        self._scraping.ask("A long way")

        def tries() -> int:
            found = self._scraping.scrape("A long way")
            assert not found["ended_at"], f"a page that takes {2 * half} s is waited for until it ends: {found}"
            return int(found["tries"])

        eventually(tries, equal_to(2), within=DONE_WITHIN, what="how often a page was tried that takes too long")

    def check_robots_kept(self) -> None:
        """It was looked at for the first pages, each of which may have been the first, and for no other."""
        looks, pages = len(self._scraping.site.visits_of_all(ROBOTS)), len(self._scraping.pages)
        assert 0 < looks <= WORKERS < pages, f"robots.txt was looked at {looks} times for {pages} pages"

    # events-api

    def tell_api(self) -> None:
        """Tell it of another site, and that people ask less, send less, and are signed in for a shorter time."""
        told = {
            **{"ALLOWED_SITES": ELSEWHERE, "INNER_SITES": "", "SCRAPES_PER_MINUTE": str(OFTEN)},
            **{"MAX_BODY_BYTES": str(BODY_BYTES), "SESSION_SECONDS": str(SIGNED_IN), "BCRYPT_ROUNDS": str(ROUNDS)},
        }
        self._system.world.faults.retell(API, told)

    def check_other_site(self) -> None:
        """The site that is named now is taken, those that were named before are not; and after that it is enough."""
        path, client = f"{self._catalogue.path}/scrapes", self._catalogue.kept_by()
        for url, code in (("https://lu.ma/a", "SITE_NOT_ALLOWED"), (f"{self._scraping.site.url}/a", "ADDRESS_PRIVATE")):
            assert_that(
                refused(client.post(path, json={"url": url}), 403).code, equal_to(code), f"how {url} is refused"
            )
        told = [client.post(path, json={"url": f"{ELSEWHERE}/{number}"}) for number in range(OFTEN + 1)]
        assert_that(
            [one.status for one in told], equal_to([202] * OFTEN + [429]), "the answers to asking once too often"
        )
        limits = [one.headers.get("x-ratelimit-limit") for one in told]
        assert_that(limits, equal_to([str(OFTEN)] * len(told)), "how often one is said to be able to ask in a minute")

    def check_little(self) -> None:
        """What is larger by a byte than may be sent is refused."""
        path, headers = f"{self._catalogue.path}/events", {"Content-Type": "application/json"}
        for size, status in ((BODY_BYTES, 201), (BODY_BYTES + 1, 413)):
            sent = b'{"name": "Small"}'.ljust(size)
            reply = self._catalogue.kept_by().post(path, content=sent, headers=headers)
            assert_that(reply.status, equal_to(status), f"the answer to what is {size} bytes long")

    def check_signed_in(self) -> None:
        """Whoever signs in now is told for how long, and that is how long it is remembered; their password is kept as
        dearly as is told.
        """
        account = self._accounts.of(OTTO)
        reply = self._accounts.try_to_sign_in(account.person.email, account.person.password)
        assert_that(data(reply)["expires_in"], equal_to(SIGNED_IN), "for how long one is said to be signed in")
        query = "SELECT round(extract(epoch FROM expires_at - created_at))::int AS it FROM events.sessions"
        self._check_rows(f"{query} WHERE person_id = %s::uuid", account.id, SIGNED_IN, "for how long sessions are kept")
        query = "SELECT substr(password_hash, 1, 7) AS it FROM events.people WHERE id = %s::uuid"
        self._check_rows(query, account.id, f"$2b${ROUNDS:02}$", "how dearly the password is kept")

    def _check_rows(self, query: str, person: str, wanted: Any, what: str) -> None:
        """Where the suite may look: there are rows of somebody, and in the only column of each this stands."""
        if self._system.database is not None:
            rows = {row["it"] for row in self._system.database.rows(query, (person,))}
            assert_that(rows, equal_to({wanted}), what)
