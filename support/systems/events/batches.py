"""Many events or pages at once, and what is reported of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from hamcrest import assert_that, equal_to

from support.clients.http import Reply
from support.systems.answers import data, refused
from support.systems.events.addresses import ADDRESSES
from support.systems.events.catalogue import Catalogue
from support.systems.events.facts import Facts, Speaker
from support.systems.events.manners import REASONS
from support.systems.events.scraping import Scraping

KNOWN = "https://lu.ma/known"
TWICE = "https://lu.ma/twice"
AT_ONCE, TOGETHER = timedelta(seconds=0.9), 10
"""Between the first and the last of pages that are asked for at the same moment: less than one takes."""
MOST = 50
"""Of what may be told of at once."""
SLOW = 1.0
"""Seconds that a slow page takes."""


def _bad(what: str) -> Any:
    good = Facts("A good name", speakers=(Speaker("Ada"),)).body()
    changes: Mapping[str, Any] = {
        "one without a name": {"name": ""},
        "one whose name is too long": {"name": "n" * 201},
        "one with a date that is none": {"date": "tomorrow"},
        "one with a speaker who has no name": {"speakers": [{"name": " "}]},
        "one that is no event at all": None,
        "one with an address that is known": {"url": KNOWN},
        "one with the address of another one": {"url": TWICE},
    }
    return {**good, **changes[what]} if changes[what] is not None else "no event"


class Batches:
    def __init__(self, catalogue: Catalogue, scraping: Scraping) -> None:
        self._catalogue, self._scraping = catalogue, scraping
        self._sent: list[Any] = []
        """What was told of, in order: facts that are good, or rows of what is wrong."""
        self._reply: Reply | None = None

    def tell(self, sent: Sequence[Facts | Mapping[str, str]]) -> None:
        """Tell of all of these at once."""
        self._sent = [*sent]
        told = [one.body() if isinstance(one, Facts) else _bad(one["what is wrong"]) for one in sent]
        self._reply = self._catalogue.kept_by().post(f"{self._catalogue.path}/events/batch", json={"events": told})

    def tell_with(self, bad: Sequence[Mapping[str, str]]) -> None:
        """Tell of these bad ones, with good ones before, between and behind them."""
        self._catalogue.add(Facts("Known", url=KNOWN))
        sent: list[Facts | Mapping[str, str]] = [Facts("Good 0", url=TWICE)]
        for number, row in enumerate(bad, 1):
            sent += [row, Facts(f"Good {number}", topics=("Bees",))]
        self.tell(sent)

    def check_reported(self) -> None:
        """Each by its place in what was sent; the sums are those of the items."""
        report = data(self._answer)
        good = [isinstance(one, Facts) for one in self._sent]
        told = [(one["index"], one["status"]) for one in report["results"]]
        wanted = [(at, "created" if fine else "failed") for at, fine in enumerate(good)]
        assert_that(told, equal_to(wanted), "what is reported of each")
        sums = (report["total"], report["successful"], report["failed"])
        assert_that(sums, equal_to((len(good), sum(good), len(good) - sum(good))), "the sums of the report")
        for one, sent in zip(report["results"], self._sent, strict=True):
            fault = one["event_id"] if isinstance(sent, Mapping) else one["error"]
            assert fault is None, f"what is reported of the {one['index']}. is two things at once: {one}"
            if isinstance(sent, Facts):
                self._catalogue.facts[one["event_id"]] = sent
            else:
                self._check_fault(one, sent)

    def _check_fault(self, one: Mapping[str, Any], sent: Mapping[str, str]) -> None:
        error, what = one["error"], sent["what is wrong"]
        if "address" in what:
            of = KNOWN if "known" in what else TWICE
            known = [identity for identity, facts in self._catalogue.facts.items() if facts.url == of]
            told = (error["code"], error["details"].get("event_id"))
            assert_that(told, equal_to(("EVENT_EXISTS", known[0])), f"what is said of {what}")
            return
        fields = {fault["field"].partition(".")[0] for fault in error["details"]["fields"]}
        wanted = ("VALIDATION_FAILED", {sent["refused for"]})
        assert_that((error["code"], fields), equal_to(wanted), f"what is said of {what}")

    def check_there(self) -> None:
        """All that was told of rightly is there as it was told, and nothing else."""
        there = sorted(event["id"] for event in self._catalogue.listed())
        assert_that(there, equal_to(sorted(self._catalogue.facts)), "the events of the catalogue")
        for identity in there:
            self._catalogue.check_shown(identity)
        self._catalogue.check_named()

    def check_refused(self) -> None:
        """As malformed; nothing came of it."""
        refused(self._answer, 422)
        assert_that(self._catalogue.listed(), equal_to([]), "the events of the catalogue")
        for table in ("events", "speakers", "scrapes"):
            assert self._catalogue.rows(table) in (None, 0), f"something is left in the table of {table}"

    @property
    def _answer(self) -> Reply:
        assert self._reply is not None, "nothing was told of at once"
        return self._reply

    # Pages

    def scrape(self, addresses: Sequence[Mapping[str, str]] = (), count: int | None = None) -> None:
        """Ask at once for all pages that are staged, with these bad ones among them, or for so many others.

        With bad ones among them the first page stands there twice.
        """
        pages = [*self._scraping.pages.items()]
        pages += pages[:1] if addresses else []
        self._sent = [*addresses, *(name for name, _ in pages)]
        urls = [ADDRESSES[one["what"]] for one in addresses] + [one.url for _, one in pages]
        urls += [f"{ADDRESSES['another site']}{number}" for number in range(count or 0)]
        self._reply = self._catalogue.kept_by().post(f"{self._catalogue.path}/scrapes/batch", json={"urls": urls})
        if count is None:
            self._note_accepted()

    def _note_accepted(self) -> None:
        report = data(self._answer)
        assert_that([one["index"] for one in report["results"]], equal_to([*range(len(self._sent))]), "the places")
        for one, sent in zip(report["results"], self._sent, strict=True):
            if isinstance(sent, str):
                page = self._scraping.pages[sent]
                assert_that((one["status"], one["url"]), equal_to(("accepted", page.url)), f'the report of "{sent}"')
                assert page.scrape.get("id", one["scrape"]["id"]) == one["scrape"]["id"], f'"{sent}" is scraped twice'
                page.scrape = one["scrape"]
        bad = sum(not isinstance(one, str) for one in self._sent)
        sums = (report["total"], report["accepted"], report["failed"])
        assert_that(sums, equal_to((len(self._sent), len(self._sent) - bad, bad)), "the sums of the report")

    def check_known(self) -> None:
        """Each is reported as known, by its event; no page was asked for again, and nothing else has been to do."""
        for name, page in self._scraping.pages.items():
            told = (page.scrape["known"], page.scrape["event_id"] in self._catalogue.facts, page.scrape["state"])
            assert_that(told, equal_to((True, True, "done")), f'what is told of "{name}", which is known')
            self._scraping.check_visits(name, 1)
        done = {"waiting": 0, "running": 0, "done": len(self._scraping.pages), "failed": 0}
        told_of_it = {key: self._scraping.processing()[key] for key in done}
        assert_that(told_of_it, equal_to(done), "what there was to do")

    def check_all_bad(self) -> None:
        """Each is reported as refused, at its place."""
        report = data(self._answer)
        told = [(one["index"], one["status"], one["error"]["code"]) for one in report["results"]]
        assert_that(told, equal_to([(at, "failed", "SITE_NOT_ALLOWED") for at in range(MOST)]), "what is reported")
        sums = (report["total"], report["accepted"], report["failed"])
        assert_that(sums, equal_to((MOST, 0, MOST)), "the sums of the report")

    def check_bad_addresses(self) -> None:
        for one, sent in zip(data(self._answer)["results"], self._sent, strict=True):
            if not isinstance(sent, str):
                told = (one["status"], one["url"], one["error"]["code"])
                wanted = ("failed", ADDRESSES[sent["what"]], REASONS[sent["refused because"]])
                assert_that(told, equal_to(wanted), "what is reported of a bad address")

    def check_at_once(self) -> None:
        """The tenth page was asked for before the first one had answered, and those behind it afterwards."""
        first = sorted(self._scraping.site.visits(one.path)[0].at for one in self._scraping.pages.values())
        late = [at - first[0] for at in first]
        assert late[TOGETHER - 1] < AT_ONCE, f"the tenth page was asked for {late[TOGETHER - 1]} after the first one"
        assert late[TOGETHER] >= AT_ONCE, f"the eleventh page was asked for {late[TOGETHER]} after the first one"
