"""What is done besides changing documents, to branches, locks and people, and what is recorded of it."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from ipaddress import ip_address
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
        self._branches: list[dict[str, Any]] = []
        """A branch that was made and closed, as each of that was answered."""
        self._gone: dict[str, Any] = {}
        """As it is since."""

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
        made = data(developer.post("/api/v1/branches", json={"name": second}), 201)
        self._note("branch.create", PIOTR, second, new={"state": "ACTIVE"})
        refused(developer.post("/api/v1/branches", json={"name": second}), 409)
        document = {"name": "Late", "display_name": "Late"}
        data(developer.post(f"/api/v1/branches/{second}/schemas", json=document), 201)
        self._gone = {**made, "state": "ARCHIVED"}
        self._branches = [made, data(developer.delete(f"/api/v1/branches/{second}"))]
        self._try_on_closed(f"/api/v1/branches/{second}")
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

    def _try_on_closed(self, path: str) -> None:
        """Try to make, change and delete a document of a closed branch, to lock it and to force it open."""
        developer, said = self._accounts.as_(PIOTR), {"display_name": "Late"}
        for reply in (
            developer.post(f"{path}/schemas", json={"name": "Later", **said}),
            developer.post(f"{path}/object-types", json={"name": "Later", **said}),
            developer.put(f"{path}/schemas/Late", json={"version": 1, **said}),
            developer.delete(f"{path}/schemas/Late", params={"version": 1}),
            developer.post(f"{path}/locks", json={"reason": "It is closed"}),
            self._accounts.as_(ADA).post(f"{path}/force-unlock", json={"reason": "It is closed"}),
        ):
            refused(reply, 409)

    def _check_branches(self) -> None:
        """A branch was told as it was when it was made, and as closed later; so it is listed, if far enough up."""
        made, closed = self._branches
        began = {"name": self._gone["name"], "state": "ACTIVE", "made_at": self._gone["made_at"]}
        assert_that(made, equal_to(began), "a branch that was made")
        assert_that(closed, equal_to(self._gone), "a branch that was closed")
        listed = data(self._accounts.as_(PIOTR).get("/api/v1/branches"))
        own = [one for one in listed if one["name"] == self._gone["name"]] or [self._gone]
        assert_that(own, equal_to([self._gone]), "a branch that was closed, as it is listed")

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
        return {name: held[name] for name in ("id", "lock_type", "resource_type", "reason", "holder", "fence")}

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
            self._check_changes(one, changed, what)
            self._records.check_moment(one, self._audit.world.started, noted)
        self._check_who_and_where(found)
        self._check_branches()
        self._records.check_told_of_all(found)
        self._records.check_stored(found)
        came = Counter((one["action"], one["actor_id"]) for one in found if one["actor_id"] in people)
        for who in people:
            for action in ("person.create", "auth.login"):
                assert_that(came[action, who], equal_to(1), f"how often {action} of somebody is recorded")

    @staticmethod
    def _check_changes(record: Record, changed: dict[str, Any], what: str) -> None:
        """What has no versions tells of none; nothing is told of values that did not change, or of none at all."""
        told = record["changes"]
        if not any(changed.values()):
            assert_that(told, equal_to(None), f"what changed, in {what}")
            return
        names = {**told["old_values"], **told["new_values"]}
        versions = {"version_before": None, "version_after": None, "fields_changed": sorted(names)}
        sides = {side: told[side] for side in ("old_values", "new_values")}
        assert_that(told, equal_to({**versions, **sides}), f"what changed, in {what}")
        empty = {f"{side}_values" for side, values in changed.items() if not values}
        nothing = {side for side, values in sides.items() if not values}
        assert_that(nothing, equal_to(empty), f"on which side nothing is, in {what}")

    def _check_who_and_where(self, found: list[Record]) -> None:
        """Each record says as what somebody did it, to what by its name, and from where."""
        accounts = {self._accounts.of(who).id: (who, self._accounts.of(who)) for who in (OLGA, PIOTR, ADA, VERA)}
        for one in found:
            if one["resource_type"] not in ("branch", "person"):
                continue
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
            assert_that(one["request_id"], equal_to(one["correlation_id"]), f"the request of {one['action']}")

    def check_with_care(self, who: Persona, name: str) -> None:
        """A change by a program of a long name, with the longest correlation id, is recorded with them; and where it
        says that it comes from is not believed.
        """
        device = "device-" * 100
        given = (self._audit.world.correlation_id + ":A_b.c-9" * LONGEST_ID)[:LONGEST_ID]
        headers = {"X-Correlation-Id": given, **PRETENDED}
        document = self._ontology.change_with(who, name, "Elsewhere", device, headers)
        record = self._records.await_count(name, len(document.versions))[-1]
        assert_that(record["correlation_id"], equal_to(given), "the correlation id of the record")
        said = record["user_agent"]
        assert len(said) >= LONGEST_ID and device.startswith(said), f"the program in the record: {said!r}"
        where = ip_address(record["ip_address"])
        pretended = [one for one in PRETENDED.values() if str(where) in one]
        assert not (where.is_unspecified or pretended), f"the record says it was from {where}, as the request pretended"
        if address := self._records.address():
            assert_that(str(where), equal_to(address), "from where it was, whatever the request pretended")

    @staticmethod
    def _developer(who: Persona) -> str:
        """As what somebody makes a branch: as what they are by then, whatever they were when they signed in."""
        return "developer" if who is VERA else who.role

    def _of_the_scenario(self) -> list[Record]:
        query = {"branches": [], "correlation_id": self._audit.world.correlation_id}
        return sorted(self._records.search(**query)["records"], key=lambda one: int(one["position"]))
