"""What auditors find in the records, and whether it is what people did."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, LiteralString

from hamcrest import assert_that, equal_to, greater_than_or_equal_to, has_length

from support.clients.broker import SUBJECT
from support.observing.broken import BrokenPromise
from support.observing.histories import exactly_once, hold, real_order
from support.observing.waiting import eventually
from support.scenario.people import Persona
from support.systems.answers import data
from support.systems.audit.ontology import CHANGES, KINDS, READS, Document

if TYPE_CHECKING:
    from support.systems.accounts import Accounts
    from support.systems.audit.ontology import Ontology
    from support.systems.system import System

RECORDED_WITHIN = 5.0
"""Seconds until something done must be recorded, where the scenario measures no time."""
AFTER_FAULTS = 20.0
"""The same after something was away: whoever waits for it may wait two seconds longer each time."""
PROMISED_SECONDS = 1.0
PRETENDED = {"X-Client-Address": "8.8.8.8", "X-Forwarded-For": "8.8.8.8", "Forwarded": "for=8.8.8.8"}
"""What a request may say of where it comes from, and nobody believes."""
AT_ONE_MOMENT = 0.5
"""Seconds by which two moments of one change may differ, by the clock of a database that is busy."""
CLOCKS = timedelta(seconds=1)
"""By how much the clocks of the platform may differ from ours."""
PLACED = ("position", "event_id", "event_time", "recorded_at")
"""What only a record itself can say."""
CHANGED = {"version_before", "version_after", "fields_changed", "old_values", "new_values"}
"""What is told of a change."""
LEAST_AGENT, LONGEST_AGENT = 100, 500
"""Characters of what a program calls itself that a record keeps at least, and that an event may have at most."""
MASK = "***MASKED***"
ACTIONS = frozenset(
    {
        *(f"{kind}.{verb}" for kind in ("schema", "object_type") for verb in ("create", "update", "delete")),
        *(f"branch.{verb}" for verb in ("create", "delete", "lock", "unlock", "force_unlock")),
        *("auth.login", "auth.failed", "person.create", "person.deactivate", "acl.update", "audit.refused"),
    }
)
"""All that is recorded of, from docs/contracts/audit.md."""
VERBS = {"made": "create", "changed": "update", "deleted": "delete"}
_SECRET = re.compile(
    "(email|phone|ssn|creditcard|bankaccount|passport|driverlicense|personaladdress|dateofbirth"
    "|password|secret|token|apikey|accesskey|privatekey|credential)$"
)
"""How keys end, without blanks, signs and capitals, whose values are masked."""
Record = dict[str, Any]


class Records:
    """The records of a scenario, as one of its readers finds them."""

    def __init__(self, audit: System, accounts: Accounts, ontology: Ontology, reader: Persona) -> None:
        self._audit, self._accounts, self._ontology, self.reader = audit, accounts, ontology, reader
        self.read: list[Record] = []
        """All that was read of what a workload left."""
        self._known: dict[str, Record] = {}
        """Each record as it was first read, by the id of its event."""

    def search(self, **query: Any) -> dict[str, Any]:
        """One page of what fits, on the branch of the scenario unless said otherwise."""
        asked = {"branches": [self._ontology.branch], "descending": False, "limit": 1000, **query}
        found: dict[str, Any] = data(self.as_reader().post("/api/v1/audit/query", json=asked))
        seen, total = asked.get("offset", 0) + len(found["records"]), found["total"]
        told = f"of {total} records that it says there are, {seen} were shown, with {found['has_more']=}"
        assert found["has_more"] == (seen < total), told
        assert seen >= total or len(found["records"]) == asked["limit"], told
        self.recognise(found["records"])
        return found

    def recognise(self, records: Iterable[Record]) -> None:
        """Whatever was read before is as it was then, wherever it is read: all that may happen to it is the archive."""
        for one in records:
            before = self._known.setdefault(one["event_id"], one)
            if one != {**before, "archived": one["archived"]} or one["archived"] < before["archived"]:
                differ = {key: (before.get(key), one.get(key)) for key in {**before, **one}}
                said = {key: values for key, values in differ.items() if values[0] != values[1]}
                raise AssertionError(f"record {one.get('position')} is not what it was, and is: {said}")

    def forget(self) -> None:
        """What was read so far may have become something else: somebody has changed it in the database."""
        self._known.clear()

    def of(self, name: str, **query: Any) -> list[Record]:
        """All records of a document of the branch, the oldest first; of none that is another kind of the same name."""
        document = self._ontology.documents.get(name)
        kinds = [document.kind.replace(" ", "_")] if document else []
        asked = {"resource_ids": [self._ontology.id_of(name)], "resource_types": kinds, **query}
        return list(self.search(**asked)["records"])

    def one(self, event_id: str) -> Record:
        found: Record = data(self.as_reader().get(f"/api/v1/audit/events/{event_id}"))
        self.recognise([found])
        return found

    def await_count(self, name: str, count: int, within: float = RECORDED_WITHIN) -> list[Record]:
        """So many records of a document, or more, when they are there."""
        return eventually(
            lambda: self.of(name),
            has_length(greater_than_or_equal_to(count)),
            within=within,
            what=f'the records of "{name}"',
        )

    def await_reader(self) -> None:
        """Until the latest thing that the scenario did is recorded: that its reader signed in.

        Events are recorded in their order, so all that was done before is recorded as well.
        """
        signed_in = {"branches": [], "actions": ["auth.login"], "actor_ids": [self._accounts.of(self.reader).id]}
        eventually(
            lambda: self.search(**signed_in)["total"],
            greater_than_or_equal_to(1),
            within=RECORDED_WITHIN,
            what="the records of the reader's signing in",
        )

    def as_reader(self) -> Any:
        return self._accounts.as_(self.reader, "audit-service")

    # What a single change left

    def check_versions(self, name: str) -> None:
        """One record for each version, in their order, with who, what, and the values before and after."""
        document = self._ontology.documents[name]
        found = self.await_count(name, len(document.versions))
        told = [(one["action"], *_versions_of(one)) for one in found]
        expected = []
        for number, said in enumerate(document.versions, 1):
            verb = "delete" if not said else "create" if number == 1 or not document.versions[number - 2] else "update"
            expected.append((f"{document.kind.replace(' ', '_')}.{verb}", number - 1 or None, number))
        assert_that(told, equal_to(expected), f'the records of "{name}"')
        for number, one in enumerate(found):
            before = document.versions[number - 1] if number else {}
            self.check_values(one, before, document.versions[number])
        path = f"{self._ontology.path(document)}/{name}/versions"
        _check_times(found, data(self._accounts.as_(self._ontology.owner).get(path)))
        self._check_whole(name, found)
        self._ontology.check_kept(name)
        known = {self._ontology.id_of(one) for one in self._ontology.documents}
        others = [one["resource_id"] for one in self.all() if one["resource_id"] not in known]
        assert_that(others, equal_to([]), "documents that are recorded, and that nobody made")

    def _check_whole(self, name: str, found: Sequence[Record]) -> None:
        """Each record says whose deed it was, to what, by which request, and from where; there is no more to it."""
        document, places = self._ontology.documents[name], [one["position"] for one in found]
        assert_that(places, equal_to(sorted(set(places))), f'the positions of the records of "{name}"')
        assert_that({one["event_id"] for one in found}, has_length(len(found)), f'the ids of the records of "{name}"')
        for number, (one, deed) in enumerate(zip(found, document.deeds, strict=True), 1):
            account, mark = self._accounts.of(deed.who), deed.correlation_id or self._audit.world.correlation_id
            expected = {
                "action": one["action"], "changes": one["changes"], "success": True, "error_code": None,
                "archived": False, "actor_id": account.id, "actor_username": account.person.display_name,
                "actor_role": deed.who.role, "ip_address": self.address() or one["ip_address"],
                "user_agent": one["user_agent"], "resource_type": document.kind.replace(" ", "_"),
                "resource_id": self._ontology.id_of(name), "resource_name": name, "branch": self._ontology.branch,
                "request_id": mark, "correlation_id": mark, **{key: one[key] for key in PLACED},
            }  # fmt: skip
            assert_that(one, equal_to(expected), f'all that the record of version {number} of "{name}" says')
            whole = len(deed.agent) <= LONGEST_AGENT and one["user_agent"] == deed.agent
            cut = len(one["user_agent"]) >= LEAST_AGENT and deed.agent.startswith(one["user_agent"])
            assert whole or cut, f"version {number} was made by {deed.agent[:99]}, its record says {one['user_agent']}"
            assert_that({*one["changes"]}, equal_to(CHANGED), f"what is told of the change to version {number}")
            self.check_moment(one, deed.asked_at, deed.answered_at)

    @staticmethod
    def check_moment(record: Record, since: datetime, until: datetime) -> None:
        """It was done between these moments by the clock here, and recorded then or later, and not later than now."""
        at, recorded = (datetime.fromisoformat(record[key]) for key in ("event_time", "recorded_at"))
        told = f"{record['action']} was done from {since} to {until}, by its record at {at}, recorded at {recorded}"
        assert since - CLOCKS <= at <= until + CLOCKS, told
        assert at - timedelta(milliseconds=1) <= recorded <= datetime.now(UTC) + CLOCKS, told

    def check_history(self, name: str, **query: Any) -> None:
        """oms shows the same records as the history of a document, in their order; and none of what was never there."""
        path = f"{self._ontology.path(self._ontology.documents[name])}/{{}}/history"
        client = self._accounts.as_(self.reader)
        shown, found = data(client.get(path.format(name))), self.of(name, **query)
        ids = [one["event_id"] for one in shown]
        assert_that(ids, equal_to([one["event_id"] for one in found]), f'the history of "{name}"')
        assert_that(shown, equal_to(found), f'what the history of "{name}" says, beside its records')
        assert_that(data(client.get(path.format(f"{name}X"))), equal_to([]), "the history of what was never there")
        here = self._ontology.documents[name].kind
        other = self._ontology.path(Document(next(kind for kind in KINDS if kind != here), name))
        namesake = data(client.get(f"{other}/{name}/history"))
        others = [kind.replace(" ", "_") for kind in KINDS if kind != here]
        expected = self.of(name, resource_types=others, **query)
        assert_that(namesake, equal_to(expected), f'the history of what is called "{name}" and is no {here}')

    def check_values(self, record: Record, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        changed = sorted(
            name for name in {*before, *after} if (name in before, before.get(name)) != (name in after, after.get(name))
        )
        told = record["changes"]
        what = f"of version {told['version_after']}"
        assert_that(told["fields_changed"], equal_to(changed), f"the fields that changed {what}")
        for side, values in (("old_values", before), ("new_values", after)):
            expected = {name: _masked(values[name]) for name in changed if name in values}
            assert_that(told[side], equal_to(expected), f"the {side.replace('_', ' ')} {what}")

    def check_everywhere(self, name: str, who: Persona, started: datetime) -> None:
        """The record says who, what, to what, where, when and from where; database and broker have it too."""
        record = self.await_count(name, 1)[-1]
        account = self._accounts.of(who)
        document = self._ontology.documents[name]
        told = {
            "actor_id": account.id, "actor_username": account.person.display_name, "actor_role": who.role,
            "ip_address": self.address(), "user_agent": "acceptance",
            "resource_type": document.kind.replace(" ", "_"), "resource_id": self._ontology.id_of(name),
            "resource_name": name, "branch": self._ontology.branch, "success": True, "error_code": None,
            "correlation_id": self._audit.world.correlation_id, "archived": False,
        }  # fmt: skip
        if self.address() is None:
            del told["ip_address"]
        shown = {key: record[key] for key in told}
        assert_that(shown, equal_to(told), f'what the record of "{name}" says')
        assert record["request_id"], "the record names no request"
        at, recorded = (datetime.fromisoformat(record[key]) for key in ("event_time", "recorded_at"))
        late = f"changed at {at}, recorded at {recorded}, in a scenario that began at {started}"
        assert started.timestamp() - 1 <= at.timestamp() <= recorded.timestamp() + 0.001, late
        assert_that(self.one(record["event_id"]), equal_to(record), "the record that is asked for by itself")
        self._check_stored(record)
        self.check_told()

    def address(self) -> str | None:
        """From where people come, as records have it; None where the suite cannot know."""
        return "127.0.0.1" if self._audit.is_next_door else None

    # What anybody else hears who listens

    def told(self) -> list[dict[str, Any]]:
        """The events about the branch that the broker keeps, in their order."""
        branch = self._ontology.branch
        return [one for one in self._kept() if one.get("data", {}).get("target", {}).get("branch") == branch]

    def _kept(self) -> list[dict[str, Any]]:
        """The events that the broker keeps since the scenario began, in their order."""
        broker = self._audit.broker
        assert broker is not None, "what is told can only be looked at where the broker can"
        return broker.kept("AUDIT_EVENTS", self._audit.world.started - timedelta(seconds=2))

    @property
    def confirmed(self) -> int:
        """How many changes of a workload were confirmed."""
        return sum(one.what == CHANGES and one.confirmed for one in self._ontology.history)

    def await_told(self) -> None:
        """Until the broker has as many events about the branch as changes were confirmed."""
        eventually(
            lambda: sum(one["data"]["target"]["resource_type"] != "branch" for one in self.told()),
            greater_than_or_equal_to(self.confirmed),
            within=AFTER_FAULTS,
            what="how many of the changes were told",
        )

    def check_told(self) -> None:
        """Each event about the branch is on the broker once, in the order of the records, and says what they say."""
        if self._audit.broker is None:
            return
        self._check_events(self.told(), self.search(archived=True)["records"])

    def check_events_of(self, records: Sequence[Record]) -> None:
        """The broker has an event of each of these, which says what it says, and they come in the same order.

        They may be of several who did something at the same moment, in whichever order oms had begun with it.
        """
        if self._audit.broker is None:
            return
        ids = {one["event_id"] for one in records}
        self._check_same([one for one in self.told() if one["id"] in ids], records)

    def check_told_of_all(self, records: Sequence[Record]) -> None:
        """The same of all that the scenario did, on whatever branch and to whomever, as these records have it."""
        if self._audit.broker is None:
            return
        mark = self._audit.world.correlation_id
        told = [one for one in self._kept() if one.get("correlationid") == mark]
        self._check_events(told, records)

    def _check_events(self, told: Sequence[dict[str, Any]], records: Sequence[Record]) -> None:
        self._check_same(told, records)
        places = [one["data"]["sequence"] for one in told]
        assert_that(places, equal_to(sorted(set(places))), "the places of the events in the order of oms")

    @staticmethod
    def _check_same(told: Sequence[dict[str, Any]], records: Sequence[Record]) -> None:
        """There is one event of each, in their order, which says what it says."""
        found = sorted(records, key=_position)
        assert_that(
            [one["id"] for one in told], equal_to([one["event_id"] for one in found]), "the events, by their id"
        )
        for one, record in zip(told, found, strict=True):
            assert_that(_as_recorded(one), equal_to(_as_told(record)), f"the event of {record['action']}")
        for one in told:
            moment = datetime.fromisoformat(one["time"])
            assert moment.utcoffset() == timedelta(0), f"an event has the time {one['time']}"

    def _check_stored(self, record: Record) -> None:
        database = self._audit.database
        if database is not None:
            self.check_stored(self.search(archived=True)["records"])
            waiting = database.value("SELECT count(*) FROM oms.outbox WHERE event_id = %s", [record["event_id"]])
            assert_that(waiting, equal_to(0), "how often the change still waits in the outbox")

    def check_stored(self, records: Sequence[Record]) -> None:
        """The database has each of these once, in the archive or where it was, and each row says what it says."""
        database = self._audit.database
        if database is None:
            return
        rows = database.rows(
            "SELECT to_jsonb(r) AS said, false AS archived FROM audit.records AS r WHERE event_id = ANY(%s::uuid[])"
            " UNION ALL SELECT to_jsonb(a), true FROM audit.archive AS a WHERE event_id = ANY(%s::uuid[])",
            [[one["event_id"] for one in records]] * 2,
        )
        stored = sorted((_as_stored({**row["said"], "archived": row["archived"]}) for row in rows), key=_position)
        expected = sorted(map(_as_stored, records), key=_position)
        shown = [{key: one[key] for key in expected[0]} for one in stored]
        assert_that(shown, equal_to(expected), "the rows of the records in the database")

    def check_in_time(self, limit: float) -> None:
        """No document of the branch took longer from its change to the record."""
        for one in self.all():
            at, recorded = (datetime.fromisoformat(one[key]) for key in ("event_time", "recorded_at"))
            took = (recorded - at).total_seconds()
            what = f"{one['action']} of {one['resource_name']}"
            assert took <= limit, f"{what} took {took:.3f} s from the change to the record"

    def check_found_soon(self, name: str, version: int, since: float) -> None:
        """A version is found by search within a second of its confirmation."""
        eventually(
            lambda: [one["changes"]["version_after"] for one in self.of(name)][-1:],
            equal_to([version]),
            within=PROMISED_SECONDS,
            what=f'the last recorded version of "{name}"',
            promised=True,
            since=since,
        )

    def check_soon_after_a_rest(self, who: Persona, name: str, rest: float, limit: float) -> None:
        """When the last change of a document is recorded, and so long ago, the next one is recorded in time."""
        document, clock = self._ontology.documents[name], self._audit.world.clock
        self.await_count(name, len(document.versions), within=AFTER_FAULTS)
        quiet = (datetime.now(UTC) - document.deeds[-1].answered_at).total_seconds()
        if quiet < rest:
            ends = clock() + rest - quiet
            eventually(clock, greater_than_or_equal_to(ends), within=rest - quiet + 1, what="the time")
        changed = self._ontology.change(who, name, "after a rest")
        one = self.await_count(name, changed.version)[-1]
        took = (datetime.fromisoformat(one["recorded_at"]) - datetime.fromisoformat(one["event_time"])).total_seconds()
        assert took <= limit, f"after {max(rest, quiet):.0f} quiet s it took {took:.3f} s from the change to the record"

    def check_masked(self, name: str, secrets: Mapping[str, str]) -> None:
        """Nothing of these values is in any record, nor in the log, nor in the events; that they changed, is."""
        self.await_count(name, len(self._ontology.documents[name].versions))
        told = self.told() if self._audit.broker is not None else []
        for text, where in ((str(self.of(name)), f"the records of {name}"), (str(told or MASK), "the events")):
            for value, key in secrets.items():
                assert value not in text, f"{where} hold {key}: {value}"
            assert MASK in text, f"in {where} nothing is masked"
        self._check_nowhere(secrets)
        self.check_versions(name)

    def _check_nowhere(self, secrets: Mapping[str, str]) -> None:
        """Neither the stored records of the branch nor what services log holds any of these."""
        texts: dict[str, list[str]] = {}
        if self._audit.database is not None:
            sql: LiteralString = "SELECT row_to_json(r)::text AS said FROM audit.records AS r WHERE branch = %s"
            rows = self._audit.database.rows(sql, [self._ontology.branch])
            assert rows, "the database has no record of the branch"
            texts["the stored records"] = [str(row["said"]) for row in rows]
        for service in self._audit.contract.services:
            texts[f"the log of {service}"] = list(self._audit.platform.logs(service, self._audit.world.started))
        for place, said in texts.items():
            for value, key in secrets.items():
                assert not any(value in one for one in said), f"{place} hold {key}: {value}"

    # What a workload left

    def check_exactly_once(self, promise: str) -> None:
        """Each confirmed change is recorded once, each whose answer was lost once or not at all, and none refused."""
        self._read_all()
        history = self._ontology.history
        hold(exactly_once(history, added=CHANGES, read=READS, things="changes"), history, promise=promise)
        if self._audit.broker is not None:
            events = Counter(one["id"] for one in self.told())
            again = [one for one, times in events.items() if times > 1]
            assert_that(again, equal_to([]), "the events that the broker was told twice within two minutes")
            missing = {one["event_id"] for one in self.read} - events.keys()
            assert_that(missing, equal_to(set()), "the events that are recorded, and that the broker never had")

    def check_in_order(self, promise: str) -> None:
        """Records of a document stand in the order of its versions, and all in the order in which things were done.

        Changes that were under way at the same time may stand in either order.
        """
        readings = [one for one in self._ontology.history if one.what == READS]
        assert any(len(one.value) > 1 for one in readings), "no document was read that has two records"
        for one in readings:
            if one.value != sorted(one.value):
                told = f"{one.key} was recorded in the order {one.value}"
                raise BrokenPromise(promise, told, kind="another order than that of the versions")
        history, everything = self._ontology.history, self._ontology.branch
        whole = [replace(one, key=everything, value=(one.key, one.value)) for one in history if one.what == CHANGES]
        order = [_version_of(one) for one in sorted(self.read, key=lambda one: int(one["position"]))]
        whole.append(replace(readings[-1], key=everything, value=order))
        hold(real_order(whole, sent=CHANGES, seen=READS), history, promise=promise)

    def check_kept_in_oms(self) -> None:
        """oms has the versions that are recorded, by the same people and with the same words, and no other."""
        recorded: dict[str, list[Record]] = defaultdict(list)
        for one in self.read:
            recorded[one["resource_id"]].append(one)
        for name, document in self._ontology.documents.items():
            reply = self._accounts.as_(self._ontology.owner).get(f"{self._ontology.path(document)}/{name}/versions")
            kept = [] if reply.status == 404 else data(reply)
            told = [
                (one["changes"]["version_after"], one["actor_id"], one["changes"]["new_values"].get("display_name"))
                for one in recorded[self._ontology.id_of(name)]
            ]
            expected = [
                (each["version"], each["changed_by"], (each["body"] or {}).get("display_name")) for each in kept
            ]
            assert_that(told, equal_to(expected), f"what is recorded of {name}, beside what oms keeps")
            _check_times(recorded[self._ontology.id_of(name)], kept)

    def await_all(self) -> list[Record]:
        """All records of documents on the branch, once all is recorded that was confirmed, or after a long while."""
        confirmed = {(one.key, one.value) for one in self._ontology.history if one.what == CHANGES and one.confirmed}
        return self._when_all_are_there(confirmed)

    def _read_all(self) -> None:
        """Read what is recorded of each document, when nothing has come any more for a while."""
        history = self._ontology.history
        confirmed = {(one.key, one.value) for one in history if one.what == CHANGES and one.confirmed}
        found = self.read = self._when_all_are_there(confirmed)
        own: dict[Any, list[Record]] = defaultdict(list)
        for one in sorted(found, key=_position):
            own[one["resource_id"]].append(one)
        for key in dict.fromkeys(one.key for one in history if one.what == CHANGES):
            with history.record(self.reader.name, READS, key) as reading:
                reading.value = [one["changes"]["version_after"] for one in own[key]]

    def _when_all_are_there(self, confirmed: set[tuple[Any, Any]]) -> list[Record]:
        """All records of documents on the branch; what is missing after a long while, stays so, and is judged."""
        found: list[Record] = []

        def missing() -> int:
            found[:] = self.all()
            return len(confirmed - {_version_of(one) for one in found})

        with suppress(AssertionError):
            eventually(missing, equal_to(0), within=AFTER_FAULTS, what="the changes that are not recorded")
        return found

    def all(self) -> list[Record]:
        """Every record of an object type or a schema on the branch, in the order of search."""
        found: list[Record] = []
        while True:
            page = self.search(resource_types=["object_type", "schema"], offset=len(found))
            found += page["records"]
            if not page["has_more"]:
                return found


def _check_times(records: Sequence[Record], versions: Sequence[Mapping[str, Any]]) -> None:
    """Each record is of the moment of its change, as oms keeps it, however late it was told of it."""
    for one, version in zip(records, versions, strict=True):
        at, changed = (datetime.fromisoformat(said) for said in (one["event_time"], version["changed_at"]))
        apart = abs((at - changed).total_seconds())
        assert apart <= AT_ONE_MOMENT, f"version {version['version']} was made at {changed}, its record is of {at}"


def _as_stored(said: Mapping[str, Any]) -> dict[str, Any]:
    """A record, or its row, with moments that can be compared: to the millisecond."""
    moments = {
        key: datetime.fromisoformat(said[key]).astimezone(UTC).isoformat(timespec="milliseconds")
        for key in ("event_time", "recorded_at")
    }
    return {**said, **moments}


def _position(record: Mapping[str, Any]) -> int:
    return int(record["position"])


def _masked(value: Any) -> Any:
    """As records may tell it: nothing of what stands under the key of something secret or personal."""
    if isinstance(value, dict):
        return {
            key: MASK if _SECRET.search(re.sub(r"[\W_]", "", key.lower())) else _masked(value[key]) for key in value
        }
    return [_masked(one) for one in value] if isinstance(value, list) else value


def _as_told(record: Record) -> dict[str, Any]:
    """What the event of a record has to say."""
    actor = {"id": record["actor_id"], "username": record["actor_username"], "role": record["actor_role"]}
    target = {name: record[name] for name in ("resource_type", "resource_id", "resource_name", "branch")}
    kind = record["resource_type"]
    return {
        "specversion": "1.0", "type": "audit.activity.v1", "source": "/oms",
        "subject": f"{kind}/{record['resource_id']}",
        SUBJECT: f"audit.activity.{kind}", "id": record["event_id"], "correlationid": record["correlation_id"],
        "time": datetime.fromisoformat(record["event_time"]), "target": target,
        "actor": {**actor, "ip_address": record["ip_address"], "user_agent": record["user_agent"]},
        **{name: record[name] for name in ("action", "success", "error_code", "changes", "request_id")},
    }  # fmt: skip


def _as_recorded(event: Mapping[str, Any]) -> dict[str, Any]:
    """What an event says, but for its place."""
    said = {**{name: value for name, value in event.items() if name != "data"}, **event["data"]}
    said["time"] = datetime.fromisoformat(said["time"])
    return {name: value for name, value in said.items() if name != "sequence"}


def _versions_of(record: Record) -> tuple[int | None, int | None]:
    """The version before and after; none of a record that tells of no change."""
    changes = record["changes"] or {}
    return changes.get("version_before"), changes.get("version_after")


def _version_of(record: Record) -> tuple[str, int]:
    return record["resource_id"], record["changes"]["version_after"]
