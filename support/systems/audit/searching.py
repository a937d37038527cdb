"""Searching the records of a scenario: what is found, beside what has to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, greater_than, has_length

from support.observing.waiting import eventually
from support.systems.accounts import PEOPLE
from support.systems.answers import data, refused
from support.systems.audit.ontology import Document
from support.systems.audit.people import ADA, CARLO, OLGA, PIOTR, VERA
from support.systems.audit.records import Record

if TYPE_CHECKING:
    from support.systems.accounts import Accounts
    from support.systems.audit.locks import Locks
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Records
    from support.systems.system import System

PAGE = 4
ALIKE = ("Depot", "Depot_1", "Depot-1", "depot")
"""The names of four object types: alike, but for an end, what a pattern would take for the same, and a capital."""
TEXTS = (
    "Straße nach 100 % _Süd_ (0)", 'Straße nach 100 m aSüd, "links"', "Straße nach 100 % _Süd_ [1-3] \\", "Straße"
)  # fmt: skip
"""What they are called by people, alike as well."""
DEVICE = 'Tablet; "of" Piotr, =1+1'
FILTERS = {
    "actor_ids": "actor_id", "actions": "action", "resource_types": "resource_type", "resource_ids": "resource_id",
    "branches": "branch",
}  # fmt: skip
"""What can be searched for, and where a record has it."""
BY = {
    "by actor": "actor_ids", "by action": "actions", "by kind of resource": "resource_types",
    "by resource": "resource_ids", "by branch": "branches",
}  # fmt: skip
TOGETHER = (("actor_ids", "actions"), tuple(FILTERS))
"""What is searched for at once."""
MOST_AT_ONCE = 100
"""How many of a kind can be searched for."""
ELSEWHERE = (timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=9)))
"""Where clocks show another time, and maybe another day."""
Query = tuple[dict[str, Any], Callable[[Record], bool]]
"""What is asked, and whether a record has it."""
PLAIN = ("100 % _s", "100 m as", "_süd_ (", '"links"', "[1-3] \\", "sleep.\n\t– »")
"""What is looked for as it stands."""
SORTS: dict[str, Callable[[Record], Any]] = {
    "time": lambda one: one["event_time"],
    "actor": lambda one: one["actor_username"].lower(),
    "action": lambda one: one["action"],
    "resource": lambda one: one["resource_name"].lower(),
}


class Searching:
    """All that is recorded of a scenario, and what searches find of it."""

    def __init__(self, audit: System, accounts: Accounts, ontology: Ontology, records: Records, locks: Locks) -> None:
        self._audit, self._accounts, self._ontology, self._records = audit, accounts, ontology, records
        self._locks = locks
        self._all: list[Record] = []

    def work(self) -> None:
        """A day's work: two developers make, change, delete and lock, an admin forces, somebody fails to sign in."""
        ontology = self._ontology
        self._accounts.sign_in_all([OLGA, PIOTR, ADA, CARLO, self._records.reader])
        for name, text, who in zip(ALIKE, TEXTS, (OLGA, PIOTR, OLGA, PIOTR), strict=True):
            ontology.create(who, "object type", name, text)
        ontology.create(PIOTR, "schema", "Core", "Der Kern")
        ontology.create(PIOTR, "schema", "Gone", "Der Rest")
        ontology.change(PIOTR, "Depot", "STRASSE")
        ontology.change(OLGA, "Core", "Ядро")
        ontology.delete(OLGA, "Depot_1")
        ontology.delete(PIOTR, "Gone")
        self._work_elsewhere()
        self._accounts.fail_to_sign_in(OLGA)
        for who in (PIOTR, OLGA):
            self._locks.acquire(who)
            self._locks.release(who)
        self._locks.acquire(OLGA)
        self._locks.force(ADA)
        self._accounts.fail_to_sign_in(PIOTR)
        self._all = self._when_all_is_recorded()

    def _work_elsewhere(self) -> None:
        """The same on another branch, which is closed; with a device whose name a table has to be careful with."""
        ontology, client = self._ontology, self._accounts.as_(PIOTR)
        path = ontology.path(Document("object type", ""), ontology.neighbour)
        made = {"name": "Depot", **ontology.body("Depot elsewhere")}
        data(client.post(path, json=made, headers={"User-Agent": DEVICE}), 201)
        data(client.delete(f"/api/v1/branches/{ontology.neighbour}"))
        data(self._accounts.as_(ADA).put(f"{PEOPLE}/{self._accounts.of(VERA).id}/role", json={"role": "developer"}))
        refused(self._accounts.as_(OLGA, "audit-service").post("/api/v1/audit/query", json={}), 403)

    def _when_all_is_recorded(self) -> list[Record]:
        """All that is recorded of the scenario, once its last deed is: what came before is recorded before."""
        eventually(
            lambda: [one["action"] for one in self._search()["records"]][-1:],
            equal_to(["auth.failed"]),
            within=5,
            what="the last that is recorded of the scenario",
        )
        records: list[Record] = self._search()["records"]
        return records

    def _search(self, **query: Any) -> dict[str, Any]:
        scope = {"correlation_id": self._audit.world.correlation_id, "branches": [], **query}
        return self._records.search(**scope)

    def check(self, by: str) -> None:
        """What is found by one thing is what has it, all of it, and counted."""
        for query, fits in self._queries()[by]:
            self._check(by, query, fits)

    def _check(self, by: str, query: dict[str, Any], fits: Callable[[Record], bool]) -> None:
        wanted = [one for one in self._all if fits(one)]
        expected = [one["event_id"] for one in wanted]
        assert 0 < len(expected) < len(self._all), f"searching {by} would tell nothing: {len(expected)} records have it"
        found = self._search(**query)
        assert_that([one["event_id"] for one in found["records"]], equal_to(expected), f"what is found {by}")
        assert_that(found["records"], equal_to(wanted), f"what is said of what is found {by}")
        assert_that(found["total"], equal_to(len(expected)), f"how many it says are found {by}")
        assert_that(found["has_more"], equal_to(False), "whether there are more")

    def _queries(self) -> dict[str, list[Query]]:
        olga = self._accounts.of(OLGA)
        return {
            **{by: self._each(asked) for by, asked in BY.items()},
            "by time": self._by_time(),
            "by success": [
                ({"success": False}, lambda one: not one["success"]),
                ({"success": True}, lambda one: one["success"]),
            ],
            "by text, in any case": [
                _by_text(text)
                for text in ("der KERN", "dEPOT_1", "OBJECT_TYPE.DELETE", olga.person.display_name.upper())
            ],
            "by text that is not Latin": [_by_text(text) for text in ("ядро", "żółć", "日本 🚋")],
            "by text with signs that are none of a pattern": [_by_text(text) for text in PLAIN],
            "by several things": self._by_several(),
        }

    def _each(self, asked: str) -> list[Query]:
        """Every single thing that records have there, and several; also of what others did, where it is a branch."""
        column = FILTERS[asked]
        values = sorted({one[column] for one in self._all if one[column]})
        assert len(values) > 1, f"of {asked} there is {values} only"
        found: list[Query] = [
            ({asked: some}, partial(_has, column, some))
            for some in (*([value] for value in values), values[:2], values[::2])
            if len(some) < len({one[column] for one in self._all})
        ]
        if asked == "branches":
            found += [({**query, "correlation_id": None}, fits) for query, fits in found]
        return found

    def _by_time(self) -> list[Query]:
        """From a moment on, and up to it, told in the time of several places."""
        third, last = self._all[2]["event_time"], self._all[-2]["event_time"]
        found: list[Query] = []
        for place in (UTC, *ELSEWHERE):
            since, until = (datetime.fromisoformat(one).astimezone(place).isoformat() for one in (third, last))
            found += [
                ({"since": since, "until": until}, lambda one: third <= one["event_time"] < last),
                ({"since": since}, lambda one: third <= one["event_time"]),
                ({"until": until}, lambda one: one["event_time"] < last),
            ]
        return found

    def _by_several(self) -> list[Query]:
        found = [self._all_that_has(one, names) for names in TOGETHER for one in self._all[::3]]
        return list({str(query): (query, fits) for query, fits in found}.values())

    def _all_that_has(self, record: Record, names: Sequence[str]) -> Query:
        """What has all of these things in common with a record."""
        columns = {name: FILTERS[name] for name in names if record[FILTERS[name]]}
        query = {name: [record[column]] for name, column in columns.items()}
        return (
            {**query, "success": record["success"]},
            lambda one: all(one[column] == record[column] for column in (*columns.values(), "success")),
        )

    def check_nothing(self) -> None:
        """What nobody did is not found, nor what records are made of, nor a pattern; and that is no error."""
        for text in ("nothing-of-the-kind", "fields_changed", "100 .* _", "100 m _S"):
            self._check_nothing_by({"text": text}, f'"{text}"')
        for asked, column in FILTERS.items():
            values = {one[column] for one in self._all if one[column]}
            if asked != "actor_ids":
                almost = {each for one in values for each in _almost(one)} - values
                self._check_nothing_by(
                    {asked: sorted(almost)[:MOST_AT_ONCE]}, f"{asked} that are almost some there are"
                )
        moment = self._all[2]["event_time"]
        self._check_nothing_by({"since": moment, "until": moment}, "a period that ends when it begins")
        self._check_nothing_by({"correlation_id": self._audit.world.correlation_id[:-1]}, "half of a correlation id")

    def _check_nothing_by(self, query: dict[str, Any], what: str) -> None:
        found = self._search(**query)
        told = (found["records"], found["total"], found["has_more"])
        assert_that(told, equal_to(([], 0, False)), f"what is found by {what}")

    def check_pages(self) -> None:
        """Page by page everything is found, once, in one order; each page says how many there are in all."""
        number = len(self._all)
        narrowed: dict[str, Any] = {"text": "depot", "success": True}
        for one in self._all:
            assert_that(self._records.one(one["event_id"]), equal_to(one), "a record that is asked for by itself")
        for how in ({}, {"sort": "actor", "descending": True}, {"sort": "action"}, narrowed):
            whole = [one["event_id"] for one in self._search(**how)["records"]]
            if how is not narrowed:
                assert_that(sorted(whole), equal_to(sorted(one["event_id"] for one in self._all)), "what is found")
            assert_that(len(whole), greater_than(PAGE), "how many are found, page by page")
            found: list[str] = []
            while len(found) < len(whole):
                more = len(found) + PAGE < len(whole)
                page = self._page(PAGE, len(found), more=more, total=len(whole), **how)
                assert page, f"nothing is on the page after {len(found)}"
                found += page
            assert_that(found, equal_to(whole), f"the pages together, {how}")
        assert_that(self._page(PAGE, number, more=False), equal_to([]), "the page after the last one")
        assert_that(self._page(number, 0, more=False), has_length(number), "a page that all just fits")
        assert_that(self._page(number - 1, 0, more=True), has_length(number - 1), "a page that is too short by one")

    def _page(self, limit: int, offset: int, *, more: bool, total: int | None = None, **how: Any) -> list[str]:
        """What is on one page, which says how many there are in all and whether more come after it."""
        page = self._search(limit=limit, offset=offset, **how)
        told = {name: page[name] for name in ("total", "has_more", "limit", "offset")}
        number = len(self._all) if total is None else total
        expected = {"total": number, "has_more": more, "limit": limit, "offset": offset}
        assert_that(told, equal_to(expected), "what a page says of itself")
        return [one["event_id"] for one in page["records"]]

    def check_sorted(self, by: str) -> None:
        """Upwards and downwards; what is alike stands in the order in which it was recorded."""
        up = self._search(sort=by, descending=False)["records"]
        down = self._search(sort=by, descending=True)["records"]
        key = SORTS[by]
        assert_that(len({key(one) for one in up}), greater_than(1), f"how many differ by {by}")
        assert_that([key(one) for one in up], equal_to(sorted(map(key, up))), f"what is found, by {by}")
        alike = [(key(one), one["position"]) for one in up]
        assert_that(alike, equal_to(sorted(alike)), f"what is alike by {by}")
        assert_that([one["event_id"] for one in down], equal_to([one["event_id"] for one in reversed(up)]), "downwards")


def _almost(value: str) -> set[str]:
    """What is not this, and what somebody might take for it."""
    return {value[:-1], value[1:], value.swapcase(), f"{value[:-1]}_", f"{value[:-1]}%"}


def _has(column: str, values: Sequence[str], record: Record) -> bool:
    return record[column] in values


def _by_text(text: str) -> tuple[dict[str, Any], Callable[[Record], bool]]:
    """What is looked for, and whether it stands somewhere in what a record says, in small letters or capitals."""
    return {"text": text}, lambda one: any(text.lower() in said.lower() for said in _texts(one))


def _texts(record: Record) -> Iterator[str]:
    """Who, what, to what, and every text before and after."""
    yield from (record[name] for name in ("action", "actor_username", "resource_type", "resource_id", "resource_name"))
    waiting = [(record["changes"] or {}).get(side) for side in ("old_values", "new_values")]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict | list):
            waiting += one.values() if isinstance(one, dict) else one
