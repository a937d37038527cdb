"""What is done besides changing documents, to branches, locks and people, and what is recorded of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, has_entries

from support.observing.waiting import eventually
from support.systems.accounts import PEOPLE, REGISTER
from support.systems.answers import data, refused
from support.systems.audit.locks import FORCED_BECAUSE, LEEWAY
from support.systems.audit.people import ADA, OLGA, PIOTR, VERA
from support.systems.audit.records import AFTER_FAULTS, PRETENDED

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.locks import Locks
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Record, Records
    from support.systems.system import System

MAIN = "main"
LONGEST_ID = 100
"""Characters of a correlation id."""
Deed = tuple[str, str | None, str, str]
"""The action, who did it, to what kind of thing, and its id."""


class Deeds:
    """All that people of one scenario do to branches, locks and each other."""

    def __init__(self, audit: System, accounts: Accounts, ontology: Ontology, records: Records, locks: Locks) -> None:
        self._audit, self._accounts, self._ontology = audit, accounts, ontology
        self._records, self._locks = records, locks
        self._done: list[Deed] = []
        self._changed: list[dict[str, Any]] = []
        """What of each has to be told before and after."""
        self._noted: list[datetime] = []
        """When each was done at the latest, by the clock here."""

    def do_everything(self) -> None:
        """One thing after the other, each of them confirmed or, as a wrong password, refused."""
        self._accounts.sign_in_all([OLGA, PIOTR, ADA, VERA, self._records.reader])
        branch, second = self._ontology.branch, f"{self._ontology.branch}-2"
        vera = self._accounts.of(VERA).id
        developer, admin = self._accounts.as_(PIOTR), self._accounts.as_(ADA)
        self._note("branch.create", OLGA, branch, new={"state": "ACTIVE"})
        self._locks.acquire(OLGA)
        self._note("branch.lock", OLGA, branch, new=self._lock(OLGA))
        gone = self._lock(OLGA)
        self._locks.release(OLGA)
        self._note("branch.unlock", OLGA, branch, old=gone)
        self._locks.acquire(OLGA)
        self._note("branch.lock", OLGA, branch, new=self._lock(OLGA))
        refused(developer.delete(f"/api/v1/branches/{branch}"), 409)
        gone = self._lock(OLGA)
        self._locks.release(OLGA, by=ADA)
        self._note("branch.unlock", ADA, branch, old=gone)
        for who, kind in ((OLGA, "object type"), (PIOTR, "schema")):
            self._locks.acquire(who, only=kind)
            self._note("branch.lock", who, branch, new=self._lock(who))
            refused(developer.delete(f"/api/v1/branches/{branch}"), 409)
        self._locks.force(ADA)
        for who in (OLGA, PIOTR):
            why = {"forced_because": FORCED_BECAUSE}
            self._note("branch.force_unlock", ADA, branch, old=self._lock(who), new=why)
        self._fail(branch)
        data(developer.post("/api/v1/branches", json={"name": second}), 201)
        self._note("branch.create", PIOTR, second, new={"state": "ACTIVE"})
        refused(developer.post("/api/v1/branches", json={"name": second}), 409)
        data(developer.delete(f"/api/v1/branches/{second}"))
        refused(
            developer.post(f"/api/v1/branches/{second}/schemas", json={"name": "Late", "display_name": "Late"}), 409
        )
        self._note("branch.delete", PIOTR, second, old={"state": "ACTIVE"}, new={"state": "ARCHIVED"})
        data(admin.put(f"{PEOPLE}/{vera}/role", json={"role": "developer"}))
        self._note("acl.update", ADA, vera, old={"role": VERA.role}, new={"role": "developer"})
        third = f"{branch}-3"
        data(self._accounts.as_(VERA).post("/api/v1/branches", json={"name": third}), 201)
        self._note("branch.create", VERA, third, new={"state": "ACTIVE"})
        data(developer.delete(f"/api/v1/branches/{third}"))
        self._note("branch.delete", PIOTR, third, old={"state": "ACTIVE"}, new={"state": "ARCHIVED"})
        self._accounts.fail_to_sign_in(PIOTR)
        self._note("auth.failed", None, "")  # nobody knows who it was
        data(admin.post(f"{PEOPLE}/{vera}/deactivate"))
        self._note("person.deactivate", ADA, vera)

    def _fail(self, branch: str) -> None:
        """Try what cannot be done, of each kind of thing; nothing of it is recorded as done."""
        admin, vera = self._accounts.as_(ADA), self._accounts.of(VERA)
        refused(admin.post(f"/api/v1/branches/{branch}/force-unlock", json={"reason": "Nobody holds it"}), 404)
        refused(admin.delete(f"/api/v1/branches/{branch}/locks/{self._locks.held(OLGA)['id']}"), 423)
        refused(admin.delete(f"/api/v1/branches/{MAIN}"), 409)
        refused(admin.put(f"{PEOPLE}/{self._accounts.of(ADA).id}/role", json={"role": "viewer"}), 409)
        refused(admin.post(f"{PEOPLE}/{self._accounts.of(ADA).id}/deactivate"), 409)
        person = vera.person
        given = {"email": person.email, "password": person.password, "display_name": person.display_name}
        refused(self._audit.service("oms").post(REGISTER, json=given), 409)

    def _lock(self, who: Persona) -> dict[str, Any]:
        held = self._locks.held(who)
        return {name: held[name] for name in ("id", "lock_type", "resource_type", "reason", "holder")}

    def _note(self, action: str, who: Persona | None, what: str, **changed: dict[str, Any]) -> None:
        kind = "branch" if action.startswith("branch") else "person"
        self._done.append((action, self._accounts.of(who).id if who else None, kind, what))
        self._changed.append({"old": {}, "new": {}, **changed})
        self._noted.append(datetime.now(UTC))

    def check(self) -> None:
        """Each is recorded once, in order, with what it was before and after; and once that each came and signed in."""
        eventually(
            lambda: [one["action"] for one in self._of_the_scenario()][-1:],
            equal_to(["person.deactivate"]),
            within=AFTER_FAULTS,
            what="the last that is recorded of the scenario",
        )
        found = self._of_the_scenario()
        actions = {deed[0] for deed in self._done}
        people = {self._accounts.of(who).id for who in (OLGA, PIOTR, ADA, VERA)}
        own = [one for one in found if one["action"] in actions and one["actor_id"] in {*people, None}]
        told = [(one["action"], one["actor_id"], one["resource_type"], one["resource_id"]) for one in own]
        assert_that(told, equal_to(self._done), "what is recorded of what was done")
        for one, changed, noted in zip(own, self._changed, self._noted, strict=True):
            what = f"the record of {one['action']}"
            late = (datetime.fromisoformat(one["event_time"]) - noted).total_seconds()
            assert late < LEEWAY, f"{what} says that it was done {late:.1f} s after it was"
            assert_that(one["success"], equal_to(one["action"] != "auth.failed"), f"whether it was done, in {what}")
            changes = one["changes"] or {"old_values": {}, "new_values": {}}
            for side, values in changed.items():
                assert_that(changes[f"{side}_values"], has_entries(values), f"the {side} values in {what}")
        self._check_who_and_where(found)
        came = Counter((one["action"], one["actor_id"]) for one in found if one["actor_id"] in people)
        for who in people:
            for action in ("person.create", "auth.login"):
                assert_that(came[action, who], equal_to(1), f"how often {action} of somebody is recorded")

    def _check_who_and_where(self, found: list[Record]) -> None:
        """Each record says as what somebody did it, to what by its name, and from where."""
        accounts = {self._accounts.of(who).id: (who, self._accounts.of(who)) for who in (OLGA, PIOTR, ADA, VERA)}
        for one in found:
            if one["actor_id"] not in accounts and one["action"] != "auth.failed":
                continue
            expected: dict[str, Any] = {"error_code": None, "archived": False, "branch": None, "resource_name": ""}
            if one["actor_id"] is not None:
                who, account = accounts[one["actor_id"]]
                role = {"person.create": "viewer", "branch.create": self._developer(who)}.get(one["action"], who.role)
                expected |= {"actor_username": account.person.display_name, "actor_role": role}
            if one["resource_type"] == "branch":
                expected |= {"branch": one["resource_id"], "resource_name": one["resource_id"]}
                expected["user_agent"] = "acceptance"
            elif one["resource_id"]:
                expected["resource_name"] = accounts[one["resource_id"]][1].person.display_name
            if address := self._records.address():
                expected["ip_address"] = address
            assert_that(
                {name: one[name] for name in expected},
                equal_to(expected),
                f"as what somebody did it, to what, and from where, in the record of {one['action']}",
            )
            assert one["request_id"], f"the record of {one['action']} names no request"

    def check_with_care(self, who: Persona, name: str) -> None:
        """A change by a program of a long name, with the longest correlation id, is recorded with them; and where it
        says that it comes from is not believed.
        """
        document, device = self._ontology.documents[name], "device-" * 100
        given = (self._audit.world.correlation_id + ":A_b.c-9" * LONGEST_ID)[:LONGEST_ID]
        path = f"{self._ontology.path(document)}/{name}"
        asked = {"version": document.version, **self._ontology.body("Elsewhere")}
        headers = {"User-Agent": device, "X-Correlation-Id": given, **PRETENDED}
        self._ontology.confirmed(document, data(self._accounts.as_(who).put(path, json=asked, headers=headers)))
        record = self._records.await_count(name, len(document.versions))[-1]
        assert_that(record["correlation_id"], equal_to(given), "the correlation id of the record")
        said = record["user_agent"]
        assert len(said) >= LONGEST_ID and device.startswith(said), f"the program in the record: {said!r}"
        if address := self._records.address():
            assert_that(record["ip_address"], equal_to(address), "from where it was, whatever the request pretended")

    @staticmethod
    def _developer(who: Persona) -> str:
        """As what somebody makes a branch: as what they are by then, whatever they were when they signed in."""
        return "developer" if who is VERA else who.role

    def _of_the_scenario(self) -> list[Record]:
        query = {"branches": [], "correlation_id": self._audit.world.correlation_id}
        return sorted(self._records.search(**query)["records"], key=lambda one: int(one["position"]))
