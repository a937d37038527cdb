"""Searching the records of a scenario: what is found, beside what has to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, greater_than, has_length

from support.observing.waiting import eventually
from support.systems.audit.people import ADA, OLGA, PIOTR

if TYPE_CHECKING:
    from support.systems.accounts import Accounts
    from support.systems.audit.locks import Locks
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Record, Records
    from support.systems.system import System

PAGE = 4
UPDATES = ("object_type.update", "schema.update")
TEXTS = ("Straße nach 100 % _Süd_ (0)", 'Straße nach 100 m aSüd, "links"', "Straße nach 100 % _Süd_ [1-3] \\")
"""What three object types are called: alike, but for what a pattern would take for the same."""
PLAIN = ("100 % _s", "100 m as", "_süd_ (", '"links"', "[1-3] \\")
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
        self._accounts.sign_in_all([OLGA, PIOTR, ADA, self._records.reader])
        for number, who in enumerate((OLGA, PIOTR, OLGA)):
            ontology.create(who, "object type", f"Depot{number}", TEXTS[number])
        ontology.create(PIOTR, "schema", "Core", "Der Kern")
        ontology.change(PIOTR, "Depot0", "STRASSE")
        ontology.change(OLGA, "Core", "Ядро")
        ontology.delete(OLGA, "Depot1")
        self._accounts.fail_to_sign_in(OLGA)
        for who in (PIOTR, OLGA):
            self._locks.acquire(who)
            self._locks.release(who)
        self._locks.acquire(OLGA)
        self._locks.force(ADA)
        self._accounts.fail_to_sign_in(PIOTR)
        self._all = self._when_all_is_recorded()

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
        expected = [one["event_id"] for one in self._all if fits(one)]
        assert 0 < len(expected) < len(self._all), f"searching {by} would tell nothing: {len(expected)} records have it"
        found = self._search(**query)
        assert_that([one["event_id"] for one in found["records"]], equal_to(expected), f"what is found {by}")
        assert_that(found["total"], equal_to(len(expected)), f"how many it says are found {by}")
        assert_that(found["has_more"], equal_to(False), "whether there are more")

    def _queries(self) -> dict[str, list[tuple[dict[str, Any], Callable[[Record], bool]]]]:
        olga, piotr = (self._accounts.of(who) for who in (OLGA, PIOTR))
        third, last = self._all[2]["event_time"], self._all[-2]["event_time"]
        depot, core = self._ontology.id_of("Depot0"), self._ontology.id_of("Core")
        branch = self._ontology.branch
        return {
            "by actor": [
                ({"actor_ids": [olga.id]}, lambda one: one["actor_id"] == olga.id),
                ({"actor_ids": [olga.id, piotr.id]}, lambda one: one["actor_id"] in (olga.id, piotr.id)),
            ],
            "by action": [({"actions": list(UPDATES)}, lambda one: one["action"] in UPDATES)],
            "by kind of resource": [({"resource_types": ["schema"]}, lambda one: one["resource_type"] == "schema")],
            "by resource": [
                ({"resource_ids": [depot]}, lambda one: one["resource_id"] == depot),
                ({"resource_ids": [core, depot]}, lambda one: one["resource_id"] in (core, depot)),
            ],
            "by branch": [({"branches": [branch]}, lambda one: one["branch"] == branch)],
            "by time": [
                ({"since": third, "until": last}, lambda one: third <= one["event_time"] < last),
                ({"since": third}, lambda one: third <= one["event_time"]),
                ({"until": last}, lambda one: one["event_time"] < last),
            ],
            "by success": [
                ({"success": False}, lambda one: not one["success"]),
                ({"success": True}, lambda one: one["success"]),
            ],
            "by text, in any case": [
                _by_text(text)
                for text in ("der KERN", "dEPOT2", "OBJECT_TYPE.DELETE", olga.person.display_name.upper())
            ],
            "by text that is not Latin": [_by_text("ядро")],
            "by text with signs that are none of a pattern": [_by_text(text) for text in PLAIN],
            "by actor and action": [
                (
                    {"actor_ids": [olga.id], "actions": ["object_type.create"]},
                    lambda one: one["actor_id"] == olga.id and one["action"] == "object_type.create",
                )
            ],
        }

    def check_nothing(self) -> None:
        """What nobody did is not found, nor what records are made of, nor a pattern; and that is no error."""
        for text in ("nothing-of-the-kind", "fields_changed", "100 .* _", "100 m _S"):
            found = self._search(text=text)
            told = (found["records"], found["total"], found["has_more"])
            assert_that(told, equal_to(([], 0, False)), f'what is found by "{text}"')

    def check_pages(self) -> None:
        """Page by page everything is found, once, in one order; each page says how many there are in all."""
        number = len(self._all)
        for how in ({}, {"sort": "actor", "descending": True}, {"sort": "action"}):
            whole = [one["event_id"] for one in self._search(**how)["records"]]
            assert_that(sorted(whole), equal_to(sorted(one["event_id"] for one in self._all)), "what is found")
            found: list[str] = []
            while len(found) < number:
                page = self._page(PAGE, len(found), more=len(found) + PAGE < number, **how)
                assert page, f"nothing is on the page after {len(found)}"
                found += page
            assert_that(found, equal_to(whole), f"the pages together, {how}")
        assert_that(self._page(PAGE, number, more=False), equal_to([]), "the page after the last one")
        assert_that(self._page(number, 0, more=False), has_length(number), "a page that all just fits")
        assert_that(self._page(number - 1, 0, more=True), has_length(number - 1), "a page that is too short by one")

    def _page(self, limit: int, offset: int, *, more: bool, **how: Any) -> list[str]:
        """What is on one page, which says how many there are in all and whether more come after it."""
        page = self._search(limit=limit, offset=offset, **how)
        told = {name: page[name] for name in ("total", "has_more", "limit", "offset")}
        expected = {"total": len(self._all), "has_more": more, "limit": limit, "offset": offset}
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
