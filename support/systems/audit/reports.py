"""Reports, statistics and exports of a period: three ways to tell what the records say."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, greater_than

from support.systems.answers import data

if TYPE_CHECKING:
    from support.systems.audit.records import Record, Records
    from support.systems.system import System

TOP = 10
NARROWED: Sequence[Mapping[str, Any]] = ({}, {"success": False}, {"resource_types": ["schema"]}, {"text": "STRASSE"})
"""Ways to narrow down what is counted and exported, as a search is."""
LEEWAY = timedelta(seconds=1)
"""By how much the clocks of the platform may differ from ours."""


class Reports:
    """What is told of the records of a scenario, beside the records themselves."""

    def __init__(self, audit: System, records: Records) -> None:
        self._audit, self._records = audit, records

    @property
    def _reader(self) -> str:
        return self._audit.id_of(self._records.reader)

    @property
    def _scope(self) -> dict[str, Any]:
        return {"correlation_id": self._audit.world.correlation_id, "archived": True}

    def _all(self, **narrowed: Any) -> list[Record]:
        """All records of the scenario, or some of them, the oldest first."""
        found: list[Record] = self._records.search(branches=[], **self._scope, **narrowed)["records"]
        return found

    def check_statistics(self) -> None:
        """Each count is that of the records, the most frequent first."""
        for narrowed in NARROWED:
            asked = {**self._scope, **narrowed}
            told = data(self._records.as_reader().post("/api/v1/audit/statistics", json=asked))
            self._check_counts(told, self._all(**narrowed), f"statistics {narrowed or ''}")

    def _check_counts(self, told: dict[str, Any], found: list[Record], what: str) -> None:
        assert_that(len(found), greater_than(1), f"records for the {what} to count")
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
        self._check_counts(summary, found, "report")
        told = {
            "deletions": sum(one["action"].endswith(".delete") for one in found),
            "refusals": sum(not one["success"] for one in found),
            "role_changes": sum(one["action"] == "acl.update" for one in found),
            "forced_unlocks": sum(one["action"] == "branch.force_unlock" for one in found),
        }
        assert told["forced_unlocks"] and told["deletions"] and told["refusals"], f"there is little to count: {told}"
        assert_that({name: summary[name] for name in told}, equal_to(told), "what the report counts apart")
        assert_that(summary["chain_whole"], equal_to(True), "whether it says that all is as it was recorded")
        about = {"period_from": inside["since"], "period_to": inside["until"], "requested_by": self._reader}
        assert_that({name: report[name] for name in about}, equal_to(about), "what the report is about, and for whom")
        asked_at = datetime.fromisoformat(report["requested_at"])
        assert begun - LEEWAY <= asked_at <= datetime.now(UTC) + LEEWAY, f"it says that it was made at {asked_at}"
        other = data(
            client.post("/api/v1/audit/reports/compliance", json={**inside, "since": self._all()[0]["event_time"]}), 201
        )
        assert_that(
            other["summary"]["total"], greater_than(summary["total"]), "what a report of a longer period counts"
        )
        for one in (report, other):
            kept = data(client.get(f"/api/v1/audit/reports/{one['id']}"))
            assert_that(kept, equal_to(one), "a report when it is opened again")

    def _period(self) -> dict[str, str]:
        """From the second record of the scenario up to its last one, which is not in it."""
        own = self._all()
        return {"since": own[1]["event_time"], "until": own[-1]["event_time"]}

    def _within(self, period: dict[str, str]) -> list[Record]:
        found: list[Record] = self._records.search(branches=[], archived=True, **period)["records"]
        return found

    def check_exports(self) -> None:
        """As JSON and as CSV the same rows as a search finds, in its order, and who exported them when."""
        begun, client = datetime.now(UTC), self._records.as_reader()
        for form, narrowed in product(("json", "csv"), NARROWED):
            found, asked = self._all(**narrowed), {**self._scope, **narrowed}
            reply = client.post("/api/v1/audit/export", params={"format": form}, json=asked)
            assert_that(reply.status, equal_to(200), f"the answer to an export as {form}")
            rows = json.loads(reply.body) if form == "json" else _from_csv(reply.text)
            expected = found if form == "json" else [_cells(one) for one in found]
            assert_that(rows, equal_to(expected), f"the rows of the export as {form}")
            at = datetime.fromisoformat(reply.headers["x-export-timestamp"])
            assert begun - LEEWAY <= at <= datetime.now(UTC) + LEEWAY, f"it says that it was exported at {at}"
            assert_that(reply.headers["x-exported-by"], equal_to(self._reader), "who exported it")


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
