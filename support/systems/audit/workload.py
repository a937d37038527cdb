"""What people do again and again while something befalls Audit: documents are changed one by one, and together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to

from support.clients.unreachable import Unreachable
from support.observing.broken import BrokenPromise
from support.observing.histories import NothingProven
from support.observing.waiting import eventually, looks
from support.systems.answers import data, refused
from support.systems.audit.load import Step, lives, values_of, words_of
from support.systems.audit.ontology import CHANGES, CONFIRMED, KINDS, Document
from support.systems.audit.records import RECORDED_WITHIN

if TYPE_CHECKING:
    from support.clients.http import Reply
    from support.scenario.misfortunes import Misfortune
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Record, Records
    from support.systems.system import System

FAILED = 500
PAUSE = 0.01
"""Seconds between two changes of a person who changes things again and again."""
AT_LEAST = 20
"""Changes of each person, however long a busy machine takes for them: with fewer, little can befall one."""
MOST = 100
"""Changes that can be made together."""
SIZES = (MOST, 20, MOST, 2)
"""Of what is changed together, one time after the other."""
TURNS = 2
"""One thing in so many that somebody does is to change many documents together."""
VAIN = 4
"""One time in so many it is not possible."""
IN_VAIN = 6
"""Documents that are asked for together with something that is not possible."""


@dataclass
class Batch:
    """What somebody asked for in one go, under a correlation id of its own."""

    who: Persona
    mark: str
    steps: list[Step]
    possible: bool
    """Else one of them is not, and none may be made."""
    asked_at: datetime
    answered_at: datetime | None = None
    reply: Reply | None = None
    """Nothing when the answer was lost."""

    @property
    def confirmed(self) -> bool:
        return self.reply is not None and self.reply.status == 200

    @property
    def known(self) -> bool:
        """Whether it is known what became of it."""
        return self.reply is not None and self.reply.status < FAILED


class Workload:
    """What the people of one scenario do while something befalls Audit."""

    def __init__(self, audit: System, accounts: Accounts, ontology: Ontology, records: Records) -> None:
        self._audit, self._accounts, self._ontology, self._records = audit, accounts, ontology, records
        self._batches: list[Batch] = []

    def go_on(self, people: Sequence[Persona], seconds: float, misfortunes: Sequence[Misfortune]) -> None:
        """Each of them makes, changes and deletes documents, one by one and together, while this befalls Audit."""
        self._accounts.sign_in_all(people)
        _ = self._ontology.branch
        with (
            self._audit.world.faults.meanwhile(misfortunes, self._ontology.history.happened),
            ThreadPoolExecutor(len(people)) as pool,
        ):
            list(pool.map(lambda who: self._work(who, seconds), people))
        for who in people:  # and once more, when all is well: something has to be confirmed
            self._life_of_one(who, "object type", f"{who.name}-last")
            self._ask(who, [next(one) for one in _under_way(f"{who.name}-all-last", MOST)])

    def _work(self, who: Persona, seconds: float) -> None:
        done, kinds, many = 0, cycle(KINDS), self._many(who)
        for turn, _ in enumerate(looks(seconds, PAUSE, stretch=1)):
            if turn % TURNS == 0:
                next(many)
            else:
                done += self._life_of_one(who, next(kinds), f"{who.name}-{done}")
        while done < AT_LEAST:
            done += self._life_of_one(who, next(kinds), f"{who.name}-{done}")

    # One by one

    def _life_of_one(self, who: Persona, kind: str, name: str) -> int:
        """Make a document, change it twice, try what is refused, and delete it; how many changes were asked for."""
        ontology = self._ontology
        document = ontology.documents[name] = Document(kind, name)
        body = ontology.body(f"{name} version 1")
        if not self._recorded(who, document, 1, lambda: ontology.try_create(who, document, body)):
            return 1
        document.version = 1
        path = f"{ontology.path(document)}/{name}"
        for version in (2, 3):
            asked = {"version": version - 1, **ontology.body(f"{name} version {version}")}
            if not self._recorded(
                who, document, version, lambda asked=asked: self._accounts.as_(who).put(path, json=asked)
            ):
                return version
        self._refused_change(who, document)
        self._recorded(who, document, 4, lambda: self._accounts.as_(who).delete(path, params={"version": 3}))
        return 4

    def _refused_change(self, who: Persona, document: Document) -> None:
        """A change to a version that is long gone, which must leave nothing anywhere."""
        path = f"{self._ontology.path(document)}/{document.name}"
        body = {"version": 1, **self._ontology.body(f"{document.name} refused")}
        self._recorded(who, document, "refused", lambda: self._accounts.as_(who).put(path, json=body))

    def _recorded(self, who: Persona, document: Document, version: object, ask: Callable[..., Reply]) -> bool:
        """Whether a change was confirmed; an answer that speaks of a failure leaves open whether it was made."""
        history = self._ontology.history
        with history.record(who.name, CHANGES, self._ontology.id_of(document.name), version) as asked:
            status = ask().status
            if status >= FAILED:
                asked.lose()
            elif status not in (200, CONFIRMED):
                asked.refuse()
        return asked.outcome == "ok"

    # Together

    def _many(self, who: Persona) -> Iterator[None]:
        """Each time change documents together, of which each is at another place in its life, or ask so in vain.

        Whatever became of those of which nothing is known, they are left alone.
        """
        time, alive = 0, _under_way(f"{who.name}-all-0", MOST)
        while True:
            steps = [next(one) for one in alive[: SIZES[time % len(SIZES)]]]
            if not self._ask(who, steps).confirmed:
                alive = _under_way(f"{who.name}-all-{time + 1}", MOST)
            yield
            time += 1
            if time % VAIN:
                continue
            new = [Step("create", kind, f"{who.name}-vain-{time}-{at}", 1) for at, kind in _kinds(IN_VAIN)]
            new[time % IN_VAIN] = Step("update", "schema", f"{who.name}-nowhere", 2)
            self._ask(who, new, possible=False)
            yield

    def _ask(self, who: Persona, steps: list[Step], *, possible: bool = True) -> Batch:
        """Ask for these in one go; each of them is a change in the history, which is judged as any other."""
        ontology, number = self._ontology, sum(one.who == who for one in self._batches)
        batch = Batch(
            who, f"{self._audit.world.correlation_id}-{who.name}-{number}", steps, possible, datetime.now(UTC)
        )
        self._batches.append(batch)
        said = [one.asked(ontology.body(words_of(one))) for one in steps]
        with ExitStack() as asked:
            changes = [
                asked.enter_context(ontology.history.record(who.name, CHANGES, ontology.id_of(one.name), one.version))
                for one in steps
            ]
            try:
                batch.reply = self._accounts.as_(who).post(
                    f"/api/v1/branches/{ontology.branch}/changes",
                    json={"changes": said},
                    headers={"X-Correlation-Id": batch.mark},
                )
            except (Unreachable, TimeoutError):
                batch.reply = None
            batch.answered_at = datetime.now(UTC)
            for change in changes:
                if not batch.known:
                    change.lose()
                elif not batch.confirmed:
                    change.refuse()
        return batch

    def check_batches(self, promise: str) -> None:
        """All of what was asked for in one go is recorded, in its order and as of that request, or nothing of it.

        What could not be made is refused, and leaves nothing.
        """
        own: dict[str, list[Record]] = {}
        for one in sorted(self._records.read, key=lambda one: int(one["position"])):
            own.setdefault(one["correlation_id"], []).append(one)
        if not any(one.confirmed for one in self._batches):
            raise NothingProven(f"of {len(self._batches)} times that something was changed together none was confirmed")
        found: list[Record] = []
        for batch in self._batches:
            there = own.get(batch.mark, [])
            self._check_whole(batch, there, promise)
            found += there
        self._records.check_events_of(found)
        self._records.check_stored(found)
        self._check_kept()

    def _check_kept(self) -> None:
        """oms lists what is there by the records and nothing else, keeps the same versions, and nothing waits."""
        recorded = [(*_of(one), one["actor_id"], one["changes"]["new_values"]) for one in self._records.read]
        said = [(kind, name, number, by, new.get("display_name")) for kind, name, number, by, new in recorded]
        there = {(kind, name): (number, by, text) for kind, name, number, by, text in sorted(said, key=_place)}
        last = {key: value for key, value in there.items() if value[2] is not None}
        listed = {
            (kind, one["name"]): (one["version"], one["changed_by"], one["display_name"])
            for kind in ("schema", "object_type")
            for one in self._listed(kind.replace("_", " "))
        }
        assert_that(listed, equal_to(last), "what there is on the branch, beside what is recorded")
        database, branch = self._audit.database, [self._ontology.branch]
        if database is None:
            return
        rows = database.rows(
            "SELECT kind, name, version, changed_by::text AS by, body->>'display_name' AS said"
            " FROM oms.documents WHERE branch = %s",
            branch,
        )
        kept = sorted(((one["kind"], one["name"], one["version"], one["by"], one["said"]) for one in rows), key=_place)
        assert_that(kept, equal_to(sorted(said, key=_place)), "the versions in the database, beside what is recorded")
        eventually(
            lambda: database.value("SELECT count(*) FROM oms.outbox WHERE target->>'branch' = %s", branch),
            equal_to(0),
            within=RECORDED_WITHIN,
            what="how many changes wait to be told, all of which are recorded",
        )

    def _listed(self, kind: str) -> Iterator[dict[str, Any]]:
        """All documents of a kind on the branch, page by page."""
        client, path, after = self._accounts.as_(self._ontology.owner), self._ontology.path(Document(kind, "")), ""
        while page := data(client.get(path, params={"after": after})):
            yield from page
            after = page[-1]["name"]

    def _check_whole(self, batch: Batch, found: Sequence[Record], promise: str) -> None:
        who = self._accounts.of(batch.who)
        what = f"what {batch.who.name} asked for at {batch.asked_at:%H:%M:%S.%f}, {len(batch.steps)} changes together"
        if batch.known and batch.reply is not None:
            if batch.possible:
                self._check_told(batch, who.id, what)
            else:
                refusal = refused(batch.reply, 409)
                assert_that(refusal.code, equal_to("CHANGES_REFUSED"), f"how it was refused, {what}")
        if not batch.possible or (batch.known and not batch.confirmed) or not found:
            if found or batch.confirmed:
                told = f"of {what}, which was {'confirmed' if batch.confirmed else 'not possible'}, {len(found)} are"
                raise BrokenPromise(promise, f"{told} recorded", kind="not all or nothing")
            return
        recorded = [(one["action"], one["resource_name"], one["changes"]["version_after"]) for one in found]
        expected = [(f"{one.kind}.{one.action}", one.name, one.version) for one in batch.steps]
        if recorded != expected:
            missing = [one for one in expected if one not in recorded]
            how = f"{len(found)} are recorded, {len(missing)} are not: {missing[:3]}" if missing else "in another order"
            raise BrokenPromise(promise, f"of {what}, {how}", kind="not all or nothing")
        by = (batch.mark, who.id, who.person.display_name, batch.who.role, self._ontology.branch, True, None)
        until = batch.answered_at if batch.confirmed and batch.answered_at else datetime.now(UTC)
        for one, step in zip(found, batch.steps, strict=True):
            said = ("request_id", "actor_id", "actor_username", "actor_role", "branch", "success", "error_code")
            assert_that(tuple(one[name] for name in said), equal_to(by), f"whose deed it was, of {what}")
            self._records.check_values(one, *values_of(self._ontology, step))
            self._records.check_moment(one, batch.asked_at, until)

    def _check_told(self, batch: Batch, by: str, what: str) -> None:
        assert batch.reply is not None
        told = [{**one, "changed_at": ""} for one in data(batch.reply)]
        expected = [
            {
                "action": one.action, "kind": one.kind, "name": one.name, "version": one.version, "changed_by": by,
                "changed_at": "",
            }
            for one in batch.steps
        ]  # fmt: skip
        assert_that(told, equal_to(expected), f"what is answered to {what}")


def _under_way(prefix: str, number: int) -> list[Iterator[Step]]:
    """So many documents of both kinds, each with what becomes of it one step after the other."""
    return [lives(f"{prefix}-{one}", one) for one in range(number)]


def _kinds(number: int) -> Iterator[tuple[int, str]]:
    return enumerate(kind.replace(" ", "_") for kind, _ in zip(cycle(KINDS), range(number), strict=False))


def _of(record: Record) -> tuple[str, str, int]:
    """Which version of what it is about."""
    return record["resource_type"], record["resource_name"], record["changes"]["version_after"]


def _place(said: Sequence[Any]) -> tuple[Any, ...]:
    return tuple(said[:3])
