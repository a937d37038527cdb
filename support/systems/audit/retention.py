"""How long records are kept: policies and holds of a scenario, and what becomes of its records."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, has_entries, has_length

from support.observing.broken import BrokenPromise
from support.observing.waiting import eventually, looks, never, now
from support.systems.answers import data
from support.systems.audit.ontology import KINDS, Document
from support.systems.audit.records import RECORDED_WITHIN

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Record, Records
    from support.systems.audit.telling import Telling
    from support.systems.system import System

PREFIX = "/api/v1/audit/retention"
DAY = 86_400.0
LONG_AGO = datetime(2010, 1, 1, tzinfo=UTC)
"""Before anything is kept that happened then, unless it is on hold."""
LONGEST = 36_500
"""Days for which anything may be kept."""
CLASSES = {
    "*": 2555, "auth.*": 2555, "acl.*": 2555, "schema.*": 1825, "object_type.*": 1825, "branch.*": 365, "audit.*": 730,
}  # fmt: skip
"""For how many days records are kept, by what was done, unless somebody says otherwise."""
OF_A_CLASS = {"*": "person.create"}
"""What of a class somebody did, where its pattern does not say it."""
ARCHIVED_WITHIN = 10.0
"""Seconds after its time is over until a record is in the archive; it is looked for again and again."""
LEEWAY = timedelta(seconds=2)
"""By how much the clocks of the platform may differ from ours."""
STAYS = 1.5
"""Seconds for which what has to stay is watched, once something else was archived."""


class Retention:
    """The policies and holds of one scenario, all of them for its branch alone."""

    def __init__(
        self, audit: System, accounts: Accounts, ontology: Ontology, records: Records, telling: Telling
    ) -> None:
        self._audit, self._accounts, self._ontology, self._records = audit, accounts, ontology, records
        self._telling = telling
        self._holds: dict[tuple[str, str], dict[str, Any]] = {}
        """Each hold, by who put it and on what."""
        self._policies: dict[tuple[str, str], str] = {}
        """The id of each policy, by the actions and the document that it is about."""
        self._found_as_one = False
        """Whether somebody has looked at what is archived beside what is not."""
        self._namesakes: dict[str, str] = {}
        """Of what is on hold, the kind of another document of that name."""
        self._held_branch, self._held_number = "", 0
        """Where there are records of long ago that are on hold, and how many."""

    def keep(self, who: Persona, action: str, name: str, seconds: float) -> None:
        """Have records of an action (`object_type.*`) of a document of the branch, or of all (`*`), kept so long."""
        asked: dict[str, Any] = {
            "action_pattern": action,
            "resource_pattern": f"{self._ontology.branch}/{name}",
            "days": seconds / DAY,
        }
        client = self._accounts.as_(who, "audit-service")
        before = data(client.put(f"{PREFIX}/policies", json={**asked, "days": LONGEST - asked["days"]}))
        policy = data(client.put(f"{PREFIX}/policies", json=asked))
        self._policies[action, name] = policy["id"]
        self._audit.world.cleanup.add(
            f"remove the policy for {action} of {name}", lambda: self._remove(who, f"{PREFIX}/policies/{policy['id']}")
        )
        assert_that(policy, equal_to({**before, **asked}), "the policy, when another period was said at first")
        assert_that(self._listed(who, policy["id"]), equal_to([policy]), "the policy, as it is listed")

    def take_back(self, who: Persona, action: str, name: str) -> None:
        """Have a policy count no more."""
        gone = self._policies.pop((action, name))
        reply = self._accounts.as_(who, "audit-service").delete(f"{PREFIX}/policies/{gone}")
        assert_that(reply.status, equal_to(204), "the answer to whoever takes a policy back")
        assert_that(self._listed(who, gone), equal_to([]), "the policy that was taken back, as it is listed")

    def _listed(self, who: Persona, policy: str) -> list[dict[str, Any]]:
        listed = data(self._accounts.as_(who, "audit-service").get(f"{PREFIX}/policies"))
        return [one for one in listed if one["id"] == policy]

    def _remove(self, who: Persona, path: str) -> None:
        reply = self._accounts.as_(who, "audit-service").delete(path)
        assert reply.status in (200, 204, 404), reply.text

    def hold(self, who: Persona, name: str) -> None:
        """Keep the records of a document whatever their age."""
        document = self._ontology.documents[name]
        asked = {
            "resource_type": document.kind.replace(" ", "_"),
            "resource_id": self._ontology.id_of(name),
            "reason": "A court wants to see them",
        }
        client = self._accounts.as_(who, "audit-service")
        hold = data(client.post(f"{PREFIX}/holds", json=asked), 201)
        said = {**asked, "placed_by": self._accounts.of(who).id, "lifted_at": None}
        assert_that(hold, equal_to({**said, "id": hold["id"], "placed_at": hold["placed_at"]}), "the hold")
        at = datetime.fromisoformat(hold["placed_at"])
        assert abs(datetime.now(UTC) - at) <= LEEWAY, f"the hold says that it was put at {at}"
        self._holds[who.name, name] = hold
        self._audit.world.cleanup.add(
            f"lift the hold on {name}", lambda: self._remove(who, f"{PREFIX}/holds/{hold['id']}")
        )
        listed = data(client.get(f"{PREFIX}/holds"))
        assert hold in listed, f"the hold is not listed: {hold}"
        placed = [one["placed_at"] for one in listed]
        assert_that(placed, equal_to(sorted(placed, reverse=True)), "when the holds were put that are listed")
        self._make_namesake(who, document)

    def hold_long_ago(self, who: Persona, number: int) -> None:
        """Have so many records of long ago on hold, all of one document, which is on another branch."""
        branch = self._held_branch = f"{self._ontology.branch}-held"
        asked = {"resource_type": "object_type", "resource_id": f"{branch}/Held", "reason": "A court wants to see them"}
        hold = data(self._accounts.as_(who, "audit-service").post(f"{PREFIX}/holds", json=asked), 201)
        self._audit.world.cleanup.add("have what is old archived", lambda: self._let_go(who, hold["id"]))
        self._held_number = number
        self._telling.tell_often("Held", number, at=LONG_AGO, branch=branch)
        eventually(self._held_here, equal_to(number), within=RECORDED_WITHIN, what="how many records on hold there are")

    def _let_go(self, who: Persona, hold: str) -> None:
        """Lift a hold, and wait until all of it is archived: nobody else's scenario counts it."""
        self._remove(who, f"{PREFIX}/holds/{hold}")
        eventually(self._held_here, equal_to(0), within=ARCHIVED_WITHIN, what="how much of what is old is not archived")

    def _held_here(self) -> int:
        return int(self._records.search(branches=[self._held_branch], limit=1)["total"]) if self._held_branch else 0

    def _make_namesake(self, who: Persona, document: Document) -> None:
        """What is of another kind is not on hold, whatever it is called."""
        if document.name not in self._namesakes:
            other = self._namesakes[document.name] = next(one for one in KINDS if one != document.kind)
            made = self._ontology.try_create(
                self._ontology.owner, Document(other, document.name), self._ontology.body(document.name)
            )
            assert_that(data(made, 201)["version"], equal_to(1), "the version of a namesake of what is on hold")

    def lift(self, who: Persona, name: str) -> None:
        """Take back the hold that somebody put; those of others stay listed, and this one does not."""
        client, gone = self._accounts.as_(who, "audit-service"), self._holds.pop((who.name, name))
        lifted = data(client.delete(f"{PREFIX}/holds/{gone['id']}"))
        told = f"what it says of the hold that was lifted: {lifted}"
        assert lifted == {**gone, "lifted_at": lifted["lifted_at"]} and lifted["lifted_at"], told
        assert abs(datetime.now(UTC) - datetime.fromisoformat(lifted["lifted_at"])) <= LEEWAY, told
        listed = {one["id"]: one for one in data(client.get(f"{PREFIX}/holds"))}
        assert gone["id"] not in listed, "the hold that was lifted is still listed"
        for one in self._holds.values():
            assert_that(listed.get(one["id"]), equal_to(one), "a hold that was not lifted, as it is listed")

    # What becomes of records

    def await_archived(self, name: str, only: str = "") -> None:
        """All records of a document, or those of one deed, are in the archive and nowhere else, whole as they were."""
        number = sum(not only or verb == only for verb in self._verbs(name))
        before = eventually(
            lambda: self._found(name, only, archived=True),
            has_length(number),
            within=RECORDED_WITHIN,
            what=f'the records of "{name}", archived or not',
        )
        eventually(
            lambda: self._found(name, only),
            has_length(0),
            within=ARCHIVED_WITHIN,
            what=f'the records of "{name}" that are not archived yet',
        )
        kept = self._found(name, only, archived=True)
        assert_that([one["archived"] for one in kept], equal_to([True] * len(before)), f"whether {name} is archived")
        assert_that([_content(one) for one in kept], equal_to([_content(one) for one in before]), "what is archived")
        for one in kept:
            alone = self._records.one(one["event_id"])
            assert_that(alone, equal_to(one), "an archived record that is asked for by itself")
        self._records.check_stored(kept)
        self._records.check_history(name, archived=True)
        self._check_counted(name)

    def _verbs(self, name: str) -> list[str]:
        """What was done to a document, version by version."""
        said = self._ontology.documents[name].versions
        return [
            "delete" if not now else "create" if number == 0 or not said[number - 1] else "update"
            for number, now in enumerate(said)
        ]

    def _check_counted(self, name: str) -> None:
        """Statistics and exports have what is archived where that is asked for, and else not."""
        client = self._records.as_reader()
        for archived in (True, False):
            kind = self._ontology.documents[name].kind.replace(" ", "_")
            about = {"resource_ids": [self._ontology.id_of(name)], "resource_types": [kind]}
            asked = {**about, "archived": archived}
            found = [one["event_id"] for one in self._records.of(name, archived=archived)]
            counted = data(client.post("/api/v1/audit/statistics", json=asked))["total"]
            assert_that(counted, equal_to(len(found)), f"what statistics count of {name}, {archived=}")
            rows = client.post("/api/v1/audit/export", params={"format": "json"}, json=asked).json()
            assert_that([one["event_id"] for one in rows], equal_to(found), f"what is exported of {name}, {archived=}")
            self._records.recognise(rows)
        if not self._found_as_one:
            self._check_found_as_one()
            self._found_as_one = True

    def _check_found_as_one(self) -> None:
        """What is archived and what is not are found as one: in one order, page by page, and exported so."""
        client, branch = self._records.as_reader(), {"branches": [self._ontology.branch], "archived": True}
        whole = self._records.search(archived=True)["records"]
        placed = [(one["event_time"], one["position"]) for one in whole]
        assert_that(placed, equal_to(sorted(placed)), "the order of what is found, archived or not")
        paged: list[Record] = []
        while len(paged) < len(whole):
            paged += self._records.search(archived=True, limit=2, offset=len(paged))["records"]
        ids = [one["event_id"] for one in whole]
        assert_that([one["event_id"] for one in paged], equal_to(ids), "the pages of what is found, archived or not")
        for _ in looks(ARCHIVED_WITHIN):  # until nothing is archived between one look and the other
            before = self._marked(self._records.search(archived=True)["records"])
            table = client.post("/api/v1/audit/export", params={"format": "csv"}, json=branch).text
            if self._marked(self._records.search(archived=True)["records"]) == before:
                break
        told = self._marked(csv.DictReader(io.StringIO(table)))
        assert_that(told, equal_to(before), "the rows of an exported table, archived or not")

    def _marked(self, records: Iterable[Record]) -> list[tuple[str, str]]:
        """Which records they are, and whether each is said to be archived."""
        return [(one["event_id"], str(one["archived"])) for one in records]

    def check_classes(self) -> None:
        """Of each class that is kept from the start: a minute before its time is over a record stays, then it goes."""
        policies = data(self._records.as_reader().get(f"{PREFIX}/policies"))
        kept = {one["action_pattern"]: one["days"] for one in policies if one["resource_pattern"] == "*"}
        assert_that(kept, has_entries(**CLASSES), "for how many days records are kept, class by class")
        events: dict[bool, list[str]] = {True: [], False: []}
        for pattern, days in CLASSES.items():
            for old, told in events.items():
                at = datetime.now(UTC) - timedelta(days=days, minutes=1 if old else -1)
                told.append(self._telling.tell(OF_A_CLASS.get(pattern, pattern.replace("*", "update")), at))
        number = 2 * len(CLASSES)
        eventually(
            lambda: self._records.search(archived=True, text=self._telling.mark)["total"],
            equal_to(number),
            within=RECORDED_WITHIN,
            what="how many of what happened long ago is recorded",
        )
        eventually(
            lambda: self._here() & set(events[True]),
            equal_to(set()),
            within=ARCHIVED_WITHIN,
            what="the records whose time is over, and that are not archived yet",
        )
        never(
            lambda: set(events[False]) <= self._here(),
            equal_to(False),
            during=STAYS,
            what="whether all records are there whose time will be over in a minute",
        )

    def _here(self) -> set[str]:
        return {one["event_id"] for one in self._records.search(text=self._telling.mark)["records"]}

    def check_archived_in_time(self, name: str, made: float, seconds: float) -> None:
        """They go when their time is over and not before, by the watch of whoever made the document."""
        self._records.await_count(name, 1)
        self.await_archived(name)
        age = now() - made
        if age < seconds:
            told = (
                f"the record of {name} was archived {age:.2f} s after it was asked for, and is to be kept {seconds:g} s"
            )
            raise BrokenPromise("AU-07", told, kind="archived too early")

    def check_stay(self, name: str, only: str = "") -> None:
        """The records of a document, or those of one deed, stay where they are."""
        assert_that(self._held_here(), equal_to(self._held_number), "how many records of long ago are still there")
        here = len(self._found(name, only))
        assert here, f"there are no records of {name} any more"
        if name in self._namesakes:
            kind = self._namesakes[name].replace(" ", "_")
            eventually(
                lambda: self._records.of(name, resource_types=[kind]),
                has_length(0),
                within=ARCHIVED_WITHIN,
                what=f'the records of the {self._namesakes[name]} "{name}", on which there is no hold',
            )
        never(
            lambda: len(self._found(name, only)) < here,
            equal_to(True),
            during=STAYS,
            what=f'whether records of "{name}" have gone',
        )

    def check_whole(self) -> None:
        """The integrity check finds nothing amiss: the archive belongs to the chain."""
        answer = data(self._records.as_reader().post("/api/v1/audit/integrity"))
        assert_that(answer["findings"], equal_to([]), "what the integrity check finds")
        assert answer["whole"] is True, f"the integrity check says {answer}"

    def _found(self, name: str, only: str, *, archived: bool = False) -> list[Record]:
        found = self._records.of(name, **({"archived": True} if archived else {}))
        return [one for one in found if not only or one["action"].endswith(f".{only}")]

    # The broker

    def check_stream(self, **limits: Any) -> None:
        """The stream of events has these limits."""
        broker = self._audit.broker
        assert broker is not None, "a scenario about the stream needs the broker"
        told = broker.stream("AUDIT_EVENTS")
        assert_that({name: told.get(name) for name in limits}, equal_to(limits), "what the stream keeps")


def _content(record: Record) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != "archived"}
