"""Tampering with what is recorded, as somebody does who can write into the database, and the check that finds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, LiteralString

from hamcrest import assert_that, equal_to, greater_than_or_equal_to, less_than_or_equal_to

from support.systems.answers import data

if TYPE_CHECKING:
    from support.clients.database import Database
    from support.systems.audit.records import Record, Records
    from support.systems.system import System

MOST_SHOWN = 100
"""Findings that the check shows, of however many."""
PLACES = {"first": 0, "middle": 1, "last": 2}
OTHERWISE: dict[LiteralString, LiteralString] = {
    **dict.fromkeys(("event_id", "actor_id"), "gen_random_uuid()"),
    **{
        column: column + " || '.'"
        for column in (
            *("action", "actor_username", "actor_role", "ip_address", "user_agent", "resource_type", "resource_id"),
            *("resource_name", "branch", "request_id", "correlation_id", "source"),
        )
    },
    **{column: column + " - interval '1 millisecond'" for column in ("event_time", "recorded_at")},
    **{column: "reverse(" + column + ")" for column in ("previous", "seal")},
    "success": "NOT success",
    "error_code": "'NONE'",
    "changes": "replace(changes::text, 'Depot', 'Depots')::json",
    "source_sequence": "source_sequence + 1",
}
"""All that a record has, and what somebody might make of it."""
COLUMNS = (
    "event_id, action, actor_id, actor_username, actor_role, ip_address, user_agent, resource_type, resource_id,"
    " resource_name, branch, success, error_code, changes, request_id, correlation_id, source, source_sequence,"
    " event_time, recorded_at, previous, seal"
)


class Integrity:
    """The chain of records of the platform: whole before, broken by the scenario, and whole again at its end."""

    def __init__(self, audit: System, records: Records) -> None:
        self._audit, self._records = audit, records
        self.touched: list[Record] = []
        """The records that were tampered with; of one that was put there, its position only."""

    @property
    def _database(self) -> Database:
        database = self._audit.database
        assert database is not None, "a scenario that tampers with records needs the database"
        return database

    def check(self, *, whole: bool) -> dict[str, Any]:
        """Have all records checked; what the check answers."""
        number = self._number()
        answer: dict[str, Any] = data(self._records.as_reader().post("/api/v1/audit/integrity"))
        assert_that(answer["whole"], equal_to(whole), f"whether all is as it was recorded: {answer}")
        shown = min(answer["total_findings"], MOST_SHOWN)
        assert_that(len(answer["findings"]), equal_to(shown), f"how many of its findings are shown: {answer}")
        assert_that(answer["findings"] == [], equal_to(whole), f"that nothing was found: {answer}")
        assert_that(answer["checked"], greater_than_or_equal_to(number), "records that were looked at")
        assert_that(answer["checked"], less_than_or_equal_to(self._number()), "records that were looked at, of all")
        return answer

    def _number(self) -> int:
        """How many records there are, in the archive or not."""
        return int(
            self._database.value("SELECT (SELECT count(*) FROM audit.records) + (SELECT count(*) FROM audit.archive)")
        )

    def check_reported(self, *, whole: bool) -> None:
        """The compliance report of any period says so too: its figures are worth no more than the records."""
        end = datetime.now(UTC)
        period = {"since": (end - timedelta(seconds=1)).isoformat(), "until": end.isoformat()}
        report = data(self._records.as_reader().post("/api/v1/audit/reports/compliance", json=period), 201)
        told = report["summary"]["chain_whole"]
        assert_that(told, equal_to(whole), "whether a report says that all is as it was recorded")

    # What is done to a record

    def _keep(self, *positions: int) -> None:
        """Whatever happens to these records and to the end of the chain, they are as before when the scenario ends."""
        database = self._database
        database.run("CREATE TEMPORARY TABLE IF NOT EXISTS kept (LIKE audit.records)")
        database.run("CREATE TEMPORARY TABLE IF NOT EXISTS kept_end (LIKE audit.chain)")
        database.run("INSERT INTO kept SELECT * FROM audit.records WHERE position = ANY(%s)", [list(positions)])
        database.run("INSERT INTO kept_end SELECT * FROM audit.chain")
        self._audit.world.cleanup.add("put the records back as they were", self._put_back, key="records")

    def _put_back(self) -> None:
        """What was recorded meanwhile stays: only what was touched comes back, and the end if it was cut off."""
        database = self._database
        database.run("DELETE FROM audit.records WHERE position IN (SELECT position FROM kept)")
        database.run("INSERT INTO audit.records SELECT * FROM kept")
        database.run(
            "UPDATE audit.chain SET position = k.position, seal = k.seal, closed = k.closed FROM kept_end k"
            " WHERE audit.chain.position < k.position"
        )
        database.run("DELETE FROM audit.records WHERE position > (SELECT position FROM audit.chain)")
        database.run("DROP TABLE kept")
        database.run("DROP TABLE kept_end")

    def tamper(self, deed: str, name: str, place: str) -> None:
        """Do something to the first, the middle or the last record of a document, which has three or more."""
        found = sorted(self._records.of(name), key=lambda one: int(one["position"]))
        assert len(found) >= len(PLACES), f"{name} has {len(found)} records only"
        number = {"first": 0, "middle": len(found) // 2, "last": len(found) - 1}[place]
        one = found[number]
        self._keep(*(each["position"] for each in found))
        self.touched = [one]
        deeds: dict[str, Callable[[], object]] = {
            "its author is changed": lambda: self._change(one, "actor_username = 'Nobody'"),
            "a value in it is changed": lambda: self._change(
                one, "changes = replace(changes::text, 'Depot', 'Depots')::json"
            ),
            "its time is changed": lambda: self._change(one, "event_time = event_time - interval '1 millisecond'"),
            "it is removed": lambda: self._change(one, ""),
            "it is replaced by a copy of another": lambda: self._replace(one, found[number - 1]),
        }
        deeds[deed]()

    def _change(self, one: Record, how: LiteralString) -> None:
        """Change one record, or remove it."""
        deed: LiteralString = "UPDATE audit.records SET " + how if how else "DELETE FROM audit.records"
        assert self._database.run(deed + " WHERE position = %s", [one["position"]]) == 1, "there is no such record"

    def _replace(self, one: Record, by: Record) -> None:
        """All that a record says, its seal included, in the place of another; ids stay apart, as the table demands."""
        self._database.run(
            "UPDATE audit.records r SET action = o.action, changes = o.changes, event_time = o.event_time,"
            " recorded_at = o.recorded_at, previous = o.previous, seal = o.seal, source_sequence = o.source_sequence"
            " FROM audit.records o WHERE r.position = %s AND o.position = %s",
            [one["position"], by["position"]],
        )

    @contextmanager
    def aged(self, name: str, days: int) -> Iterator[None]:
        """Within, the records of a document are so many days older."""
        table: LiteralString = "UPDATE audit.records SET event_time = event_time + %s, recorded_at = recorded_at + %s"
        positions = [one["position"] for one in self._records.of(name)]

        def move(by: timedelta) -> None:
            self._database.run(table + " WHERE position = ANY(%s)", [by, by, positions])

        move(-timedelta(days=days))
        self._records.forget()
        try:
            yield
        finally:
            move(timedelta(days=days))
            self._records.forget()

    def check_each_change(self, name: str) -> None:
        """Of one record after another a single thing that it says is changed, and then one is removed.

        Those alone are named; between any two of them stands one that was left as it was. Afterwards all is as before.
        """
        found = self._records.of(name, archived=True)
        self.touched = found[1::2][: len(OTHERWISE)]
        assert len(self.touched) == len(OTHERWISE), f"{name} has {len(found)} records only"
        changed = {one["position"]: column for one, column in zip(self.touched, OTHERWISE, strict=True)}
        with ExitStack() as altered:
            for one, (column, otherwise) in zip(self.touched, OTHERWISE.items(), strict=True):
                altered.enter_context(self._altered(one, column, otherwise))
            try:
                self.check_named("changed")
            except AssertionError as error:
                raise AssertionError(
                    f"when of each of these records one thing was changed, {changed}: {error}"
                ) from None
        self.touched = [found[len(found) // 2]]
        with self._removed(self.touched[0]):
            self.check_named("missing")

    @contextmanager
    def _altered(self, one: Record, column: LiteralString, otherwise: LiteralString) -> Iterator[None]:
        """Within, a record has something else in a column, be it in the archive or not."""
        where: LiteralString = " WHERE position = %s"
        table: LiteralString = "audit.archive" if one["archived"] else "audit.records"
        kept = self._database.value("SELECT " + column + "::text FROM " + table + where, [one["position"]])
        done = self._database.run("UPDATE " + table + " SET " + column + " = " + otherwise + where, [one["position"]])
        try:
            assert done == 1, "there is no such record"
            yield
        finally:
            self._database.run("UPDATE " + table + " SET " + column + " = %s" + where, [kept, one["position"]])

    @contextmanager
    def _removed(self, one: Record) -> Iterator[None]:
        """Within, there is no such record, in the archive or where it was."""
        table: LiteralString = "audit.archive" if one["archived"] else "audit.records"
        self._database.run("CREATE TEMPORARY TABLE removed AS SELECT * FROM " + table + " LIMIT 0")
        self._database.run("INSERT INTO removed SELECT * FROM " + table + " WHERE position = %s", [one["position"]])
        gone = self._database.run("DELETE FROM " + table + " WHERE position = %s", [one["position"]])
        try:
            assert gone == 1, "there is no such record"
            yield
        finally:
            self._database.run("INSERT INTO " + table + " SELECT * FROM removed")
            self._database.run("DROP TABLE removed")

    def remove_first_of_all(self) -> None:
        """Take away the record with which everything begins."""
        rows = self._database.rows("SELECT position FROM audit.records ORDER BY position LIMIT 1")
        assert_that([one["position"] for one in rows], equal_to([1]), "where the records begin")
        self._keep(1)
        self.touched = [{"position": 1}]
        self._database.run("DELETE FROM audit.records WHERE position = 1")

    def change_first_and_remove_others(self, name: str) -> None:
        """Change what the first record of a document says, and take all its others away."""
        first, *others = sorted(self._records.of(name), key=lambda one: int(one["position"]))
        positions = [one["position"] for one in others]
        self._keep(first["position"], *positions)
        self.touched = [first, *others]
        self._change(first, "actor_username = 'Nobody'")
        self._database.run("DELETE FROM audit.records WHERE position = ANY(%s)", [positions])

    def check_all_named(self) -> None:
        """The first is named as changed and the others as missing, as many as are shown; and all are counted."""
        answer = self.check(whole=False)
        assert_that(answer["total_findings"], equal_to(len(self.touched)), "how much it says was found")
        kinds = [("changed" if one is self.touched[0] else "missing", one["position"]) for one in self.touched]
        found = [(one["kind"], one["position"]) for one in answer["findings"]]
        assert_that(found, equal_to(kinds[:MOST_SHOWN]), "what it names")

    def swap(self, name: str, *, seals: bool) -> None:
        """Let the first and the last record of a document change places, seals and all or without them."""
        found = sorted(self._records.of(name), key=lambda each: int(each["position"]))
        one, other = found[0], found[-1]
        assert other["position"] - one["position"] > 1, "nothing stands between the records that change places"
        self._keep(one["position"], other["position"])
        self.touched = [one, other]
        first, second = one["position"], other["position"]
        if not seals:
            self._swap_contents(first, second)
            return
        for old, new in ((first, -1), (second, first), (-1, second)):
            self._database.run("UPDATE audit.records SET position = %s WHERE position = %s", [new, old])

    def _swap_contents(self, first: int, second: int) -> None:
        """Let all that two records say change places, while the places and their seals stay."""
        said: list[LiteralString] = [one for one in COLUMNS.split(", ") if one not in ("event_id", "previous", "seal")]
        told: LiteralString = ", ".join(f"{one} = o.{one}" for one in said)
        ids = [self._database.value("SELECT event_id FROM audit.records WHERE position = %s", [first])]
        self._database.run(
            "UPDATE audit.records r SET " + told + " FROM audit.records o"
            " WHERE r.position = ANY(%s) AND o.position = ANY(%s) AND r.position <> o.position",
            [[first, second]] * 2,
        )
        # No two may have one id, not even for a moment.
        ids.append(self._database.value("SELECT event_id FROM audit.records WHERE position = %s", [second]))
        for position, id_ in ((first, None), (second, ids[0]), (first, ids[1])):
            self._database.run(
                "UPDATE audit.records SET event_id = coalesce(%s::uuid, gen_random_uuid()) WHERE position = %s",
                [id_, position],
            )

    def forge(self, name: str) -> None:
        """Put a copy of a record into the archive, which says something else, while the record stays where it is."""
        found = sorted(self._records.of(name), key=lambda each: int(each["position"]))
        one = found[len(found) // 2]
        self.touched = [one]
        columns = COLUMNS.replace("event_id", "gen_random_uuid()", 1).replace("actor_username", "'Nobody'", 1)
        self._audit.world.cleanup.add("take the copy away", partial(self._take_away, one["position"]))
        self._database.run(
            f"INSERT INTO audit.archive (position, {COLUMNS}) SELECT position, {columns}"
            " FROM audit.records WHERE position = %s",
            [one["position"]],
        )

    def _take_away(self, position: int) -> None:
        self._database.run("DELETE FROM audit.archive WHERE position = %s", [position])

    def append(self, name: str) -> None:
        """Put a record behind the end, made after one that is there, without the key that seals."""
        like = self._records.of(name)[0]["position"]
        self._records.await_reader()  # what comes later would find the end elsewhere, and be named too
        self._keep()
        end = int(self._database.value("SELECT position FROM audit.chain"))
        self.touched = [{"position": end + 1}]
        columns = COLUMNS.replace("event_id", "gen_random_uuid()", 1).replace("previous", "seal", 1)
        self._database.run(
            f"INSERT INTO audit.records (position, {COLUMNS}) SELECT %s, {columns}"
            " FROM audit.records WHERE position = %s",
            [end + 1, like],
        )

    def cut_short(self, name: str) -> None:
        """Take the last records away, and let the chain end before them."""
        positions = [int(one["position"]) for one in self._records.of(name)]
        self._records.await_reader()  # the same
        end = int(self._database.value("SELECT position FROM audit.chain"))
        last = list(range(min(positions), end + 1))
        self._keep(*last)
        self.touched = [{"position": min(positions) - 1}]
        self._database.run("DELETE FROM audit.records WHERE position >= %s", [min(positions)])
        self._database.run(
            "UPDATE audit.chain SET position = r.position, seal = r.seal FROM audit.records r WHERE r.position = %s",
            [min(positions) - 1],
        )

    # What is found

    def check_named(self, *kinds: str) -> None:
        """The check names each record that was touched as what it is, and no other."""
        answer = self.check(whole=False)
        found = [(one["position"], one["kind"]) for one in answer["findings"]]
        wrong = [(position, kind) for position, kind in found if kind not in kinds]
        assert_that(wrong, equal_to([]), f"findings of another kind than {' or '.join(kinds)}: {answer['findings']}")
        assert_that(
            [position for position, _ in found], equal_to([one["position"] for one in self.touched]), "what it names"
        )
        assert_that(answer["total_findings"], equal_to(len(self.touched)), "how much it says was found")
        for one in answer["findings"]:
            named = one["kind"] == "cut_short" or str(one["position"]) in one["says"]
            assert named, f"the sentence for people does not name the record: {one}"
            self._check_finding(one)

    def _check_finding(self, one: dict[str, Any]) -> None:
        """It leads to what there is in that place, and to nothing where nothing is."""
        here = self._database.rows(
            "SELECT event_id::text FROM audit.records WHERE position = %s"
            " UNION ALL SELECT event_id::text FROM audit.archive WHERE position = %s",
            [one["position"]] * 2,
        )
        none = one["kind"] in ("missing", "cut_short")
        ids = [None] if none else [row["event_id"] for row in here]
        assert one["event_id"] in ids, f"the finding leads to {one['event_id']}, and not to {ids}"
