"""Filling a catalogue with what there was before, and looking through what is there."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import rmtree
from typing import Any

from hamcrest import assert_that, close_to, equal_to, has_entries

from support.clients.http import Reply
from support.environments.protocol import Trial
from support.observing.together import at_the_same_time
from support.systems.answers import data, refused
from support.systems.events import generated
from support.systems.events.catalogue import API, LINES, ROWS, Catalogue
from support.systems.events.facts import Company, Facts, Speaker, expected, read_back, shown
from support.systems.system import System

BATCH = 100
KNOWN = "https://lu.ma/known"
BOLD = Company("Bold Labs", "venue")
START = datetime(2026, 1, 1, 18, tzinfo=UTC)
ODD_LINES = "One\u2028two\x85three\x0bfour\r\nfive: 日本, 🐝"
"""Signs at which some begin a new line."""
BAD = (
    '{"name": "\udcff"}',
    "{",
    '{"name": ""}',
    '{"description": "without a name"}',
    '["no event"]',
    '{"name": "N", "date": "never"}',
)
SIZES = {"events": generated.EVENTS, "speakers": generated.SPEAKERS, "companies": generated.COMPANIES}
STEPS = {
    "9001_more.sql": "CREATE TABLE events.more (id integer PRIMARY KEY); INSERT INTO events.more VALUES (1);",
    "9002_more.sql": "ALTER TABLE events.events ADD COLUMN more text; UPDATE events.events SET place = 'nowhere';",
    "9003_more.sql": "DELETE FROM events.events; SELECT 1 / 0;",
}
"""Changes of the schema, the last of which fails after it has begun."""


@dataclass
class Import:
    """What was sent, and what has to be told of it."""

    lines: list[str] = field(default_factory=list)
    good: list[Facts] = field(default_factory=list)
    bad: list[int] = field(default_factory=list)
    """Their numbers, from 1."""
    known: int = 0

    def add(self, facts: Facts) -> None:
        self.good.append(facts)
        self.lines.append(json.dumps(facts.body(), ensure_ascii=False))

    @property
    def told(self) -> int:
        """How many lines hold anything."""
        return sum(bool(line.strip()) for line in self.lines)


class BringingIn:
    def __init__(self, system: System, catalogue: Catalogue) -> None:
        self._system, self._catalogue = system, catalogue
        self._import = Import()
        self._reply: Reply | None = None
        self._trial: Trial | None = None
        self._before: Any = None
        self._ever: tuple[set[str], set[str], set[str]] = (set(), set(), set())
        """Speakers, companies and topics that were told of."""
        self._filled: dict[str, Any] = {}
        """What was said of the last catalogue that was filled."""

    # Seeding

    def fill_both(self) -> None:
        """Each by two programs at the same moment, of which one finds it empty."""
        seed = self._system.world.data.chance("seed").randrange(2**31)
        for name in (self._catalogue.name, self._catalogue.other):
            one, other = at_the_same_time([partial(self._fill, name, seed)] * 2)
            refused(max(one, other, key=lambda reply: reply.status), 409)
            self._filled = data(min(one, other, key=lambda reply: reply.status), 201)
            assert_that(self._filled, has_entries(SIZES), "what is said to have been made")

    def _fill(self, name: str, seed: int) -> Reply:
        return self._catalogue.kept_by().post(f"/api/v1/catalogues/{name}/seed", json={"seed": seed})

    def check_sizes(self) -> None:
        """By its own count, by rows, by the list; every event is linked, and nobody speaks nowhere."""
        found = self._catalogue.counted()
        assert_that(found, has_entries(SIZES), "how much there is said to be")
        for table, number in SIZES.items():
            assert self._catalogue.rows(table) in (None, number), f"there are not {number} rows of {table}"
        links = [self._catalogue.rows(f"event_{what}") for what in ("speakers", "companies", "topics")]
        if None not in links:
            assert_that(found["links"], equal_to(sum(one or 0 for one in links)), "how many links there are said to be")
        assert_that(self._filled["links"], equal_to(found["links"]), "how many links are said to have been made")
        listed = self._catalogue.listed()
        mean = sum(one["quality"] for one in listed) / len(listed)
        assert_that(found["mean_quality"], close_to(mean, 1e-6), "the mean quality of what is listed")
        for event in listed:
            assert_that(event["quality"], equal_to(read_back(event).quality), f"the quality of {event['name']}")
            linked = {what: bool(event[what]) for what in ("speakers", "companies", "topics")}
            assert all(linked.values()), f"{event['name']} lacks links: {linked}"
        self._catalogue.facts = {one["id"]: read_back(one) for one in listed}
        speakers = {one["id"] for event in listed for one in event["speakers"]}
        assert_that(len(speakers), equal_to(generated.SPEAKERS), "how many speak somewhere")

    def check_alike(self) -> None:
        """Both catalogues tell the same, but for the ids."""
        other = data(
            self._catalogue.open().get(f"/api/v1/catalogues/{self._catalogue.other}/events", params={"limit": 100})
        )["events"]
        mine = sorted((shown(one) for one in self._catalogue.listed()), key=str)
        assert_that(sorted((shown(one) for one in other), key=str), equal_to(mine), "what the other catalogue tells")

    def check_full(self) -> None:
        before = self._catalogue.counted()
        for name in (self._catalogue.name, self._catalogue.other):
            refused(self._fill(name, 1), 409)
        assert_that(self._catalogue.counted(), equal_to(before), "how much there is after that")
        single = self._catalogue.make(f"s-{self._system.world.data.mark}")
        path, client = f"/api/v1/catalogues/{single}", self._catalogue.kept_by()
        data(client.post(f"{path}/events", json=Facts("Single").body()), 201)
        refused(self._fill(single, 1), 409)
        told = data(client.get(f"{path}/validation"))
        there = (told["events"], told["speakers"], told["companies"])
        assert_that(there, equal_to((1, 0, 0)), "how much there is in a catalogue that had a single event")

    # Lines

    def bring_in(self, count: int, *, bad: int = 0, others: bool = False, whole: bool = False) -> None:
        """Send so many lines, the last ones of them bad, or with empty, known and repeated ones among them.

        With bad ones as well, unless they are to come in as a `whole`.
        """
        sent = self._import = Import()
        if others:
            known = Facts("Known before", url=KNOWN)
            self._catalogue.add(known)
        for number in range(1, count + 1):
            if number > count - bad or (others and not whole and number in (1, 50, 100, 101, 130, count)):
                sent.lines.append(BAD[len(sent.bad) % len(BAD)])
                sent.bad.append(len(sent.lines))
            elif others and number % 60 == 0:
                sent.lines.append(json.dumps(Facts("Known again", url=KNOWN).body()))
                sent.known += 1
            else:
                url = f"https://lu.ma/evening-{number // 80}" if others and number % 80 in (10, 70) else None
                if url and number % 80 == 70:  # in the same batch or the next one
                    sent.lines.append(json.dumps(Facts("Told already", url=url).body()))
                    sent.known += 1
                    continue
                day, about = START + timedelta(days=number), ODD_LINES if number == 7 else ""
                facts = Facts(f"Evening {number}", about, day, topics=(f"Topic {number % 7}",), url=url)
                sent.add(replace(facts, speakers=(Speaker("Ada"),), companies=(BOLD,)) if number % 50 == 20 else facts)
                if number % 30 == 5:  # as some systems end a line
                    sent.lines[-1] += "\r"
            if others and number % 90 == 0:
                sent.lines.append("  ")
        self._reply = self._catalogue.kept_by().request(
            "POST",
            f"{self._catalogue.path}/import",
            params={"whole": "true"} if whole else {},
            content="\n".join(sent.lines).encode(errors="surrogateescape"),  # one is not in UTF-8
            headers=LINES,
            timeout=120,
        )

    @property
    def _answer(self) -> Reply:
        assert self._reply is not None, "nothing was brought in"
        return self._reply

    def check_report(self, batches: int) -> None:
        """How many lines, how many of them came in or were known, and which were bad, each with a reason."""
        sent, report = self._import, data(self._answer)
        told = (report["lines"], report["imported"], report["known"], report["batches"])
        wanted = (sent.told, len(sent.good), sent.known, batches)
        assert_that(told, equal_to(wanted), "lines, events, known ones and batches of the report")
        self._check_bad(report["bad"])

    def _check_bad(self, bad: Sequence[dict[str, Any]]) -> None:
        assert_that([one["line"] for one in bad], equal_to(self._import.bad), "the lines that are said to be bad")
        assert all(one["reason"] for one in bad), "a bad line has no reason"

    def check_batches(self, counts: Sequence[Mapping[str, str]]) -> None:
        """So many lines come in so many batches."""
        for row in counts:
            self.bring_in(int(row["lines"]))
            self.check_report(int(row["batches"]))

    def check_refused(self) -> None:
        refusal = refused(self._answer, 422)
        assert_that(refusal.code, equal_to("IMPORT_REFUSED"), "how it is refused")
        self._check_bad(refusal.details["bad"])
        told = {key: refusal.details[key] for key in ("lines", "imported", "known")}
        assert_that(
            told, equal_to({"lines": self._import.told, "imported": 0, "known": 0}), "the report of the refusal"
        )
        assert_that(self._catalogue.listed(), equal_to([]), "the events of the catalogue")
        for table in ROWS:
            assert self._catalogue.rows(table) in (None, 0), f"something is left of {table}"

    def check_there(self) -> None:
        """Each good line is one event that tells what the line told; nothing else has come in."""
        wanted = sorted((expected(one) for one in [*self._import.good, *self._catalogue.facts.values()]), key=str)
        assert_that(sorted(map(shown, self._catalogue.listed()), key=str), equal_to(wanted), "the events there are")

    # Looking through

    def check_looked_through(self) -> None:
        """What the catalogue says of itself follows from what was told."""
        facts = [*self._catalogue.facts.values()]
        found = self._catalogue.counted()
        links = sum(len(one.speakers) + len(one.companies) + len(one.topics) for one in facts)
        names, firms, topics = self._ever
        mean = sum(one.quality for one in facts) / len(facts)
        told = {key: found[key] for key in ("events", "speakers", "companies", "topics", "links", "mean_quality")}
        wanted = dict(zip(told, (len(facts), len(names), len(firms), len(topics), links, mean), strict=True))
        assert_that(told, equal_to(wanted), "what there is said to be")
        speaking = {one.name for each in facts for one in each.speakers}
        wrong = {one["kind"]: one["count"] for one in found["findings"]}
        findings = {
            "events without a date": sum(one.date is None for one in facts),
            "events without a place": sum(not one.place for one in facts),
            "events without a speaker": sum(not one.speakers for one in facts),
            "events of the same name and date": len(facts) - len({(one.name.lower(), one.date) for one in facts}),
            "speakers without an event": len(names - speaking),
            "speakers who may be the same": 1,
            "events that cannot be found": 0,
            "links between catalogues": 0,
        }
        assert_that(wrong, equal_to(findings), "what is said to be wrong")

    def note_told(self) -> None:
        """Remember all who are told of by now, who stay known when their events are removed."""
        named = self._catalogue.named()
        self._ever = (named["speakers"], named["companies"], named["topics"])

    # A change of the schema

    def change_schema(self) -> None:
        """Start another events-api with changes of the schema, the last of which fails."""
        folder = Path(tempfile.mkdtemp(prefix="acceptance-migrations-"))
        self._system.world.cleanup.add("remove the changes of the schema", lambda: rmtree(folder, ignore_errors=True))
        folder.chmod(0o755)
        for name, text in STEPS.items():
            (folder / name).write_text(text)
        self._before = self._schema()
        self._trial = self._system.platform.trial(API, {"MORE_MIGRATIONS": str(folder)})

    def check_ended(self) -> None:
        assert self._trial is not None, "no other events-api was started"
        said = "\n".join(self._trial.lines)
        assert self._trial.status not in (None, 0), f"it started, or ended as if all were well: {said[-400:]}"
        assert "ready" not in said, f"it served somebody before it ended: {said[-400:]}"

    def check_schema_kept(self) -> None:
        """Columns, what has been changed so far, and the events are as they were."""
        assert_that(self._schema(), equal_to(self._before), "the schema and what was changed in it")
        for identity in self._catalogue.facts:
            self._catalogue.check_shown(identity)

    def _schema(self) -> Any:
        """Every column of every table, and every change that is noted as made, where the suite may look."""
        if self._system.database is None:
            return None
        return self._system.database.rows(
            "SELECT table_schema || '.' || table_name AS place, column_name || ' ' || data_type AS what"
            " FROM information_schema.columns WHERE table_schema IN ('events', 'processor')"
            " UNION ALL SELECT 'a change that was made', name FROM events.schema_migrations ORDER BY 1, 2"
        )

    def check_serves(self) -> None:
        self._catalogue.add(Facts("Afterwards"))
        assert_that(sorted(self._catalogue.names(self._catalogue.listed())), equal_to(sorted(self._catalogue.told)))
