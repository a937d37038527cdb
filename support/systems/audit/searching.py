"""Searching the records of a scenario: what is found, beside what has to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, greater_than

from support.observing.waiting import eventually
from support.systems.audit.people import OLGA, PIOTR

if TYPE_CHECKING:
    from support.systems.accounts import Accounts
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Record, Records
    from support.systems.system import System

PAGE = 4
UPDATES = ("object_type.update", "schema.update")
SORTS: dict[str, Callable[[Record], Any]] = {
    "time": lambda one: one["event_time"],
    "actor": lambda one: one["actor_username"].lower(),
    "action": lambda one: one["action"],
    "resource": lambda one: one["resource_name"].lower(),
}


class Searching:
    """All that is recorded of a scenario, and what searches find of it."""

    def __init__(self, audit: System, accounts: Accounts, ontology: Ontology, records: Records) -> None:
        self._audit, self._accounts, self._ontology, self._records = audit, accounts, ontology, records
        self._all: list[Record] = []

    def work(self) -> None:
        """A day's work: two developers make, change and delete, and somebody fails to sign in."""
        ontology = self._ontology
        self._accounts.sign_in_all([OLGA, PIOTR, self._records.reader])
        for number, who in enumerate((OLGA, PIOTR, OLGA)):
            ontology.create(who, "object type", f"Depot{number}", f"Straße nach 100 % _Süd_ {number}")
        ontology.create(PIOTR, "schema", "Core", "Der Kern")
        ontology.change(PIOTR, "Depot0", "STRASSE")
        ontology.change(OLGA, "Core", "Ядро")
        ontology.delete(OLGA, "Depot1")
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
        query, fits = self._queries()[by]
        expected = [one["event_id"] for one in self._all if fits(one)]
        assert 0 < len(expected) < len(self._all), f"searching {by} would tell nothing: {len(expected)} records have it"
        found = self._search(**query)
        assert_that([one["event_id"] for one in found["records"]], equal_to(expected), f"what is found {by}")
        assert_that(found["total"], equal_to(len(expected)), f"how many it says are found {by}")
        assert_that(found["has_more"], equal_to(False), "whether there are more")

    def _queries(self) -> dict[str, tuple[dict[str, Any], Callable[[Record], bool]]]:
        olga, third, last = self._accounts.of(OLGA).id, self._all[2]["event_time"], self._all[-2]["event_time"]
        depot = self._ontology.id_of("Depot0")
        return {
            "by actor": ({"actor_ids": [olga]}, lambda one: one["actor_id"] == olga),
            "by action": (
                {"actions": list(UPDATES)}, lambda one: one["action"] in UPDATES,
            ),
            "by kind of resource": ({"resource_types": ["schema"]}, lambda one: one["resource_type"] == "schema"),
            "by resource": ({"resource_ids": [depot]}, lambda one: one["resource_id"] == depot),
            "by branch": ({"branches": [self._ontology.branch]}, lambda one: one["branch"] == self._ontology.branch),
            "by time": (
                {"since": third, "until": last}, lambda one: third <= one["event_time"] < last,
            ),
            "by success": ({"success": False}, lambda one: not one["success"]),
            "by text, in any case": ({"text": "der KERN"}, lambda one: "Der Kern" in str(one["changes"])),
            "by text that is not Latin": ({"text": "ядро"}, lambda one: "Ядро" in str(one["changes"])),
            "by text with signs that are none of a pattern": ({"text": "100 % _s"}, lambda one: "100 %" in str(one)),
            "by actor and action": (
                {"actor_ids": [olga], "actions": ["object_type.create"]},
                lambda one: one["actor_id"] == olga and one["action"] == "object_type.create",
            ),
        }  # fmt: skip

    def check_nothing(self) -> None:
        """What nobody did is not found, and that is no error."""
        found = self._search(text="nothing-of-the-kind")
        assert_that((found["records"], found["total"], found["has_more"]), equal_to(([], 0, False)), "what is found")

    def check_pages(self) -> None:
        """Page by page everything is found, once, in one order; each page says how many there are in all."""
        found: list[str] = []
        while True:
            page = self._search(limit=PAGE, offset=len(found))
            found += [one["event_id"] for one in page["records"]]
            assert_that(page["total"], equal_to(len(self._all)), "how many it says there are in all")
            assert_that(
                page["has_more"], equal_to(len(found) < len(self._all)), f"whether more come after {len(found)}"
            )
            if not page["has_more"]:
                break
        assert_that(found, equal_to([one["event_id"] for one in self._all]), "the pages together")
        beyond = self._search(limit=PAGE, offset=len(found))
        assert_that((beyond["records"], beyond["total"]), equal_to(([], len(found))), "the page after the last one")

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
