"""The catalogue of a scenario: what its keeper tells of events, and what Events then has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, LiteralString

from hamcrest import assert_that, equal_to

from support.clients.database import Database
from support.clients.http import HttpClient
from support.scenario.people import Persona
from support.systems.accounts import Accounts
from support.systems.answers import data, refused
from support.systems.events.facts import Company, Facts, Speaker, expected, shown
from support.systems.events.people import INES
from support.systems.system import System

API = "events-api"
LINES = {"Content-Type": "application/x-ndjson"}
PAGE = 100
_OF: LiteralString = " JOIN events.catalogues c ON c.id = catalogue_id WHERE c.name = %s"
_LINKED: LiteralString = " JOIN events.events e ON e.id = event_id" + _OF
ROWS: dict[str, LiteralString] = {
    "events": "SELECT count(*) FROM events.events" + _OF,
    "speakers": "SELECT count(*) FROM events.speakers" + _OF,
    "companies": "SELECT count(*) FROM events.companies" + _OF,
    "topics": "SELECT count(*) FROM events.topics" + _OF,
    "event_speakers": "SELECT count(*) FROM events.event_speakers" + _LINKED,
    "event_companies": "SELECT count(*) FROM events.event_companies" + _LINKED,
    "event_topics": "SELECT count(*) FROM events.event_topics" + _LINKED,
    "reviews": "SELECT count(*) FROM events.reviews" + _OF,
    "scrapes": "SELECT count(*) FROM events.scrapes" + _OF,
}
"""How many rows each table has of a catalogue."""


class Catalogue:
    """What is told goes through `add` or `bring_in`, so that what has to be found is known here."""

    keeper = INES

    def __init__(self, system: System, accounts: Accounts) -> None:
        self._system, self._accounts = system, accounts
        self.facts: dict[str, Facts] = {}
        """What was told of each event, by its id."""
        self._ids: dict[str, str] = {}
        """Of the catalogues that were made, by name."""

    @cached_property
    def name(self) -> str:
        """Made when it is first spoken of; removed with the scenario, with all that is in it."""
        return self.make(f"c-{self._system.world.data.mark}")

    @cached_property
    def other(self) -> str:
        """Another catalogue of the same keeper."""
        return self.make(f"d-{self._system.world.data.mark}")

    def make(self, name: str) -> str:
        self._ids[name] = data(self.kept_by().post("/api/v1/catalogues", json={"name": name}), 201)["id"]
        self._system.world.cleanup.add(f"remove the catalogue {name}", lambda: self._remove(name))
        return name

    def make_again(self, name: str) -> None:
        """One that was removed; it goes with the scenario, as the first would have."""
        self._ids[name] = data(self.kept_by().post("/api/v1/catalogues", json={"name": name}), 201)["id"]

    def _remove(self, name: str) -> None:
        reply = self._accounts.root(self.keeper).delete(f"/api/v1/catalogues/{name}")
        assert reply.status in (204, 404), f"the catalogue was not removed: {reply.text[:200]}"

    @property
    def identity(self) -> str:
        """Its id, which only services speak of."""
        return self._ids[self.name]

    @property
    def path(self) -> str:
        return f"/api/v1/catalogues/{self.name}"

    def check_kept_by(self, who: Persona) -> None:
        """It is this person who tells of events here."""
        assert who == self.keeper, f"the catalogue is kept by {self.keeper.name}"

    def kept_by(self) -> HttpClient:
        """events-api as the keeper reaches it."""
        return self._accounts.as_(self.keeper, API)

    def open(self) -> HttpClient:
        """events-api as everybody reaches it."""
        return self._system.service(API)

    # What is told

    def add(self, facts: Facts) -> dict[str, Any]:
        """Tell of one event; it as Events has it."""
        event: dict[str, Any] = data(self.kept_by().post(f"{self.path}/events", json=facts.body()), 201)
        assert_that(event["scraped_at"], equal_to(None), f'when "{facts.name}", which was told by hand, was scraped')
        self.facts[event["id"]] = facts
        return event

    def bring_in(self, many: Sequence[Facts]) -> dict[str, Any]:
        """Tell of many events at once, line by line; the report. Afterwards what is known of each is known here."""
        lines = "".join(json.dumps(one.body(), ensure_ascii=False) + "\n" for one in many)
        report: dict[str, Any] = data(
            self.kept_by().request("POST", f"{self.path}/import", content=lines.encode(), headers=LINES, timeout=120)
        )
        assert_that(report["imported"], equal_to(len(many)), "how many events were brought in")
        by_name = {one.name: one for one in many}
        self.facts |= {event["id"]: by_name[event["name"]] for event in self.listed()}
        return report

    def add_elsewhere(self, facts: Facts) -> str:
        """Tell of an event in the other catalogue; its id."""
        told = data(self.kept_by().post(f"/api/v1/catalogues/{self.other}/events", json=facts.body()), 201)
        return str(told["id"])

    def add_neighbour(self, many: Sequence[Facts]) -> None:
        """Have another catalogue of the same keeper, in which there are the same events."""
        path = f"/api/v1/catalogues/{self.make(f'n-{self._system.world.data.mark}')}/events/batch"
        told = data(self.kept_by().post(path, json={"events": [one.body() for one in many]}))
        assert_that(told["successful"], equal_to(len(many)), "how many events the neighbour was told of")

    def retopic(self, name: str, topic: str) -> None:
        """Let an event be about this instead."""
        identity = self.id_of(name)
        self.change(identity, replace(self.facts[identity], topics=(topic,)), "topics")
        self.check_shown(identity)

    def involve(self, name: str, speaker: str, company: str) -> None:
        """Let others have to do with an event instead."""
        identity = self.id_of(name)
        facts = replace(self.facts[identity], speakers=(Speaker(speaker),), companies=(Company(company),))
        self.change(identity, facts, "speakers", "companies")
        self.check_shown(identity)

    def rename(self, name: str, other: str) -> None:
        identity = self.id_of(name)
        self.change(identity, replace(self.facts[identity], name=other), "name")
        self.check_shown(identity)

    def remove(self, name: str) -> None:
        """It is gone, wherever one looks."""
        identity = self.id_of(name)
        others = self._others(identity)
        reply = self.kept_by().delete(f"/api/v1/events/{identity}")
        assert_that(reply.status, equal_to(204), f'the answer to removing "{name}"')
        del self.facts[identity]
        refused(self.open().get(f"/api/v1/events/{identity}"), 404)
        assert_that(sorted(self.names(self.listed())), equal_to(sorted(self.told)), "what is listed afterwards")
        assert_that(self._others(identity), equal_to(others), f'all other events, after "{name}" was removed')

    def _others(self, identity: str) -> dict[str, Any]:
        """All other events, whole, by id."""
        return {one["id"]: one for one in self.listed() if one["id"] != identity}

    @property
    def told(self) -> list[str]:
        """The name of every event that was told of and not removed."""
        return [facts.name for facts in self.facts.values()]

    def change(self, identity: str, facts: Facts, *fields: str) -> dict[str, Any]:
        """Tell something else of an event: these fields, as they are in the facts."""
        sent = {field: facts.body()[field] for field in fields}
        before, others = self.get(identity), self._others(identity)
        event: dict[str, Any] = data(self.kept_by().request("PATCH", f"/api/v1/events/{identity}", json=sent))
        self.facts[identity] = facts
        kept = (event["made_at"], event["scraped_at"], event["changed_at"] > before["changed_at"])
        assert_that(
            kept, equal_to((before["made_at"], before["scraped_at"], True)), "when it was made, and changed since"
        )
        assert_that(self._others(identity), equal_to(others), f'all other events, after "{facts.name}" was changed')
        return event

    # What Events has

    def listed(self, **filters: Any) -> list[dict[str, Any]]:
        """All events that fit, page by page."""
        return [event for page in self.pages(PAGE, **filters) for event in page["events"]]

    def pages(self, limit: int, **filters: Any) -> Iterator[dict[str, Any]]:
        """The pages of a list, up to the last one."""
        number = 1
        while True:
            page = data(self.open().get(f"{self.path}/events", params={"page": number, "limit": limit, **filters}))
            yield page
            if number >= page["pages"]:
                return
            number += 1

    def get(self, identity: str) -> dict[str, Any]:
        event: dict[str, Any] = data(self.open().get(f"/api/v1/events/{identity}"))
        return event

    @property
    def identity_of_other(self) -> str:
        return self._ids[self.other]

    def id_of(self, name: str) -> str:
        """The id of the event of this name."""
        ids = [identity for identity, facts in self.facts.items() if facts.name == name]
        assert len(ids) == 1, f'there are {len(ids)} events called "{name}"'
        return ids[0]

    def name_of(self, identity: str) -> str:
        facts = self.facts.get(identity)
        return facts.name if facts else f"an event that nobody told of ({identity})"

    def names(self, events: Sequence[dict[str, Any]]) -> list[str]:
        return [self.name_of(one["id"]) for one in events]

    def check_shown(self, identity: str) -> None:
        """Events shows of an event what was told of it, with its quality."""
        facts, event = self.facts[identity], self.get(identity)
        assert_that(shown(event), equal_to(expected(facts)), f'what Events shows of "{facts.name}"')
        of = (event["id"], event["catalogue"])
        assert_that(of, equal_to((identity, self.name)), f'the id and the catalogue of "{facts.name}"')

    def counted(self) -> dict[str, Any]:
        """How much Events says that there is in the catalogue, and what it finds wrong with it."""
        found: dict[str, Any] = data(self.kept_by().get(f"{self.path}/validation"))
        return found

    def check_named(self) -> None:
        """Speakers, companies and topics are those of the events that there are, and no others."""
        for what, names in self.named().items():
            listed = [one["name"] for one in data(self.open().get(f"{self.path}/{what}"))]
            assert_that(sorted(listed), equal_to(sorted(names)), f"the {what} of the catalogue")

    def named(self) -> dict[str, set[str]]:
        """The names of all who were told of, by what they are."""
        facts = self.facts.values()
        return {
            "speakers": {one.name for each in facts for one in each.speakers},
            "companies": {one.name for each in facts for one in each.companies},
            "topics": {one for each in facts for one in each.topics},
        }

    @property
    def database(self) -> Database | None:
        """Where the suite may look into it."""
        return self._system.database

    def rows(self, table: str) -> int | None:
        """How many rows a table has of the catalogue; None where the suite may not look."""
        database = self._system.database
        return int(database.value(ROWS[table], (self.name,))) if database is not None else None
