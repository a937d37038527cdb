"""Page after page while something is wrong, judged by everything that was accepted and everything that came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from hamcrest import assert_that, equal_to

from support.clients.unreachable import Unreachable
from support.observing.histories import History, exactly_once, hold
from support.observing.waiting import eventually, looks
from support.scenario.misfortunes import Misfortune
from support.systems.answers import data, refused
from support.systems.events.catalogue import Catalogue
from support.systems.events.facts import Facts
from support.systems.events.scraping import SETTLES, Scraping
from support.systems.system import System

ASKED, READ = "has scraped", "finds"
AGAIN_WITHIN = 40.0
"""Seconds until all work is done after whatever was wrong is right again."""
HEARD_WITHIN = 5.0
"""Seconds until processor, when it is back, has been told what it missed."""
PAUSE = 0.1
MOST, MOST_SECONDS = 100, 20.0
"""Pages that can be asked for in one scenario, and for how long."""
SERVER_ERROR = 500
AT_ONCE = 50
"""Pages that may be asked for in one request."""


class Outages:
    def __init__(self, system: System, scraping: Scraping, catalogue: Catalogue) -> None:
        self._system, self._scraping, self._catalogue = system, scraping, catalogue
        self._history = History(lost=(Unreachable,))
        self._gone, self._gone_ids = "", list[str]()
        """The ids of the catalogue that is removed, and of what is in it."""
        self._many = list[str]()
        """The scrapes of pages that are not there."""
        self.untold = 0
        """Of how much of that catalogue processor has not been told, since it is away."""

    def go_on(self, seconds: float, misfortunes: Sequence[Misfortune]) -> None:
        """Ask for page after page while this befalls the platform, and for one more when all is well."""
        _ = self._catalogue.name
        self._scraping.processing()
        names = [f"Evening {number}" for number in range(MOST)]
        for name in names:
            self._scraping.announce(name)
        with self._system.world.faults.meanwhile(misfortunes, self._history.happened) as all_begun:
            for elapsed, name in zip(looks(MOST_SECONDS, PAUSE, stretch=1), names[1:], strict=False):
                self._ask(name)
                if elapsed >= seconds and all_begun():
                    break
        self._ask(names[0])

    def _ask(self, name: str) -> None:
        one = self._scraping.pages[name]
        with self._history.record("Ines", ASKED, "the catalogue", name) as asked:
            reply = self._scraping.ask_for(one.url)
            if reply.status >= SERVER_ERROR:
                asked.lose()
            else:
                one.scrape = data(reply, 202)

    def check_all_done(self) -> None:
        """Nothing is under way any more, and each page that was accepted is one event; no other is."""
        self.await_idle()
        with self._history.record("somebody", READ, "the catalogue") as reading:
            reading.value = [event["name"] for event in self._catalogue.listed()]
        hold(exactly_once(self._history, added=ASKED, read=READ, things="pages"), self._history, promise="EV-02")
        for name, one in self._scraping.pages.items():
            if one.scrape:
                told = self._scraping.scrape(name)
                assert_that((told["state"], told["reason"]), equal_to(("done", None)), f'the scrape of "{name}"')

    def await_idle(self) -> None:
        """Wait until processor says that it has nothing to do, and knows of every page that was accepted."""
        accepted = sum(bool(one.scrape) for one in self._scraping.pages.values())

        def left() -> bool:
            told = self._scraping.processing()
            return bool(told["done"] + told["failed"] >= accepted and not told["waiting"] + told["running"])

        eventually(left, equal_to(True), within=AGAIN_WITHIN, what="whether all pages are done")

    def check_nothing_left(self) -> None:
        """Where the suite may look: nothing is waiting to be handed over or to be done, and no lease is held."""
        if self._system.database is None:
            return
        left: dict[str, Any] = self._system.database.rows(
            "SELECT (SELECT count(*) FROM events.handovers WHERE payload ->> 'catalogue_id' = c.id::text) AS handovers,"
            " (SELECT count(*) FROM processor.jobs WHERE catalogue_id = c.id AND ended_at IS NULL) AS jobs,"
            " (SELECT count(*) FROM events.scrapes WHERE catalogue_id = c.id AND ended_at IS NULL) AS scrapes"
            " FROM events.catalogues c WHERE c.name = %s",
            (self._catalogue.name,),
        )[0]
        assert_that(left, equal_to({"handovers": 0, "jobs": 0, "scrapes": 0}), "what is left to do")

    # Nothing but processor is away

    def check_waiting(self) -> None:
        """Each was accepted, waits as what it is, and is no event."""
        for name in self._scraping.pages:
            assert_that(self._scraping.scrape(name)["state"], equal_to("queued"), f'the state of "{name}"')
            self._scraping.check_visits(name, 0)
        assert_that(self._catalogue.listed(), equal_to([]), "the events of the catalogue")

    def check_not_told(self) -> None:
        """Who asks how the work goes on is told when to ask again."""
        reply = self._catalogue.kept_by().get(f"{self._catalogue.path}/processing")
        refused(reply, 503)
        assert reply.headers.get("retry-after", "").isdigit(), "it does not say when to ask again"

    def have_other(self) -> None:
        """Let the first page be an event of another catalogue as well."""
        client, other = self._catalogue.kept_by(), self._catalogue.other
        data(self._scraping.ask_for(next(iter(self._scraping.pages.values())).url, catalogue=other), 202)
        eventually(
            lambda: data(client.get(f"/api/v1/catalogues/{other}/events"))["total"],
            equal_to(1),
            within=AGAIN_WITHIN,
            what="how many events the other catalogue has",
        )

    def have_one_wait_in_other(self) -> None:
        """Ask for one more page in it."""
        second = [*self._scraping.pages.values()][1]
        data(self._scraping.ask_for(second.url, catalogue=self._catalogue.other), 202)
        self.untold += 1

    def remove_other(self) -> None:
        """Remove it with all that is in it."""
        client, other = self._catalogue.kept_by(), self._catalogue.other
        self._gone = self._catalogue.identity_of_other
        listed = data(client.get(f"/api/v1/catalogues/{other}/events"))["events"]
        linked = (one["id"] for event in listed for what in ("speakers", "companies") for one in event[what])
        self._gone_ids = [*(event["id"] for event in listed), *linked]
        reply = client.delete(f"/api/v1/catalogues/{other}")
        assert_that(reply.status, equal_to(204), "the answer to removing the other catalogue")
        self.untold += 1

    def check_other_gone(self) -> None:
        """Where the suite may look: neither work nor pages of it are left, when all that was asked for is done."""
        refused(self._catalogue.open().get(f"/api/v1/catalogues/{self._catalogue.other}/events"), 404)
        self.await_idle()
        database = self._system.database
        if database is not None:
            counted = "SELECT count(*) FROM processor.jobs WHERE catalogue_id = %s::uuid"
            eventually(
                lambda: database.value(counted, (self._catalogue.identity_of_other,)),
                equal_to(0),
                within=HEARD_WITHIN,
                what="how many jobs are left of the catalogue that was removed",
            )
            passes, stays = self._system.contract.passes, database.census(mentioning=[self._gone, *self._gone_ids])
            left = sorted({row.place for row in stays if row.place not in passes})
            assert_that(left, equal_to([]), "the tables that have something of the catalogue that was removed")
        self._catalogue.make_again(self._catalogue.other)
        listed = data(self._catalogue.open().get(f"/api/v1/catalogues/{self._catalogue.other}/events"))
        assert_that(listed["total"], equal_to(0), "how many events there are in a new catalogue of the same name")

    def ask_for_many(self, count: int) -> None:
        """Have so many pages scraped that are not there, as many at a time as may be."""
        site = self._scraping.site.stage("not-there", status=404)
        urls = [f"{site}?page={number}" for number in range(count)]
        for first in range(0, count, AT_ONCE):
            some = self._scraping.ask_for_many(urls[first : first + AT_ONCE])
            self._many += [one["scrape"]["id"] for one in some]

    def check_many_refused(self) -> None:
        """Each was asked for and has failed, once, and nothing of them is left to do."""
        self._check_counted(len(self._scraping.pages), len(self._many), within=AGAIN_WITHIN)
        client, path = self._catalogue.kept_by(), f"{self._catalogue.path}/scrapes"
        for number, one in enumerate(self._many):
            told = data(client.get(f"{path}/{one}"))
            ended = (told["state"], told["reason"], told["tries"])
            assert_that(ended, equal_to(("failed", "PAGE_REFUSED", 1)), f"how the {number + 1}. of those pages ended")
        visits = len(self._scraping.site.visits("not-there"))
        assert_that(visits, equal_to(len(self._many)), "how often they were asked for, all together")

    def check_usable(self) -> None:
        """What needs no processor works: telling of an event, finding it, asking for many pages at once."""
        pages = self._scraping.pages.values()
        path, body = f"{self._catalogue.path}/scrapes/batch", {"urls": [one.url for one in pages]}
        many = data(self._catalogue.kept_by().post(path, json=body))["results"]
        scrapes = [one["scrape"]["id"] if one["scrape"] else one["error"]["code"] for one in many]
        assert_that(scrapes, equal_to([one.scrape["id"] for one in pages]), "the scrapes of pages that wait already")
        told = self._catalogue.add(Facts("Told by hand", topics=("Bees",)))
        found = data(self._catalogue.open().get(f"{self._catalogue.path}/events/search", params={"q": "bees"}))
        assert_that([one["id"] for one in found], equal_to([told["id"]]), "what is found while processor is away")

    def check_each_once(self) -> None:
        """Each page that was asked for becomes one event that tells all of it, and that is all that was done."""
        for name in self._scraping.pages:
            self._scraping.await_end(name, within=AGAIN_WITHIN)
            self._scraping.check_event(name)
        found = sorted(event["name"] for event in self._catalogue.listed())
        assert_that(found, equal_to(sorted(self._catalogue.told)), "the events of the catalogue")
        assert set(self._scraping.pages) <= set(found), "a page that was asked for is no event"
        self._catalogue.check_named()
        self._check_counted(len(self._scraping.pages))

    def _check_counted(self, done: int, failed: int = 0, within: float = SETTLES) -> None:
        wanted = {"waiting": 0, "running": 0, "done": done, "failed": failed}
        eventually(
            lambda: {key: self._scraping.processing()[key] for key in wanted},
            equal_to(wanted),
            within=within,
            what="how much is told to be done in the catalogue",
        )
