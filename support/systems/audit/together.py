"""Several changes that are made in one go: all of them, each as if it were alone, or none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, greater_than_or_equal_to, has_length

from support.observing.broken import BrokenPromise
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually
from support.systems.answers import data, refused
from support.systems.audit.locks import LOCKED
from support.systems.audit.ontology import CHANGES, KINDS, Document
from support.systems.audit.records import RECORDED_WITHIN

if TYPE_CHECKING:
    from support.clients.http import Reply
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.locks import Locks
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Record, Records

Wishes = list[tuple[str, Document]]
MOST_TOGETHER = 100
MANY = 20
"""Changes from which on only the first and the last of them are looked at one by one as well."""
NOWHERE = "nowhere-at-all"
"""A branch that is not there."""


class Together:
    """What people of one scenario change together."""

    def __init__(self, accounts: Accounts, ontology: Ontology, records: Records, locks: Locks) -> None:
        self._accounts, self._ontology, self._records, self._locks = accounts, ontology, records, locks
        self._made: Wishes = []
        """What was changed together last, in the order in which it was asked for."""
        self._versions: list[int] = []
        """The version that each of them made."""
        self._before: dict[str, Any] = {}
        self._refused: list[tuple[int, Reply]] = []
        """Which of them could not be made, by its place, and what is said of it alone."""

    def _prepared(self, who: Persona) -> Wishes:
        """Something of each kind to be changed, to be deleted, to be made again and to be made, by turns."""
        turns: list[Wishes] = []
        for kind in KINDS:
            prefix = kind.replace(" ", "-")
            there = [self._ontology.create(who, kind, f"{prefix}-{name}") for name in ("Changed", "Deleted", "Again")]
            self._ontology.delete(who, there[2].name)
            verbs = ("update", "delete", "create", "create")
            turns.append(list(zip(verbs, [*there, Document(kind, f"{prefix}-New")], strict=True)))
        return list(chain.from_iterable(zip(*turns, strict=True)))

    def change(self, who: Persona, owner: Persona) -> None:
        """Change, delete and make again what somebody has made, and make more."""
        self._do(who, self._prepared(owner)[::-1])

    def make(self, who: Persona, number: int) -> None:
        """Make so many documents, by turns of each kind."""
        kinds = list(KINDS)
        self._do(who, [("create", Document(kinds[one % 2], f"One-{one}")) for one in range(number)])

    def _do(self, who: Persona, wishes: Wishes, lock: str | None = None) -> None:
        self._ontology.change_together(who, wishes, lock)
        self._made, self._versions = wishes, [len(document.versions) for _, document in wishes]

    def check_recorded(self) -> None:
        """Each by itself, in the order in which they were asked for, as of one request, and kept as it was made."""
        assert self._made, "nothing was changed together"
        for _, document in self._made if len(self._made) < MANY else self._made[:: len(self._made) - 1]:
            self._records.check_versions(document.name)
            self._ontology.check_kept(document.name)
        found = sorted(self._records.all(), key=_position)[-len(self._made) :]
        told = [(one["action"], one["resource_name"], one["changes"]["version_after"]) for one in found]
        expected = [
            (f"{document.kind.replace(' ', '_')}.{action}", document.name, version)
            for (action, document), version in zip(self._made, self._versions, strict=True)
        ]
        assert_that(told, equal_to(expected), "the records of what was changed together, in their order")
        for one, (_, document), version in zip(found, self._made, self._versions, strict=True):
            before = document.versions[version - 2] if version > 1 else {}
            self._records.check_values(one, before, document.versions[version - 1])
        for name in ("request_id", "correlation_id", "actor_id", "ip_address", "user_agent"):
            assert len({one[name] for one in found}) == 1, f"they have more than one {name}"
        self._records.check_told()
        self._records.check_stored(found)

    # What cannot be

    def try_some_amiss(self, who: Persona, owner: Persona) -> None:
        """Ask for changes of which some are not possible, and for each of those alone."""
        ontology, possible = self._ontology, self._prepared(owner)
        gone = next(document for _, document in possible if document.name.endswith("Again"))
        there, elsewhere = (ontology.create(owner, kind, f"There-{at}") for at, kind in enumerate(KINDS))
        amiss = [
            ("create", there, 0),
            ("update", elsewhere, elsewhere.version + 1),
            ("update", Document("schema", "Nowhere"), 1),
            ("delete", gone, len(gone.versions)),
        ]
        asked = [ontology.wish(*one) for one in possible if one[1] is not gone]
        self._look()
        for place, (action, document, version) in zip((0, 2, 3, len(asked) + 3), amiss, strict=True):
            asked.insert(place, ontology.wish(action, document, version))
            self._refused.append((place, self._alone(who, action, document, version)))
        self._reply = ontology.post_together(who, asked)

    def _alone(self, who: Persona, action: str, document: Document, version: int) -> Reply:
        seen = Document(document.kind, document.name, version)
        if action == "create":
            return self._ontology.try_create(who, seen, self._ontology.body("in vain"))
        if action == "update":
            return self._ontology.try_change(who, seen, self._ontology.body("in vain"))
        return self._ontology.try_delete(who, seen)

    def check_each_named(self) -> None:
        """The refusal names each that cannot be made, by its place, and says of it what is said of it alone."""
        expected = [
            {"at": at, "code": one.code, "message": one.message, "details": one.details}
            for at, reply in self._refused
            for one in [refused(reply, 404, 409)]
        ]
        refusal = refused(self._reply, 409)
        assert_that(refusal.code, equal_to("CHANGES_REFUSED"), "the code of the refusal")
        assert_that(refusal.details, equal_to({"refusals": expected}), "what it says of those that cannot be made")

    def _look(self) -> None:
        """Keep in mind all that there is on the branch."""
        self._before = self._there()

    def _there(self) -> dict[str, Any]:
        client, found = self._accounts.as_(self._ontology.owner), {}
        for kind in KINDS:
            for one in data(client.get(self._ontology.path(Document(kind, "")))):
                path = f"{self._ontology.path(Document(kind, ''))}/{one['name']}/versions"
                found[f"{kind} {one['name']}"] = (one, data(client.get(path)))
        return found

    def check_nothing_changed(self, who: Persona) -> None:
        """The branch is as it was, nothing of it is recorded, and whoever asked can change something."""
        assert self._before, "nobody has looked what there was"
        assert_that(self._there(), equal_to(self._before), "what there is on the branch")
        known = {name: len(one.versions) for name, one in self._ontology.documents.items()}
        later = Document("object type", "Later")
        reply = self._ontology.try_create(who, later, self._ontology.body("Later"))
        assert reply.status == 201 or self._locks.holds(self._ontology.owner), reply.text
        if reply.status == 201:
            self._records.await_count("Later", 1)
            known["Later"] = 1
        recorded: dict[str, int] = {}
        for one in self._records.all():
            recorded[one["resource_name"]] = recorded.get(one["resource_name"], 0) + 1
        assert_that(recorded, equal_to(known), "how many records there are of each document")

    # Locks and branches

    def check_kept_out(self, who: Persona, holder: Persona, locked: str) -> None:
        """While one kind is locked, what is of both kinds is refused, be it one of a hundred; what is of the other not.

        Its holder is not kept out, until the lock is over in the name of which they ask.
        """
        ontology, lock = self._ontology, str(self._locks.held(holder)["id"])
        free = next(kind for kind in KINDS if kind != locked)
        both = [("create", Document(kind, f"{kind.replace(' ', '-')}-Both")) for kind in (free, locked)]
        asked = [ontology.wish(*one) for one in both]
        many = [ontology.wish("create", Document(free, f"Free-{number}")) for number in range(MOST_TOGETHER - 1)]
        among = [[*many[:place], asked[1], *many[place:]] for place in (0, MANY, len(many))]
        self._look()
        for changes in (asked, asked[::-1], asked[1:], *among):
            for told in (None, lock):
                self._locks.check_tells_what_to_do(ontology.post_together(who, changes, told), locked)
        assert_that(self._there(), equal_to(self._before), "what there is on the branch")
        self._do(who, [("create", Document(free, "Free")), ("create", Document(free, "As-well"))])
        self._do(holder, both, lock)
        self.check_recorded()
        self._locks.release(holder)
        self._look()
        late = [ontology.wish("create", Document(kind, "Late")) for kind in KINDS]
        over = refused(ontology.post_together(holder, late, lock), LOCKED)
        assert_that(over.code, equal_to("LOCK_LOST"), "the code of the refusal of whoever had the lock")
        assert_that(self._there(), equal_to(self._before), "what there is on the branch")

    def check_elsewhere(self, who: Persona) -> None:
        """On a branch that is closed or is not there, all is refused as one change is."""
        client, body = self._accounts.as_(who), self._ontology.body("in vain")
        closed = self._ontology.neighbour
        data(self._accounts.root(self._ontology.owner).delete(f"/api/v1/branches/{closed}"))
        for branch, status in ((closed, 409), (NOWHERE, 404)):
            path = f"/api/v1/branches/{branch}"
            alone = refused(client.post(f"{path}/schemas", json={"name": "Core", **body}), status)
            asked = [{"action": "create", "kind": kind, "name": "Core", **body} for kind in ("schema", "object_type")]
            together = refused(client.post(f"{path}/changes", json={"changes": asked}), status)
            same = (alone.code, alone.message, alone.details)
            assert_that((together.code, together.message, together.details), equal_to(same), f"the refusal on {branch}")

    def check_twins(self, who: Persona) -> None:
        """No two are of one document, nor more than a hundred; a schema and an object type of one name are two.

        What is wrong is called by its place. It is looked at on another branch, where nothing else is.
        """
        ontology, client = self._ontology, self._accounts.as_(who)
        path, body = f"/api/v1/branches/{ontology.neighbour}", ontology.body("a twin")
        twins = [{"action": "create", "kind": kind, "name": "Twin", **body} for kind in ("schema", "object_type")]
        gone = {"action": "delete", "kind": "schema", "name": "Twin", "version": 1}
        wrong = {**twins[0], "name": "Other", "display_name": ""}
        many = [{**twins[0], "name": f"One-{number}"} for number in range(MOST_TOGETHER + 1)]
        for asked, field in (
            ([twins[0], *twins], "changes"),
            ([twins[0], gone], "changes"),
            (many, "changes"),
            ([], "changes"),
            ([twins[1], wrong], "changes.1.create.display_name"),
        ):
            amiss = refused(client.post(f"{path}/changes", json={"changes": asked}), 422).fields
            assert_that(amiss, equal_to([field]), f"what is wrong with {len(asked)} changes")
        made = data(client.post(f"{path}/changes", json={"changes": twins}))
        told = [(one["kind"], one["name"], one["version"]) for one in made]
        expected = [(one["kind"], "Twin", 1) for one in twins]
        assert_that(told, equal_to(expected), "what is told of two of one name")
        for kind, plural in KINDS.items():
            listed = [(one["name"], one["version"]) for one in data(client.get(f"{path}/{plural}"))]
            assert_that(listed, equal_to([("Twin", 1)]), f"the {kind}s where there are two of one name")
        scope = {"branches": [ontology.neighbour], "resource_types": ["schema", "object_type"]}
        found = eventually(
            lambda: self._records.search(**scope)["records"],
            has_length(greater_than_or_equal_to(len(twins))),
            within=RECORDED_WITHIN,
            what="the records of two of one name",
        )
        recorded = [(one["resource_type"], one["resource_name"], one["changes"]["version_after"]) for one in found]
        assert_that(recorded, equal_to(expected), "what is recorded of two of one name")

    # Two at once

    def compete(self, people: Sequence[Persona], number: int, times: int) -> None:
        """All change the same documents together at the same moment, each in another order; so often."""
        ontology = self._ontology
        self._accounts.sign_in_all(people)
        names = [f"Same-{one}" for one in range(number)]
        for name in names:
            with ontology.history.record(ontology.owner.name, CHANGES, ontology.id_of(name), 1):
                ontology.create(ontology.owner, "object type", name)
        for version in range(1, times + 1):
            asked = [
                {"action": "update", "kind": "object_type", "name": name, "version": version, **ontology.body("same")}
                for name in names
            ]
            answers: dict[str, Reply] = {}

            def ask(who: Persona, changes: Sequence[Any], answers: dict[str, Reply] = answers) -> None:
                path = f"/api/v1/branches/{ontology.branch}/changes"
                answers[who.name] = self._accounts.as_(who).post(path, json={"changes": list(changes)})

            orders = [asked, asked[::-1]]
            at_the_same_time([partial(ask, who, orders[at % 2]) for at, who in enumerate(people)])
            self._judge(answers, names, version)

    def _judge(self, answers: dict[str, Reply], names: Sequence[str], version: int) -> None:
        """One was confirmed, and each of the others told that all of it is at the next version by now."""
        done = [who for who, reply in answers.items() if reply.status == 200]
        if len(done) != 1:
            told = {who: reply.status for who, reply in answers.items()}
            raise BrokenPromise("AU-01", f"of those who changed version {version}, {told}", kind="not one of them")
        for who, reply in answers.items():
            if who not in done:
                refusals = refused(reply, 409).details["refusals"]
                present = [(one["at"], one["code"], one["details"]) for one in refusals]
                expected = [(at, "VERSION_CONFLICT", {"version": version + 1}) for at in range(len(names))]
                assert_that(present, equal_to(expected), f"what {who} is told, who came too late")
        history = self._ontology.history
        for name in names:
            with history.record(done[0], CHANGES, self._ontology.id_of(name), version + 1):
                pass


def _position(record: Record) -> int:
    return int(record["position"])
