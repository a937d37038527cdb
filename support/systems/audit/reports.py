"""Reports, statistics and exports of a period: three ways to tell what the records say."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import cycle, product
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, greater_than, starts_with

from support.observing.waiting import eventually
from support.systems.answers import data, refused
from support.systems.audit.people import CARLO
from support.systems.audit.retention import CLASSES
from support.systems.audit.searching import FILTERS

if TYPE_CHECKING:
    from support.clients.http import HttpClient
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Record, Records
    from support.systems.audit.telling import Telling
    from support.systems.system import System

TOP = 10
COUNTED = {"total", "succeeded", "failed", "by_action", "by_resource_type", "top_actors"}
"""What statistics tell."""
REPORT = {"id", "period_from", "period_to", "requested_by", "requested_at", "summary"}
"""What is told of a report."""
ARCHIVED_WITHIN = 10.0
"""Seconds until what is long over is archived."""
NARROWED: Sequence[Mapping[str, Any]] = ({}, {"success": False}, {"resource_types": ["schema"]}, {"text": "STRASSE"})
"""Ways to narrow down what is counted and exported, as a search is."""
PERIODS = [
    (datetime(*begin, tzinfo=zone), datetime(*end, tzinfo=zone))
    for begin, end in (
        ((2019, 6, 1), (2019, 7, 1)),
        ((2023, 12, 1), (2024, 1, 1)),
        ((2024, 2, 1), (2024, 3, 1)),
        ((2024, 3, 31), (2024, 4, 1)),
        ((2024, 1, 1), (2025, 1, 1)),
    )
    for zone in (UTC, timezone(timedelta(hours=5, minutes=30)), timezone(-timedelta(hours=9)))
]
"""Months, the longest February, a day and a year, here and where it is later and earlier; the first is long over."""
SINCE_ALL_IS_HERE = "2025-06-01T00:00:00Z"
"""What is told as of before then has happened long ago."""
MOST_SHOWN = 1000
"""Records of which a history has the latest."""
AT_ONCE = (1000, 1, 250)
"""Records that are asked for at once, by turns, of more than may be."""
OFTEN_WITHIN = 8.0
"""Seconds until a thousand events that were told in one go are recorded."""
LEEWAY = timedelta(seconds=1)
"""By how much the clocks of the platform may differ from ours."""


class Reports:
    """What is told of the records of a scenario, beside the records themselves."""

    def __init__(self, audit: System, ontology: Ontology, records: Records, telling: Telling) -> None:
        self._audit, self._ontology, self._records, self._telling = audit, ontology, records, telling
        self._told: list[datetime] = []
        """When something happened of what the scenario told, in that order."""
        self._often: tuple[str, int, list[str]] = ("", 0, [])
        """What was changed often, how many records it has, and the ids of those that tell of it, as they are found."""
        self._searched: dict[str, list[Record]] = {}

    @property
    def _reader(self) -> str:
        return self._audit.id_of(self._records.reader)

    @property
    def _scope(self) -> dict[str, Any]:
        return {"correlation_id": self._audit.world.correlation_id, "archived": True}

    def _all(self, **narrowed: Any) -> list[Record]:
        """All records of the scenario, or some of them, the oldest first."""
        found: list[Record] = []
        while True:
            page = self._records.search(**{"branches": [], **self._scope, **narrowed, "offset": len(found)})
            found += page["records"]
            if not page["has_more"]:
                return found

    def tell_often(self, name: str, times: int) -> None:
        """Have it recorded that a document was changed so often at a few moments."""
        about = {"resource_ids": [self._ontology.id_of(name)]}
        before = self._records.search(**about)["total"]
        told = self._telling.tell_often(name, times)
        eventually(
            lambda: self._records.search(**about, limit=1)["total"],
            equal_to(before + times),
            within=OFTEN_WITHIN,
            what=f'how many records of "{name}" there are',
        )
        self._often = name, before + times, told

    def check_all_found(self) -> None:
        """All of what was changed so often is found, page by page, and the latest of it is its history."""
        name, number, told = self._often
        about = {"resource_ids": [self._ontology.id_of(name)]}
        found: list[Record] = []
        for limit in cycle(AT_ONCE):
            page = self._records.search(**about, limit=limit, offset=len(found))
            found += page["records"]
            assert_that(page["total"], equal_to(number), f'how many records of "{name}" it says there are')
            if not page["has_more"]:
                break
        ids = [one["event_id"] for one in found]
        assert_that(ids[-len(told) :], equal_to(told), f'the records of "{name}", page by page')
        self._check_latest(name, found)

    def _check_latest(self, name: str, found: list[Record]) -> None:
        """The latest thousand are its history, in the order in which they were recorded."""
        path = f"{self._ontology.path(self._ontology.documents[name])}/{name}/history"
        shown = data(self._audit.service("oms", self._audit.token_of(self._records.reader)).get(path))
        latest = sorted(found, key=lambda one: int(one["position"]))[-MOST_SHOWN:]
        expected = [one["event_id"] for one in latest]
        assert_that([one["event_id"] for one in shown], equal_to(expected), f'the history of "{name}"')

    def _narrowed(self) -> Iterator[Mapping[str, Any]]:
        """Each way to narrow down what is counted and exported: by one thing, of which there is more than one."""
        yield from NARROWED
        for asked, column in FILTERS.items():
            times = Counter(one[column] for one in self._found({}) if one[column])
            assert len(times) > 1, f"of {asked} there is {[*times]} only"
            yield {asked: [min(times, key=times.__getitem__)]}

    def _found(self, narrowed: Mapping[str, Any]) -> list[Record]:
        """What a search finds of the scenario, once all is recorded."""
        if (key := str(narrowed)) not in self._searched:
            self._searched[key] = self._all(**narrowed)
        return self._searched[key]

    def check_statistics(self) -> None:
        """Each count is that of the records, the most frequent first."""
        for narrowed in self._narrowed():
            asked = {**self._scope, **narrowed}
            told = data(self._records.as_reader().post("/api/v1/audit/statistics", json=asked))
            self._check_counts(told, self._found(narrowed), f"statistics {narrowed or ''}")
            assert_that({*told}, equal_to(COUNTED), "what statistics tell")

    def _check_counts(self, told: dict[str, Any], found: list[Record], what: str) -> None:
        assert_that(len(found), greater_than(0), f"records for the {what} to count")
        done = sum(one["success"] for one in found)
        expected = {"total": len(found), "succeeded": done, "failed": len(found) - done}
        assert_that({name: told[name] for name in expected}, equal_to(expected), f"the totals of the {what}")
        for name, column in (("by_action", "action"), ("by_resource_type", "resource_type")):
            assert_that(told[name], equal_to(_counts(found, column)), f"the {what} {name.replace('_', ' ')}")
        actors = _counts([one for one in found if one["actor_username"]], "actor_username")
        assert_that(told["top_actors"], equal_to(actors[:TOP]), f"whom the {what} name")

    def check_report(self) -> None:
        """The report of a period counts what is recorded in it, from its beginning up to but not including its end."""
        client, begun = self._records.as_reader(), datetime.now(UTC)
        inside = self._period()
        report = data(client.post("/api/v1/audit/reports/compliance", json=inside), 201)
        found = self._within(inside)
        summary = report["summary"]
        self._check_summary(report, found, "report")
        told = _apart(found)
        assert all(told.values()), f"there is little to count: {told}"
        deleted = {one["action"] for one in found if one["action"].endswith(".delete")}
        assert len(deleted) > 1, f"nothing but {deleted} is counted as deleted"
        about = {"period_from": inside["since"], "period_to": inside["until"], "requested_by": self._reader}
        assert_that({name: report[name] for name in about}, equal_to(about), "what the report is about, and for whom")
        asked_at = datetime.fromisoformat(report["requested_at"])
        assert begun - LEEWAY <= asked_at <= datetime.now(UTC) + LEEWAY, f"it says that it was made at {asked_at}"
        longer, colleague = {**inside, "since": self._all()[0]["event_time"]}, self._as_colleague()
        other = data(colleague.post("/api/v1/audit/reports/compliance", json=longer), 201)
        self._check_summary(other, self._within(longer), "report of a longer period")
        assert_that(other["requested_by"], equal_to(self._audit.id_of(CARLO)), "for whom the other report is")
        assert_that(
            other["summary"]["total"], greater_than(summary["total"]), "what a report of a longer period counts"
        )
        for one in (report, other, *self._reported_again(inside["since"])):
            for reader in (client, colleague):
                kept = data(reader.get(f"/api/v1/audit/reports/{one['id']}"))
                assert_that(kept, equal_to(one), "a report when it is opened again")
            self._check_stored(one)

    def _as_colleague(self) -> HttpClient:
        """Another reader of records than that of the scenario."""
        return self._audit.service("audit-service", self._audit.token_of(CARLO), CARLO.name)

    def _check_stored(self, report: dict[str, Any]) -> None:
        """The database has the same."""
        if self._audit.database is not None:
            row = self._audit.database.value(
                "SELECT to_jsonb(r) AS said FROM audit.reports AS r WHERE id = %s", [report["id"]]
            )
            said = {name: row[name] for name in ("id", "requested_by", "summary")}
            assert_that(said, equal_to({name: report[name] for name in said}), "the row of a report")

    def _check_summary(self, report: dict[str, Any], found: list[Record], what: str) -> None:
        """All that a report counts, and whether the records are as they were recorded."""
        told = report["summary"]
        self._check_counts(told, found, what)
        apart = _apart(found)
        assert_that({name: told[name] for name in apart}, equal_to(apart), f"what the {what} counts apart")
        assert_that(told["chain_whole"], equal_to(True), f"whether the {what} says that all is as it was recorded")
        assert_that({*told}, equal_to({*COUNTED, *apart, "chain_whole"}), f"what the {what} tells")
        assert_that({*report}, equal_to(REPORT), f"what is told of the {what}")

    def _reported_again(self, since: str) -> list[dict[str, Any]]:
        """Two reports of one period that is not over; the second has what has happened since the first."""
        period = {"since": since, "until": (datetime.now(UTC) + timedelta(hours=1)).isoformat()}
        client, path, made = self._records.as_reader(), "/api/v1/audit/reports/compliance", []
        for _ in range(2):
            made.append(data(client.post(path, json=period), 201))
            self._check_summary(made[-1], self._within(period), "report of a period that is not over")
            stranger = self._audit.token_of(self._ontology.owner)
            refused(self._audit.service("audit-service", stranger).get("/api/v1/audit/poison"), 403)
        totals = [one["summary"]["total"] for one in made]
        assert_that(totals[1] - totals[0], equal_to(1), "how much more the second report of it counts")
        return made

    def _period(self) -> dict[str, str]:
        """From the second moment of the scenario up to its last one, which is not in it."""
        times = sorted({one["event_time"] for one in self._all()})
        return {"since": times[1], "until": times[-1]}

    def _within(self, period: dict[str, str]) -> list[Record]:
        found: list[Record] = self._records.search(branches=[], archived=True, **period)["records"]
        return found

    def check_exports(self) -> None:
        """As JSON and as CSV the same rows as a search finds, in its order, and who exported them when."""
        readers = {"json": self._records.as_reader(), "csv": self._as_colleague()}
        names = {"json": self._reader, "csv": self._audit.id_of(CARLO)}
        begun = datetime.now(UTC)
        for form, narrowed in product(("json", "csv"), self._narrowed()):
            found, asked = self._found(narrowed), {**self._scope, **narrowed}
            reply = readers[form].post("/api/v1/audit/export", params={"format": form}, json=asked)
            assert_that(reply.status, equal_to(200), f"the answer to an export as {form}")
            rows = json.loads(reply.body) if form == "json" else _from_csv(reply.text)
            expected = found if form == "json" else [_cells(one) for one in found]
            assert_that(rows, equal_to(expected), f"the rows of the export as {form}")
            at = datetime.fromisoformat(reply.headers["x-export-timestamp"])
            assert begun - LEEWAY <= at <= datetime.now(UTC) + LEEWAY, f"it says that it was exported at {at}"
            assert_that(reply.headers["x-exported-by"], equal_to(names[form]), "who exported it")
            kind = "application/json" if form == "json" else "text/csv"
            assert_that(reply.headers["content-type"], starts_with(kind), f"as what {form} is exported")
            assert_that(reply.headers["content-disposition"], starts_with("attachment"), "how it is to be opened")

    # Long ago, at the ends of months and years, here and where clocks show another time

    def tell_of_long_ago(self) -> None:
        """Have it recorded that somebody did something just before and just when each period began and ended."""
        ends = sorted({moment for period in PERIODS for moment in period})
        moments = [one - early for one in ends for early in (timedelta(milliseconds=1), timedelta(0))]
        for number, moment in enumerate(moments):
            self._telling.tell("object_type.update", moment, f"{self._telling.mark} {number % (TOP + 2):02}")
        oldest = datetime.now(UTC) - timedelta(days=CLASSES["object_type.*"])
        eventually(
            lambda: [
                (datetime.fromisoformat(one["event_time"]), one["archived"])
                for one in self._all(until=SINCE_ALL_IS_HERE)
            ],
            equal_to([(moment, moment < oldest) for moment in moments]),
            within=ARCHIVED_WITHIN,
            what="when something happened, as it is recorded, and whether it is in the archive by now",
        )
        self._told = moments

    def check_long_ago(self) -> None:
        """What is found, counted, exported and reported of each period is what happened in it, by the clocks there."""
        client = self._records.as_reader()
        for since, until in PERIODS:
            period = {"since": since.isoformat(), "until": until.isoformat()}
            own, what = self._all(**period), f"from {since} up to {until}"
            times = [datetime.fromisoformat(one["event_time"]) for one in own]
            assert_that(times, equal_to([one for one in self._told if since <= one < until]), f"what is found {what}")
            asked = {**self._scope, **period}
            self._check_counts(data(client.post("/api/v1/audit/statistics", json=asked)), own, f"statistics {what}")
            recorded = [datetime.fromisoformat(one["recorded_at"]) for one in own]
            begun, ended = self._audit.world.started - LEEWAY, datetime.now(UTC) + LEEWAY
            assert all(begun <= one <= ended for one in recorded), f"what was told just now was recorded at {recorded}"
            for form, expected in (("json", own), ("csv", [_cells(one) for one in own])):
                reply = client.post("/api/v1/audit/export", params={"format": form}, json=asked)
                rows = json.loads(reply.body) if form == "json" else _from_csv(reply.text)
                assert_that(rows, equal_to(expected), f"the rows of the export as {form} {what}")
            report = data(client.post("/api/v1/audit/reports/compliance", json=period), 201)
            self._check_summary(report, self._within(period), f"report {what}")
            about = [datetime.fromisoformat(report[name]) for name in ("period_from", "period_to")]
            assert_that(about, equal_to([since, until]), "what the report is about")
        whole = {**self._scope, "until": SINCE_ALL_IS_HERE}
        told = data(client.post("/api/v1/audit/statistics", json=whole))
        found = self._all(until=SINCE_ALL_IS_HERE)
        assert len({one["actor_username"] for one in found}) > TOP, "too few people did something"
        self._check_counts(told, found, "statistics of all that time")


def _apart(found: list[Record]) -> dict[str, int]:
    """What a report counts besides what statistics do."""
    return {
        "deletions": sum(one["action"].endswith(".delete") for one in found),
        "refusals": sum(not one["success"] for one in found),
        "role_changes": sum(one["action"] == "acl.update" for one in found),
        "forced_unlocks": sum(one["action"] == "branch.force_unlock" for one in found),
    }


def _counts(found: list[Record], column: str) -> list[dict[str, Any]]:
    counter = Counter(one[column] for one in found)
    return [
        {"name": name, "count": count} for name, count in sorted(counter.items(), key=lambda one: (-one[1], one[0]))
    ]


def _from_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def _cells(record: Record) -> dict[str, str]:
    """A record as the cells of a row."""
    told = {name: "" if value is None else str(value) for name, value in record.items() if name != "changes"}
    changes = "" if record["changes"] is None else json.dumps(record["changes"], ensure_ascii=False)
    return {**told, "changes": changes}
