"""Having pages scraped: what is staged and asked for, how far it is, and the event that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from hamcrest import assert_that, equal_to, greater_than, has_length, is_in

from support.clients.http import HttpClient, Reply
from support.observing.measuring import Sample, assert_at_most
from support.observing.waiting import eventually, looks, never, now
from support.systems.answers import data, refused
from support.systems.events.catalogue import API, Catalogue
from support.systems.events.facts import Facts, read, score, words
from support.systems.events.pages_to_scrape import EVERY_SHAPE, IN_UTF_8, SHAPES, Page, facts_of
from support.systems.events.site import FAILS_FOR_EVER, SLOW_FOR_EVER, Site
from support.systems.system import System

ENDED = ("done", "failed")
STATES = ("queued", "fetching", "extracting", "done")
DONE_WITHIN = 15.0
"""Seconds until a page that can be had is an event; more than is promised, which is measured on its own."""
CLOCKS_APART = 30.0
"""Seconds by which the clock of whoever asks may be wrong."""
SETTLES = 1.0
"""Seconds in which what is done is watched not to begin again."""


@dataclass
class Announced:
    """A page that the scenario has staged."""

    path: str
    url: str
    facts: Facts
    page: Page
    failures: int = 0
    """How often it cannot be had before it can."""
    scrape: dict[str, Any] = field(default_factory=dict)
    """As it was answered last."""


class Scraping:
    def __init__(self, system: System, catalogue: Catalogue, site: Site) -> None:
        self._system, self._catalogue, self.site = system, catalogue, site
        self.pages: dict[str, Announced] = {}
        """By the name of the event that each tells of."""
        self.failing: list[str] = []
        """Those that cannot be had until they are mended."""
        self._told_before = set[str]()
        """The words of the page that tells less now."""
        self.last = ""
        """The one that was asked for last."""

    # Pages

    def announce(
        self, name: str, shape: str = "in English", folder: str = "", month: int | None = None, **scene: Any
    ) -> Announced:
        """Stage a page of this shape that tells of an event of this name; each time in another month, unless told."""
        facts = facts_of(name, shape, len(self.pages) if month is None else month)
        page = SHAPES[shape](facts)
        path = f"{folder}{len(self.pages)}"
        url = self.site.stage(path, **{**page.body(), **scene})
        self.pages[name] = Announced(path, url, replace(facts, url=url), page, scene.get("failures", 0))
        if scene.get("failures") == FAILS_FOR_EVER or scene.get("delay_seconds") == SLOW_FOR_EVER:
            self.failing.append(name)
        return self.pages[name]

    def announce_all_sorts(self, count: int) -> None:
        """Stage pages in every language, in each of them in every month, and of every other shape."""
        for number, (shape, month) in enumerate(islice(EVERY_SHAPE, count)):
            self.announce(f"Evening {number}", shape, month=month)

    def tell_less(self, name: str) -> None:
        """Let a page tell of nothing but the name and the place of its event."""
        one = self.pages[name]
        self._told_before = {word for text in one.facts.texts().values() for word in words(text)}
        one.facts = Facts(name, place=one.facts.place, url=one.url)
        html = f"<!doctype html><title>{name}</title><h1>{name}</h1><address>{one.facts.place}</address>"
        one.page = Page(html)
        self.site.stage(one.path, html=html)

    def scrape_again(self, name: str) -> str:
        """Have a page scraped whose event is known; the id of the event, which is the one that was known."""
        known = self.pages[name].scrape["event_id"]
        before = self._catalogue.get(known)
        assert_that(self.ask(name, again=True).status, equal_to(202), f'the answer to having "{name}" scraped again')
        assert_that(self.await_end(name)["event_id"], equal_to(known), "the event of the second scrape")
        self.check_event(name)
        event = self._catalogue.get(known)
        told = (event["made_at"], event["changed_at"] > before["changed_at"])
        assert_that(told, equal_to((before["made_at"], True)), "when it was made, and changed since")
        for word in sorted(self._told_before):
            wanted = [known] if score(self.pages[name].facts, word) else []
            found = [one["id"] for one in self._search(word)]
            assert_that(found, equal_to(wanted), f'what is found by "{word}", which the page told before')
        return str(known)

    def mend_page(self, name: str) -> None:
        """Let a page that failed be what it ought to be."""
        one = self.pages[name]
        self.site.stage(one.path, **one.page.body())

    # Asking

    def program(self) -> HttpClient:
        """events-api without a person: for programs, which may ask more often."""
        return self._system.service(API)

    def ask_all(self, names: Sequence[str] = ()) -> None:
        """Ask for these pages, or for all of them; each has to be accepted."""
        for name in names or self.pages:
            data(self.ask(name), 202)

    def ask(self, name: str, *, again: bool = False) -> Reply:
        self.last = name
        reply = self.ask_for(self.pages[name].url, again=again)
        if reply.status in (200, 202):
            self.pages[name].scrape = data(reply, reply.status)
        return self._system.judge(reply)

    def ask_for(self, url: str, *, again: bool = False, catalogue: str = "") -> Reply:
        path = f"/api/v1/catalogues/{catalogue or self._catalogue.name}/scrapes"
        return self.program().post(path, json={"url": url, "again": again}, headers=self._key)

    def ask_for_many(self, urls: Sequence[str]) -> list[dict[str, Any]]:
        """Of fifty at most, all at once; the results, each of which has to be accepted."""
        path = f"{self._catalogue.path}/scrapes/batch"
        told = data(self.program().post(path, json={"urls": [*urls]}, headers=self._key))
        assert_that(told["accepted"], equal_to(len(urls)), "how many pages are accepted that are asked for at once")
        return list(told["results"])

    @property
    def _key(self) -> dict[str, str]:
        return {"X-Api-Key": self._system.platform.credentials["admin_key"]}

    def scrape(self, name: str) -> dict[str, Any]:
        """How far a scrape is, as its keeper is told."""
        one = self.pages[name]
        path = f"{self._catalogue.path}/scrapes/{one.scrape['id']}"
        one.scrape = data(self._catalogue.kept_by().get(path))
        return one.scrape

    def processing(self) -> dict[str, Any]:
        found: dict[str, Any] = data(self._catalogue.kept_by().get(f"{self._catalogue.path}/processing"))
        return found

    # What becomes of it

    def await_end(self, name: str, state: str = "done", within: float = DONE_WITHIN) -> dict[str, Any]:
        """Wait until a scrape has ended, and that as told; what was seen of it goes forward only."""
        seen: list[str] = []

        def look() -> str:
            found = str(self.scrape(name)["state"])
            if not seen or seen[-1] != found:
                seen.append(found)
            return found

        eventually(look, is_in(ENDED), within=within, what=f'the state of the scrape of "{name}"')
        last = self.pages[name].scrape
        assert_that(last["state"], equal_to(state), f'how "{name}" ended, with the reason {last["reason"]}')
        order = [STATES.index(one) for one in seen if one in STATES]
        assert_that(order, equal_to(sorted(order)), f'the states of the scrape of "{name}", {seen}')
        told = (last["catalogue"], last["url"], last["known"])
        wanted = (self._catalogue.name, self.pages[name].url, False)
        self._check_times(name, read(last["requested_at"]), read(last["ended_at"]))
        assert_that(bool(last["event_id"]), equal_to(state == "done"), f'whether there is an event of "{name}"')
        assert_that(told, equal_to(wanted), f'what else is said of the scrape of "{name}"')
        if state == "done":
            assert_that(last["reason"], equal_to(None), f'why "{name}" is said to have failed')
            self._catalogue.facts[last["event_id"]] = self.pages[name].facts
        return last

    def _check_times(self, name: str, asked: datetime, ended: datetime) -> None:
        """It was asked for and ended within the scenario, as far as clocks agree."""
        began, apart = self._system.world.started, timedelta(seconds=CLOCKS_APART)
        told = (
            f'"{name}" is said to be asked for at {asked} and to have ended at {ended}, within a scenario from {began}'
        )
        assert began - apart <= asked <= ended <= datetime.now(UTC) + apart, told

    def check_ended(self, name: str, reason: str) -> None:
        """It ended without an event, for this reason."""
        last = self.await_end(name, "failed")
        assert_that((last["reason"], last["event_id"]), equal_to((reason, None)), f'why "{name}" failed')

    def check_failed(self, name: str, reason: str) -> None:
        """It ended without an event, for this reason, and left none."""
        self.check_ended(name, reason)
        assert_that(self._catalogue.listed(), equal_to([]), "the events of the catalogue")

    def check_event(self, name: str) -> None:
        """The event tells what the page tells, in every text, link and number; and that it was scraped just now."""
        scrape = self.pages[name].scrape
        self._catalogue.check_shown(scrape["event_id"])
        event = self._catalogue.get(scrape["event_id"])
        for what in ("scraped_at", "changed_at"):
            said = event[what] or "never"
            meanwhile = scrape["requested_at"] <= said <= scrape["ended_at"]
            assert meanwhile, f'"{name}" is said to be {what} {said}, not while it was: {scrape}'
        assert event["made_at"] <= event["changed_at"], f'"{name}" is said to be made after it was changed: {event}'

    def check_kept_raw(self, name: str) -> None:
        """Where the suite may look: the page is stored as it came, once, and its job is done."""
        if self._system.database is None:
            return
        rows = self._system.database.rows(
            "SELECT j.state, p.body, p.url, p.content_type FROM processor.jobs j"
            " JOIN processor.pages p ON p.job_id = j.id JOIN events.catalogues c ON c.id = j.catalogue_id"
            " WHERE c.name = %s AND j.url = %s",
            (self._catalogue.name, self.pages[name].url),
        )
        page = self.pages[name].page
        sent = page.html.encode(page.options.get("charset", "utf-8"))
        kept = [(row["state"], bytes(row["body"]) == sent, row["url"], row["content_type"]) for row in rows]
        told = str(page.options.get("content_type", IN_UTF_8))
        assert_that(kept, equal_to([("done", True, self.pages[name].url, told)]), "what is kept of the page")

    def check_logged(self) -> None:
        """Where the suite may look: all who had to do with it have logged something under the id of this journey."""
        if "logs" in self._system.platform.capabilities:
            for service in (API, "processor", "extractor"):
                eventually(
                    lambda service=service: len(self._system.log(service)),  # type: ignore[misc]
                    greater_than(0),
                    within=SETTLES,
                    what=f"how many lines of this journey {service} has logged",
                )

    def check_tries_logged(self, failures: int) -> None:
        """Where the suite may look: processor warned of each failure under the id of this journey, and what followed.

        That others had to do with it only after the last failure shows that the journey went on under the same id.
        """
        if "logs" in self._system.platform.capabilities:
            eventually(
                lambda: [one["message"] for one in self._system.log("processor") if one["level"] == "WARNING"],
                has_length(failures),
                within=SETTLES,
                what="of which failures processor has warned under the id of this journey",
            )
            self.check_logged()

    def check_visits(self, name: str, count: int) -> None:
        agents = [one.agent for one in self.site.visits(self.pages[name].path)]
        assert_that(len(agents), equal_to(count), f'how often the page of "{name}" was asked for')
        assert all("EventsBot" in one for one in agents), f"it was asked for by {agents}"

    def check_tries(self, name: str, count: int) -> None:
        """So often was the page asked for, and so often it is said to have been."""
        self.check_visits(name, count)
        assert_that(self.scrape(name)["tries"], equal_to(count), f'how often "{name}" is said to have been tried')

    def check_not_asked_again(self, name: str) -> None:
        """One visit, and in a while still one."""
        self.check_visits(name, 1)
        never(
            lambda: len(self.site.visits(self.pages[name].path)),
            greater_than(1),
            during=SETTLES,
            what=f'how often the page of "{name}" is asked for',
        )

    # Refusals

    def check_refused(self, code: str, *statuses: int) -> None:
        """The last that was asked for was refused by name, and nothing is waiting for it."""
        found = refused(self._system.replies[-1], *statuses)
        assert_that(found.code, equal_to(code), "how it was refused")

    # How long it takes

    def measure(self, names: Sequence[str], at_once: int) -> Sample:
        """Have pages scraped, so many at once; seconds from asking until each is found by a search."""
        sample = Sample()
        for first in range(0, len(names), at_once):
            waiting = {name: now() for name in names[first : first + at_once] if self.ask(name).status == 202}
            for _ in looks(DONE_WITHIN, 0.05):
                for name in [name for name in waiting if self._is_found(name)]:
                    sample.add(now() - waiting.pop(name))
                if not waiting:
                    break
            assert not waiting, f"{', '.join(waiting)} are not found {DONE_WITHIN} s after they were asked for"
        return sample

    def _is_found(self, name: str) -> bool:
        return any(one["name"] == name for one in self._search(name))

    def _search(self, query: str) -> list[dict[str, Any]]:
        asked = {"q": query, "limit": 50}
        found: list[dict[str, Any]] = data(
            self._catalogue.open().get(f"{self._catalogue.path}/events/search", params=asked)
        )
        return found

    def check_soon(self, names: Sequence[str], at_once: int, limit: float) -> None:
        sample = self.measure(names, at_once)
        assert_at_most(sample, "p95", limit, "a page from asking for it until its event is found", "EV-01")
