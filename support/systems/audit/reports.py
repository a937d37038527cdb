"""Reports, statistics and exports of a period: three ways to tell what the records say."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, greater_than

from support.systems.answers import data

if TYPE_CHECKING:
    from support.systems.audit.records import Record, Records
    from support.systems.system import System

TOP = 10


class Reports:
    """What is told of the records of a scenario, beside the records themselves."""

    def __init__(self, audit: System, records: Records) -> None:
        self._audit, self._records = audit, records

    @property
    def _scope(self) -> dict[str, Any]:
        return {"correlation_id": self._audit.world.correlation_id, "archived": True}

    def _all(self) -> list[Record]:
        """All records of the scenario, the oldest first."""
        found: list[Record] = self._records.search(branches=[], **self._scope)["records"]
        return found

    def check_statistics(self) -> None:
        """Each count is that of the records, the most frequent first."""
        told = data(self._records.as_reader().post("/api/v1/audit/statistics", json=self._scope))
        self._check_counts(told, self._all(), "statistics")

    def _check_counts(self, told: dict[str, Any], found: list[Record], what: str) -> None:
        assert_that(len({one["action"] for one in found}), greater_than(2), f"kinds of deeds for the {what} to count")
        done = sum(one["success"] for one in found)
        expected = {"total": len(found), "succeeded": done, "failed": len(found) - done}
        assert_that({name: told[name] for name in expected}, equal_to(expected), f"the totals of the {what}")
        for name, column in (("by_action", "action"), ("by_resource_type", "resource_type")):
            assert_that(told[name], equal_to(_counts(found, column)), f"the {what} {name.replace('_', ' ')}")
        actors = _counts([one for one in found if one["actor_username"]], "actor_username")
        assert_that(told["top_actors"], equal_to(actors[:TOP]), f"whom the {what} name")

    def check_report(self) -> None:
        """The report of a period counts what is recorded in it, from its beginning up to but not including its end."""
        client = self._records.as_reader()
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
        assert_that({name: summary[name] for name in told}, equal_to(told), "what the report counts apart")
        kept = data(client.get(f"/api/v1/audit/reports/{report['id']}"))
        assert_that(kept, equal_to(report), "the report when it is opened again")

    def _period(self) -> dict[str, str]:
        """From the second record of the scenario up to its last one, which is not in it."""
        own = self._all()
        return {"since": own[1]["event_time"], "until": own[-1]["event_time"]}

    def _within(self, period: dict[str, str]) -> list[Record]:
        found: list[Record] = self._records.search(branches=[], archived=True, **period)["records"]
        return found

    def check_exports(self) -> None:
        """As JSON and as CSV the same rows as a search finds, in its order, and who exported them when."""
        found, begun = self._all(), datetime.now(UTC) - timedelta(seconds=1)
        client = self._records.as_reader()
        for form in ("json", "csv"):
            reply = client.post("/api/v1/audit/export", params={"format": form}, json=self._scope)
            assert_that(reply.status, equal_to(200), f"the answer to an export as {form}")
            rows = json.loads(reply.body) if form == "json" else _from_csv(reply.text)
            expected = found if form == "json" else [_cells(one) for one in found]
            assert_that(rows, equal_to(expected), f"the rows of the export as {form}")
            at = datetime.fromisoformat(reply.headers["x-export-timestamp"])
            assert begun <= at <= datetime.now(UTC) + timedelta(seconds=1), f"it says that it was exported at {at}"
            who = self._audit.id_of(self._records.reader)
            assert_that(reply.headers["x-exported-by"], equal_to(who), "who exported it")


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
