"""Where pages are fetched from, what is taken, and who may have it done."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hamcrest import assert_that, close_to, equal_to, greater_than

from support.clients.http import Reply
from support.observing.waiting import eventually, never, now
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.events.addresses import ADDRESSES
from support.systems.events.catalogue import API, LINES, Catalogue
from support.systems.events.facts import Facts
from support.systems.events.pages_to_scrape import REFUSALS
from support.systems.events.people import EVERYBODY
from support.systems.events.scraping import DONE_WITHIN, SETTLES, Scraping
from support.systems.events.site import FAILS_FOR_EVER
from support.systems.events.site import ROBOTS as SITE_ROBOTS
from support.systems.system import System

LARGEST = 10_000_000
TOO_LARGE = LARGEST + 1_000_000
PAGE_BYTES = 1024 * 1024
"""As large as a page may be."""
PIECE = 1_000_000
JSON = {"Content-Type": "application/json"}
MINUTE = 60.0
OFTEN, OFTEN_BY_KEY = 60, 6_000
"""How often a person, and whoever has a key, may have pages scraped in a minute."""
NEARLY = 3.0
"""Seconds by which what is told of when to come back may be off: whole seconds, and what the asking took."""
REASONS = {
    "the site keeps failing": "SITE_FAILING",
    "the site refuses it": "PAGE_REFUSED",
    "there is no event on it": "NO_EVENT",
    "it cannot be read": "EXTRACTION_FAILED",
    "robots may not have it": "ROBOTS_DISALLOWED",
    "the site is not allowed": "SITE_NOT_ALLOWED",
    "the address is private": "ADDRESS_PRIVATE",
    "the address is none": "ADDRESS_MALFORMED",
    "it is led on too often": "TOO_MANY_REDIRECTS",
    "it is too large": "PAGE_TOO_LARGE",
    "it is no web page": "WRONG_CONTENT_TYPE",
}
"""Why a scrape failed or was refused, and what Events calls it."""
ODD: Mapping[str, Mapping[str, Any]] = {
    "endless": {"endless": True},
    "a little too large": {},
    "as large as one may be": {},
    "a picture": {"content_type": "image/png"},
    "plain text": {"content_type": "text/plain"},
    "of no type": {"content_type": ""},
    "of a type in capitals": {"content_type": "TEXT/HTML;Charset=UTF-8"},
    "of a charset that is none": {"content_type": "text/html; charset=unicode_escape"},
    "XHTML": {"content_type": "application/xhtml+xml; charset=utf-8"},
}
FAILS: Mapping[str, Mapping[str, Any]] = {
    "the site refuses it": {"status": 404},
    "robots may not have it": {"folder": "private/"},
    "it is no web page": ODD["a picture"],
    "it is too large": ODD["endless"],
    "the site keeps failing": {"failures": FAILS_FOR_EVER},
    "there is no event on it": {"html": "<!doctype html><title>An essay</title><p>On empty evenings.</p>"},
}
REMARKS = {"of a charset that is none": r"\ud800"}
"""What else stands on a page: half a letter, for whoever reads it in that charset."""
LEADS = {
    "the address is private": "this machine",
    "the site is not allowed": "another site",
    "it is led on too often": "itself",
}
"""What a page is like whose scrape fails for a reason, or where it leads."""
SIZES = {"a little too large": 1, "as large as one may be": 0}
"""By how many bytes a page is larger than one may be."""
FORBIDS_US = {
    "html": "User-agent: *\nAllow: /\n\nUser-agent: EventsBot\nDisallow: /\n",
    "content_type": "text/plain",
}
ROBOTS: Mapping[str, Mapping[str, Any]] = {
    "cannot be had": {"status": 503},
    "forbids us all of the site": FORBIDS_US,
    "forbids us all, and is sent as a page": {"html": FORBIDS_US["html"]},
    "forbids us all, and is very long": {**FORBIDS_US, "html": FORBIDS_US["html"] + "# and so on\n" * 60_000},
    "is not there": {"status": 404},
}
"""What robots.txt may be."""
BROKEN: Mapping[str, Mapping[str, Any]] = {
    "breaks down": {"status": 500},
    "is behind what breaks down": {"status": 502},
    "is too slow for what is before it": {"status": 504},
}
"""How it cannot be had."""
SEEN_WITHIN = 5.0
"""Seconds until processor has looked at robots.txt once more."""
ANSWERS = {"asked to sign in": (401, ""), "refused": (403, ""), "refused for its key": (403, "AUTH_KEY_INVALID")}
"""How somebody is refused, in the words of the features: the status, and the code where it matters."""


class Manners:
    def __init__(self, system: System, catalogue: Catalogue, scraping: Scraping, accounts: Accounts) -> None:
        self._system, self._catalogue, self._scraping, self._accounts = system, catalogue, scraping, accounts
        self._reply: Reply | None = None
        self._began = 0.0
        self._own, self._key = "", dict[str, str]()
        """The catalogue that a program keeps, and its key."""
        self._refused: dict[str, str] = {}
        """How addresses are refused, by what they are."""
        self._odd: dict[str, str] = {}
        """Why the scrape of a page has to fail, by its event; empty for one that has to be done."""
        self._catalogues = 0
        """How many were made for a page each."""
        self._held = ""
        """The event whose change is refused."""

    # Where

    def stage_of_size(self, name: str, size: int) -> None:
        """A page of so many bytes: of letters that take two, in a remark before all that it shows."""
        one = self._scraping.announce(name)
        missing = size - len(f"{one.page.html}<!---->".encode())
        remark = f"<!--{'ü' * (missing // 2)}{'u' * (missing % 2)}-->"
        self._scraping.site.stage(one.path, html=one.page.html.replace("<body>", f"<body>{remark}", 1))

    def stage_odd(self, name: str, odd: str) -> None:
        """A page of another size or type than most."""
        if odd in SIZES:
            self.stage_of_size(name, PAGE_BYTES + SIZES[odd])
            return
        one = self._scraping.announce(name, **ODD[odd])
        if odd in REMARKS:
            self._scraping.site.stage(one.path, **{**ODD[odd], "html": f"{one.page.html}<!--{REMARKS[odd]}-->"})

    def ask_odd(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Have pages scraped, each as odd as its row says."""
        for row in rows:
            name = f"One that is {row['what']}"
            self.stage_odd(name, row["what"])
            self._odd[name] = REASONS.get(row["and end as"], "")
        self._scraping.ask_all()

    def check_odd(self) -> None:
        """Each has failed for its reason, or is an event that tells what the page tells; there is no other."""
        for name, reason in self._odd.items():
            if reason:
                self._scraping.check_ended(name, reason)
            else:
                self._scraping.await_end(name)
                self._scraping.check_event(name)
        there = sorted(one["name"] for one in self._catalogue.listed())
        assert_that(there, equal_to(sorted(name for name, reason in self._odd.items() if not reason)), "the events")

    def stage_moved(self, name: str, to: str) -> None:
        """A page that has moved to an address, to the page of another event, or to itself."""
        one = self._scraping.announce(name)
        known = self._scraping.pages.get(to)
        location = one.url if to == "itself" else known.url if known else ADDRESSES[to]
        self._scraping.site.stage(one.path, status=302, location=location)

    def stage_failing(self, reason: str) -> str:
        """A page whose scrape fails for this reason; what its event is called."""
        name = f"One of which {reason}"
        if reason in FAILS:
            self._scraping.announce(name, **FAILS[reason])
        else:
            self.stage_moved(name, LEADS[reason])
        return name

    # As robots.txt says now

    def set_robots(self, says: str) -> None:
        """Let robots.txt be this, and have a page scraped for another catalogue until processor has looked at it."""
        site = self._scraping.site
        site.stage_for_all(SITE_ROBOTS, **ROBOTS[says])
        self._await_look()

    def _await_look(self) -> None:
        """Have a page scraped for another catalogue until processor has looked at robots.txt once more."""
        site = self._scraping.site
        url, before = site.stage("anything", html="<title>Anything</title>"), len(site.visits_of_all(SITE_ROBOTS))

        def looked() -> int:
            data(self._scraping.ask_for(url, again=True, catalogue=self._catalogue.other), 202)
            return len(site.visits_of_all(SITE_ROBOTS))

        eventually(looked, greater_than(before), within=SEEN_WITHIN, what="how often robots.txt was asked for")

    def check_robots(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Whatever becomes of robots.txt, a page that nobody has asked for yet waits, is read, or may not be had.

        Those that wait come first: what could not be had is looked at anew for each page.
        """
        rules = self._scraping.site.stage("rules", **FORBIDS_US)
        for number, row in enumerate(rows):
            name = told = f"a page of a site whose robots.txt {row['robots.txt']}"
            one = self._scraping.announce(name)
            ways = {**ROBOTS, **BROKEN, **_refusals(), "has moved to one that forbids us all": _moved(rules)}
            self._scraping.site.stage_for_all(SITE_ROBOTS, **ways[row["robots.txt"]])
            if number == 0 or row["the page"] != "waits":
                self._await_look()
            if row["the page"] == "waits":
                self._check_tried_in_vain(one.url, told)
                assert_that(len(self._scraping.site.visits(one.path)), equal_to(0), f"how often {told} is asked for")
                continue
            self._scraping.ask(name)
            is_read = row["the page"] == "is read"
            last = self._scraping.await_end(name, "done" if is_read else "failed")
            assert_that(last["reason"], equal_to(None if is_read else "ROBOTS_DISALLOWED"), f"why {told} fails")
            self._scraping.check_visits(name, int(is_read))

    def _check_tried_in_vain(self, url: str, told: str) -> None:
        """For a catalogue of its own, so that no other page of the site counts: it was tried, and is to be again."""
        catalogue = self._catalogue.make(f"v{self._catalogues}-{self._catalogue.name}"[:60])
        self._catalogues += 1
        scrape = data(self._scraping.ask_for(url, catalogue=catalogue), 202)["id"]
        path, client = f"/api/v1/catalogues/{catalogue}", self._catalogue.kept_by()

        def tried() -> tuple[bool, int]:
            seen = data(client.get(f"{path}/scrapes/{scrape}"))
            waiting = data(client.get(f"{path}/processing"))["waiting"]
            return seen["tries"] > 0 and not seen["ended_at"], waiting

        eventually(tried, equal_to((True, 1)), within=DONE_WITHIN, what=f"whether {told} was tried, and how many wait")

    def check_waits(self, name: str) -> None:
        """It has not ended, and nobody asks for the page."""
        never(
            lambda: len(self._scraping.site.visits(self._scraping.pages[name].path)),
            greater_than(0),
            during=SETTLES,
            what=f'how often the page of "{name}" is asked for while robots.txt cannot be had',
        )
        assert_that(self._scraping.scrape(name)["ended_at"], equal_to(None), f'when the scrape of "{name}" ended')

    def scrape_again(self, name: str, reason: str = "") -> None:
        """Have a known page scraped again, which fails for this reason without a visit, or is done with one."""
        before = len(self._scraping.site.visits(self._scraping.pages[name].path))
        data(self._scraping.ask(name, again=True), 202)
        found = self._scraping.await_end(name, "failed" if reason else "done")
        assert_that(found["reason"] or "", equal_to(reason), f'why the scrape of "{name}" failed')
        self._scraping.check_visits(name, before + (not reason))

    def check_refused_by_name(self, rows: Sequence[Mapping[str, str]]) -> None:
        """Each address is refused when it is told, by name; nothing is queued."""
        wanted = [REASONS[row["refused because"]] for row in rows]
        self._refused = dict(zip([row["what"] for row in rows], wanted, strict=True))
        for row, code in zip(rows, wanted, strict=True):
            for again in (False, True):
                reply = self._scraping.ask_for(ADDRESSES[row["what"]], again=again)
                refusal = refused(reply, 422 if code == "ADDRESS_MALFORMED" else 403)
                assert_that(refusal.code, equal_to(code), f"how {row['what']} is refused")
        urls = [ADDRESSES[row["what"]] for row in rows]
        many = data(self._catalogue.kept_by().post(f"{self._catalogue.path}/scrapes/batch", json={"urls": urls}))
        assert_that([one["error"]["code"] for one in many["results"]], equal_to(wanted), "how they are refused at once")
        assert self._catalogue.rows("scrapes") in (None, 0), "something waits to be scraped"
        told = self._scraping.processing()
        assert_that(
            told["waiting"] + told["running"] + told["done"] + told["failed"], equal_to(0), "what there is to do"
        )

    def check_refused_by_detour(self) -> None:
        """A page that has moved to any of these addresses fails as the address itself is refused."""
        reasons = self._refused
        names = {f"To {what}": what for what, reason in reasons.items() if reason != "ADDRESS_MALFORMED"}
        for name, what in names.items():
            self.stage_moved(name, what)
        self._scraping.ask_all([*names])
        for name, what in names.items():
            self._scraping.check_ended(name, reasons[what])

    # What

    def check_too_large(self) -> None:
        """By every door that takes something."""
        body = b'{"name": "' + b"x" * TOO_LARGE + b'"}'
        client = self._catalogue.kept_by()
        for method, path, headers in self._doors():
            for sent in (body, _in_pieces(body)):  # whoever sends it piece by piece does not say how much will come
                refused(client.request(method, path, content=sent, headers=headers, timeout=30), 413)
            sent = b"{" + b" " * (LARGEST - 1)
            status = client.request(method, path, content=sent, headers=headers, timeout=30).status
            assert status != 413, f"{LARGEST} bytes are too large for {method} {path}"

    def check_other_type(self) -> None:
        """By every door that takes something."""
        for method, path, right in self._doors():
            for given in ({"Content-Type": "text/plain"}, {"Content-Type": "application/xml"}, LINES, JSON):
                if given != right:
                    sent = self._catalogue.kept_by().request(method, path, content=b'{"name": "Odd"}', headers=given)
                    code = refused(sent, 415).code
                    assert_that(code, equal_to("CONTENT_TYPE_UNSUPPORTED"), f"how {path} refuses {given}")
            right_as_well = {"Content-Type": f"{right['Content-Type'].title()}; charset=utf-8"}
            sent = self._catalogue.kept_by().request(method, path, content=b"{", headers=right_as_well)
            assert sent.status not in (415, 500), f"{path} does not take {right_as_well}: {sent.text[:200]}"

    def _doors(self) -> list[tuple[str, str, Mapping[str, str]]]:
        """Where something is sent to: how, and as what."""
        self._held = self._held or self._catalogue.add(Facts("Held"))["id"]
        places = [f"{self._catalogue.path}/{one}" for one in ("events", "events/batch", "scrapes", "scrapes/batch")]
        return [
            *(("POST", one, JSON) for one in places),
            ("POST", f"{self._catalogue.path}/import", LINES),
            ("PATCH", f"/api/v1/events/{self._held}", JSON),
        ]

    def check_nothing_left(self) -> None:
        """But for the event that was there to be changed, which is as it was."""
        assert_that([one["id"] for one in self._catalogue.listed()], equal_to([self._held]), "the events there are")
        self._catalogue.check_shown(self._held)

    # Who

    def check_askers(self, name: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Whoever asks for a page, one after the other, is answered as their row says."""
        for row in rows:
            who = row["who"]
            self.ask_as(EVERYBODY.get(who, who), name)
            self.check_answered(row["answered"], who)

    def ask_as(self, who: Persona | str, name: str) -> None:
        """Ask for a page as somebody, or as a program with a key."""
        path, body = f"{self._catalogue.path}/scrapes", {"url": self._scraping.pages[name].url, "again": True}
        if isinstance(who, Persona):
            self._reply = self._accounts.as_(who, API).post(path, json=body)
        elif who.startswith("a program"):
            given = self._system.platform.credentials
            keys = [given[f"{role}_key"] for role in ("admin", "organiser") if f"the {role}'s" in who]
            for key in keys or ["nobody's-key-at-all-0123456789abcdef", *_nearly(given["admin_key"])]:
                self._reply = self._system.service(API).post(path, json=body, headers={"X-Api-Key": key})
                if not keys:
                    self.check_answered("refused for its key", who)
        else:
            self._reply = self._system.service(API).post(path, json=body)

    def check_answered(self, how: str, who: str) -> None:
        """Accepted, or refused with a status or a code; what was refused waits for nothing."""
        reply = self._reply
        assert reply is not None, "nobody asked for anything"
        if how == "accepted":
            assert_that(reply.status, equal_to(202), f"how {who} is answered")
            data(reply, 202)
            return
        status, code = ANSWERS[how]
        assert_that(reply.status, equal_to(status), f"how {who} is answered")
        refusal = refused(reply, status)
        assert code in ("", refusal.code), f"{who} is refused as {refusal.code}"
        assert self._catalogue.rows("scrapes") in (None, 0), "something waits to be scraped"

    def keep_by_key(self) -> None:
        """Have a program make a catalogue with the organiser's key; it goes with the scenario."""
        self._key = {"X-Api-Key": self._system.platform.credentials["organiser_key"]}
        self._own = f"k-{self._system.world.data.mark}"
        client = self._system.service(API)
        data(client.post("/api/v1/catalogues", json={"name": self._own}, headers=self._key), 201)
        path = f"/api/v1/catalogues/{self._own}"
        self._system.world.cleanup.add("remove a program's catalogue", lambda: client.delete(path, headers=self._key))

    def check_kept_by_key(self, name: str) -> None:
        """It may do there what a keeper may, and the keeper of another catalogue may not."""
        path, client = f"/api/v1/catalogues/{self._own}", self._system.service(API)
        told = data(client.post(f"{path}/events", json={"name": "By key"}, headers=self._key), 201)
        event = f"/api/v1/events/{told['id']}"
        changed = data(client.request("PATCH", event, json={"place": "Basel"}, headers=self._key))
        assert_that((changed["name"], changed["place"]), equal_to(("By key", "Basel")), "what the program told of")
        url = {"url": self._scraping.pages[name].url}
        scrape = data(client.post(f"{path}/scrapes", json=url, headers=self._key), 202)["id"]
        eventually(
            lambda: data(client.get(f"{path}/scrapes/{scrape}", headers=self._key))["state"],
            equal_to("done"),
            within=DONE_WITHIN,
            what="the state of the scrape of a program",
        )
        refused(self._catalogue.kept_by().delete(event), 403)
        for gone in (event, path):
            assert_that(client.delete(gone, headers=self._key).status, equal_to(204), "the answer to removing it")
        refused(client.get(f"{path}/events"), 404)

    # How often

    def ask_often(self, name: str, times: int) -> None:
        client = self._catalogue.kept_by()
        path, body = f"{self._catalogue.path}/scrapes", {"url": self._scraping.pages[name].url}
        self._began = now()
        for number in range(times - 1):
            reply = client.post(path, json=body)
            assert reply.status in (200, 202), f"the {number + 1}. time is answered {reply.status}: {reply.text[:200]}"
            self._check_left(reply, times, times - number - 1)
        last, more = data(client.post(f"{path}/batch", json={"urls": [body["url"]] * 2}))["results"]
        told = (last["status"], more["status"], (more["error"] or {}).get("code"))
        assert_that(told, equal_to(("accepted", "failed", "RATE_LIMIT_EXCEEDED")), "the last one, and one that is more")

    def _check_left(self, reply: Reply, limit: int, left: int) -> None:
        """Its headers tell how often one may ask, how often still, and within a minute until when."""
        told = [reply.headers.get(f"x-ratelimit-{what}", "") for what in ("limit", "remaining", "reset")]
        assert_that(
            told[:2], equal_to([str(limit), str(left)]), "how often one may ask in a minute, and how often still"
        )
        assert told[2].isdigit() and 0 < int(told[2]) <= MINUTE, f"there is room for more in {told[2]!r} seconds"

    def check_held_up(self, name: str) -> None:
        """The next one is refused, with the seconds until the first of them is a minute ago."""
        path, body = f"{self._catalogue.path}/scrapes", {"url": self._scraping.pages[name].url}
        reply = self._catalogue.kept_by().post(path, json=body)
        elapsed = now() - self._began
        refused(reply, 429)
        self._check_left(reply, OFTEN, 0)
        if self._system.cache is not None:  # the key goes with the last that is remembered
            lives = self._system.cache.ttl(f"rate_limit:scrape:{self._accounts.of(self._catalogue.keeper).id}") or 0.0
            assert 0 < lives <= MINUTE, f"it is remembered for {lives} seconds, and not for a minute"
        told = reply.headers.get("retry-after", "")
        assert told.isdigit(), f"it says {told!r} of when to come back"
        assert_that(float(told), close_to(MINUTE - elapsed, NEARLY), "the seconds until one may come back")
        elsewhere = f"/api/v1/catalogues/{self._catalogue.other}/scrapes"
        refused(self._catalogue.kept_by().post(elsewhere, json=body), 429)
        body["url"] = f"{body['url']}?once=more"
        many = data(self._catalogue.kept_by().post(f"{path}/batch", json={"urls": [body["url"]]}))
        assert_that((many["accepted"], many["failed"]), equal_to((0, 1)), "what is accepted of many at once")

    def check_not_held_up(self, who: Persona, name: str) -> None:
        self.ask_as(who, name)
        assert self._reply is not None and self._reply.status == 202, f"{who.name} is held up as well"
        self._check_left(self._reply, OFTEN, OFTEN - 1)
        self.ask_as("a program with the admin's key", name)
        self._check_left(self._reply, OFTEN_BY_KEY, int(self._reply.headers.get("x-ratelimit-remaining", -1)))


def _moved(to: str) -> Mapping[str, Any]:
    return {"status": 301, "location": to}


def _refusals() -> Mapping[str, Mapping[str, Any]]:
    return {way: {"status": status} for way, status in REFUSALS.items()}


def _in_pieces(body: bytes) -> Iterator[bytes]:
    for start in range(0, len(body), PIECE):
        yield body[start : start + PIECE]


def _nearly(key: str) -> list[str]:
    """Keys that are almost this one: none, the first half, without its end, with more to it, in other letters."""
    return ["", key[: len(key) // 2], key[:-1], f"{key}x", key.swapcase()]
