"""Many who ask at once: how soon each is answered, whether rightly, and whether pages become events meanwhile."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from hamcrest import assert_that, equal_to

from support.clients.crowd import Answer, Client, Crowd, Request
from support.clients.unreachable import Unreachable
from support.observing import machine
from support.observing.broken import BrokenPromise
from support.observing.measuring import Sample, assert_at_most
from support.observing.waiting import eventually
from support.systems.accounts import Accounts
from support.systems.answers import data
from support.systems.events.catalogue import API, PAGE, Catalogue
from support.systems.events.scraping import Scraping
from support.systems.system import System

CONNECTED = 0.5
"""Seconds that all clients have to make their connections in, before the first of them asks."""
ENOUGH = 20
"""Answers of one kind in one stretch of time from which on its p95 is judged on its own."""
LONGEST_BURST = 10.0
"""Seconds in which everybody of a crowd that comes at the same moment is done."""
LIST, EVENT, SEARCH, NEAR, TELLING = (
    "a list",
    "an event",
    "a search",
    "what is near to something",
    "telling of an event",
)
CYCLE = (
    *(LIST, EVENT, SEARCH, LIST, NEAR, TELLING, EVENT, LIST, SEARCH),
    *(NEAR, EVENT, TELLING, LIST, SEARCH, EVENT, NEAR, LIST, TELLING),
)
"""What one after the other asks for: lists most often, and after them single events."""
LISTS: tuple[dict[str, Any], ...] = (
    {},
    {"page": 2},
    {"page": 3},
    {"place": "zürich"},
    {"topic": "Cooking"},
    {"limit": 50},
)
SEARCHES: tuple[dict[str, Any], ...] = (
    {"q": "AI hackathon"},
    {"q": "people", "limit": 50},
    {"q": "zürich harbour"},
    {"q": "builders of machines", "by": "meaning"},
)

Right = dict[str, list[tuple[str, Any]]]
"""By kind, what may be asked for, with the answer that somebody gets who asks alone."""
Telling = Generator[Request, Answer, Answer]


@dataclass(frozen=True)
class Stretch:
    """So many seconds in which so many a second ask."""

    seconds: float
    rate: int


class Load:
    """What clients of one scenario ask for. They read one catalogue, and tell of events in another."""

    def __init__(self, system: System, accounts: Accounts, catalogue: Catalogue, scraping: Scraping) -> None:
        self._system, self._accounts, self._catalogue, self._scraping = system, accounts, catalogue, scraping
        self._times: dict[tuple[str, str], Sample] = defaultdict(Sample)
        """By kind, and by the stretch of time."""
        self._wrong: list[str] = []
        self._scrapes: list[str] = []
        self._busy = 0.0
        self._told: dict[str, str] = {}
        """The names of events that clients were answered that Events knows now, by id."""

    def _crowd(self) -> Crowd:
        world, platform = self._system.world, self._system.platform
        return Crowd(
            platform.url(API), journal=world.journal, correlation_id=world.correlation_id, authority=platform.authority
        )

    def _run(self, clients: Sequence[Client], seconds: float) -> None:
        token = self._accounts.token(self._catalogue.keeper)
        self._crowd().run([(token, one) for one in clients], seconds)

    # So many a second

    def come(self, stretches: Sequence[Stretch]) -> None:
        """Let clients ask at these rates, however long those before them wait; pages are scraped at the last one."""
        right, _ = self._rightly_answered(), self._catalogue.other
        meanwhile = machine.Meanwhile()
        for number, stretch in enumerate(stretches, 1):
            if number == len(stretches):
                self._have_scraped()
            self._come(stretch, right)
        self._busy = meanwhile.others()

    def _come(self, stretch: Stretch, right: Right) -> None:
        """Everybody's moment is fixed beforehand: an answer that is late holds up nobody but who waits for it."""
        seconds = stretch.seconds * self._system.world.settings.load_times
        began, label = perf_counter() + CONNECTED, f"{stretch.rate} a second"
        moments = [(number, began + number / stretch.rate) for number in range(round(seconds * stretch.rate))]
        clients = [self._client(moments[line :: stretch.rate], right, label) for line in range(stretch.rate)]
        self._run(clients, CONNECTED + seconds)

    def _client(self, moments: Sequence[tuple[int, float]], right: Right, label: str) -> Client:
        """Whoever asks once a second, each time for what is next in turn."""
        own: dict[str, str] = {}
        for number, due in moments:
            kind = CYCLE[number % len(CYCLE)]
            try:
                if kind == TELLING:
                    answer = yield from self._tell(f"Rush {number} at {label}", due, own)
                else:
                    path, expected = right[kind][number // 7 % len(right[kind])]
                    answer = yield Request("GET", path, due=due)
                    self._judge(f"GET {path}", answer, 200, expected)
            except Unreachable as lost:
                self._wrong.append(str(lost))
            else:
                self._times[kind, label].add(answer.elapsed)

    def _tell(self, name: str, due: float, own: dict[str, str]) -> Telling:
        """Tell of an event; whoever has done so already changes what it is called."""
        path, body = f"/api/v1/catalogues/{self._catalogue.other}/events", json.dumps({"name": name}).encode()
        if own:
            identity = own["id"]
            answer = yield Request("PATCH", f"/api/v1/events/{identity}", body, due)
            told = self._judge("changing an event", answer, 200)
        else:
            answer = yield Request("POST", path, body, due)
            told = self._judge("telling of an event", answer, 201)
            own |= {"id": told.get("id", "")} if told else {}
        if told:
            if told["name"] != name:
                self._wrong.append(f'whoever told of "{name}" was answered "{told["name"]}"')
            self._told[told["id"]] = name
        return answer

    def _judge(self, what: str, answer: Answer, status: int, expected: Any = None) -> dict[str, Any]:
        """The data of a right answer; nothing, and a note, for any other."""
        found = json.loads(answer.body).get("data")
        if answer.status == status and expected in (None, found):
            return found if isinstance(found, dict) else {}
        why = "not what it is" if answer.status == status else answer.body[:200].decode("utf-8", "replace")
        self._wrong.append(f"{what} was answered {answer.status}, {why}")
        return {}

    def _rightly_answered(self) -> Right:
        client, path = self._catalogue.kept_by(), self._catalogue.path
        known = list(self._catalogue.facts)
        assert client.request("PUT", f"/api/v1/events/{known[0]}/attendance").status == 204, "nobody goes anywhere"
        speakers = [one["id"] for one in data(client.get(f"{path}/speakers"))[:4]]
        paths = {
            LIST: [f"{path}/events?{urlencode(asked)}" for asked in LISTS],
            EVENT: [f"/api/v1/events/{one}" for one in known[:10]],
            SEARCH: [f"{path}/events/search?{urlencode(asked)}" for asked in SEARCHES],
            NEAR: [
                *(f"/api/v1/events/{one}/similar" for one in known[10:14]),
                *(f"{path}/graph/speakers/{one}" for one in speakers),
                f"{path}/recommendations",
            ],
        }
        return {kind: [(one, data(client.get(one))) for one in asked] for kind, asked in paths.items()}

    def _have_scraped(self) -> None:
        for one in self._scraping.pages.values():
            self._scrapes.append(data(self._scraping.ask_for(one.url, catalogue=self._catalogue.other), 202)["id"])

    # A hundred at the same moment

    def tell_at_once(self, clients: int) -> None:
        """Each tells of an event, and reads it."""
        _ = self._catalogue.other
        due = perf_counter() + CONNECTED + clients / 100
        self._run([self._teller(f"One of many {number}", due) for number in range(clients)], LONGEST_BURST)

    def _teller(self, name: str, due: float) -> Client:
        try:
            answer = yield from self._tell(name, due, {})
            made = json.loads(answer.body).get("data") or {}
            if made:
                answer = yield Request("GET", f"/api/v1/events/{made['id']}")
                self._judge(f'reading "{name}"', answer, 200, made)
        except Unreachable as lost:
            self._wrong.append(str(lost))

    # What came of it

    def check_soon(self, kind: str, limit: float) -> None:
        """Of one kind 95 % were answered in time, over all, and in each stretch in which enough were asked for."""
        for label, sample in self._samples(kind):
            self._system.world.journal.record("note", f"{kind} {label}: {sample}")
            assert_at_most(sample, "p95", limit, f"{kind} {label}", "EV-10", busy=self._busy)

    def check_all_soon(self, limit: float) -> None:
        for kind in dict.fromkeys(CYCLE):
            self.check_soon(kind, limit)

    def _samples(self, kind: str) -> Iterator[tuple[str, Sample]]:
        mine = {label: sample for (one, label), sample in self._times.items() if one == kind}
        yield "over all", Sample([time for sample in mine.values() for time in sample.times])
        for label, sample in mine.items():
            if sample.count >= ENOUGH:
                yield f"at {label}", sample

    def check_right(self) -> None:
        """Nobody was answered otherwise than somebody who asks alone."""
        if self._wrong:
            told = "\n  ".join([*self._wrong[:5], *self._warnings()[:5]])
            raise BrokenPromise("EV-10", f"{len(self._wrong)} were answered wrongly:\n  {told}", kind="wrong in a rush")

    def _warnings(self) -> list[str]:
        """What events-api has logged of it that is more than a matter of course."""
        lines = [one for one in self._system.log(API) if str(one.get("level", "")).upper() not in ("INFO", "DEBUG")]
        return [f"{API} logged: {one.get('level')} {one.get('message')}" for one in lines]

    def check_kept(self, count: int | None = None) -> None:
        """What was told of is listed, once, by the name that was told last; nothing else is, but what was scraped."""
        path, number, seen = f"/api/v1/catalogues/{self._catalogue.other}/events", 1, []
        while True:
            page = data(self._catalogue.open().get(path, params={"page": number, "limit": PAGE}))
            seen += [(one["id"], one["name"]) for one in page["events"] if one["scraped_at"] is None]
            if number >= page["pages"]:
                break
            number += 1
        assert count in (None, len(self._told)), f"{len(self._told)} of {count} were told that theirs is known"
        assert_that(sorted(seen), equal_to(sorted(self._told.items())), "what is listed of what was told of")

    def check_processed(self, least: float) -> None:
        """The pages became events, more than so many a minute, by the platform's clocks."""
        assert self._scrapes, "no page was scraped"
        path = f"/api/v1/catalogues/{self._catalogue.other}/scrapes"
        within = 60 / least * len(self._scrapes)
        ended = []
        for one in self._scrapes:
            look = partial(self._catalogue.kept_by().get, f"{path}/{one}")
            eventually(
                lambda look=look: data(look())["state"],  # type: ignore[misc]
                equal_to("done"),
                within=within,
                what=f"the state of one of {len(self._scrapes)} pages, of which {least:g} a minute are promised",
            )
            ended.append(data(look()))
        times = [datetime.fromisoformat(one[key]) for one in ended for key in ("requested_at", "ended_at")]
        took = (max(times) - min(times)).total_seconds()
        rate = len(ended) / took * 60
        if rate <= least:
            told = f"{len(ended)} pages became events in {took:.1f} s, and more than {least:g} a minute are promised"
            raise BrokenPromise("EV-10", told, kind="too few a minute")
