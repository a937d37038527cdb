"""Locks of a branch: who holds one, who is kept out, and what the holder of one that is over may still do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, equal_to, greater_than_or_equal_to, has_entries, has_length

from support.observing.broken import BrokenPromise
from support.observing.histories import History, exclusive, hold
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually, looks, now
from support.systems.answers import Refusal, data, refused
from support.systems.audit.ontology import KINDS, Document

if TYPE_CHECKING:
    from support.clients.http import Reply
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.ontology import Ontology
    from support.systems.system import System

LOCKED = 423
SILENT = 3
"""Heartbeats for which a holder may not be heard of."""
HEARTBEAT = 0.5
"""Seconds between two heartbeats that holders in scenarios promise; after three times that they count as gone."""
WHY, FORCED_BECAUSE = "Indexing", "Its holder is on holiday"
LEEWAY = 2.0
"""Seconds by which it may be wrong for how long a lock still counts: it is told in whole ones, by another clock."""
TAKES, RETURNS = "takes", "gives back"
KINDS_OF_LOCK = {"": "INDEXING", "object type": "MIGRATION", "schema": "BACKUP"}
"""What a lock of the branch, or of one kind of its documents, is for."""
TOLD_OF_IT = ("id", "fence", "acquired_at", "expires_at", "heartbeat_at")
"""What only a lock itself can say."""
A_MILLISECOND = 0.0015
LOCKED_STATE, FREE_STATE = "LOCKED_FOR_WRITE", "ACTIVE"


class Locks:
    """What the scenario's people lock, and what that keeps others from."""

    def __init__(self, audit: System, accounts: Accounts, ontology: Ontology) -> None:
        self._audit, self._accounts, self._ontology = audit, accounts, ontology
        self._held: dict[str, dict[str, Any]] = {}
        self._least = 0.0
        """Until when the lock that was given last counts at least, if it is not given back."""
        self._fence = 0
        """The highest that was told of a lock of the branch."""
        self.history = History()

    @property
    def _path(self) -> str:
        return f"/api/v1/branches/{self._ontology.branch}/locks"

    def acquire(self, who: Persona, *, only: str = "", seconds: float = 60, heartbeat: float = 60) -> None:
        """Lock the branch, or one kind of its documents; it is granted."""
        asked, asked_at = now(), datetime.now(UTC)
        lock = self._held[who.name] = data(self._ask(who, only, seconds, heartbeat), 201)
        self._least = asked + min(seconds, SILENT * heartbeat)
        account = self._accounts.of(who)
        told = {
            "holder_id": account.id, "holder": account.person.display_name, "branch": self._ontology.branch,
            **self._asked_for(only, heartbeat), **{name: lock[name] for name in TOLD_OF_IT},
        }  # fmt: skip
        assert_that(lock, equal_to(told), "the lock")
        began, ends, heard = (datetime.fromisoformat(lock[f"{one}_at"]) for one in ("acquired", "expires", "heartbeat"))
        late = f"the lock says that it was acquired at {began}, and asked for at {asked_at}"
        assert abs((began - asked_at).total_seconds()) <= LEEWAY, late
        assert_that(heard, equal_to(began), "when its holder was heard of, at first")
        length = (ends - began).total_seconds()
        assert abs(length - seconds) <= A_MILLISECOND, f"the lock is for {length} s, and was asked for for {seconds} s"
        assert lock["fence"] > self._fence, f"a later lock has no higher fence: {lock['fence']} after {self._fence}"
        self._fence = lock["fence"]
        self._check_given(who, lock, only)

    def _check_given(self, who: Persona, lock: dict[str, Any], only: str) -> None:
        """It is listed, the branch is told as locked, and its holder is given none that overlaps, whatever it is of."""
        reader = self._accounts.as_(self._ontology.owner)
        assert lock in data(reader.get(self._path)), f"the lock is not listed: {lock}"
        branches = {one["name"]: one["state"] for one in data(reader.get("/api/v1/branches"))}
        locked = branches.get(self._ontology.branch, LOCKED_STATE)
        assert_that(locked, equal_to(LOCKED_STATE), f"the state of the branch, of which {only or 'all'} is locked")
        for overlapping in ("", only) if only else ("", *KINDS):
            self.check_refused_lock(who, overlapping)

    def check_beside(self, who: Persona, only: str) -> None:
        """Whoever has locked one kind may have the other too, if it is free; each lock is kept and given back alone."""
        other = next(kind for kind in KINDS if kind != only)
        reply = self._ask(who, other)
        if reply.status == LOCKED:
            return  # somebody else has it
        client, beside, both = self._accounts.as_(who), data(reply, 201), self._ids()
        self._fence = beside["fence"]
        assert_that(both, equal_to({self.held(who)["id"], beside["id"]}), "the locks of somebody who has two")
        for lock in (self.held(who), beside):
            data(client.post(f"{self._path}/{lock['id']}/heartbeat"))
            assert_that(self._ids(), equal_to(both), "the locks there are, after a heartbeat of one of them")
        assert_that(client.delete(f"{self._path}/{beside['id']}").status, equal_to(204), "the answer")
        assert_that(self._ids(), equal_to({self.held(who)["id"]}), "the locks there are, after one was given back")

    def _ids(self) -> set[str]:
        return {one["id"] for one in data(self._accounts.as_(self._ontology.owner).get(self._path))}

    def holds(self, who: Persona) -> bool:
        """Whether somebody was given a lock."""
        return who.name in self._held

    def held(self, who: Persona) -> dict[str, Any]:
        """The lock that somebody was given last."""
        return self._held[who.name]

    def _ask(self, who: Persona, only: str = "", seconds: float = 60, heartbeat: float = 60) -> Reply:
        asked = {**self._asked_for(only, heartbeat), "seconds": seconds}
        return self._accounts.as_(who).post(self._path, json=asked)

    @staticmethod
    def _asked_for(only: str, heartbeat: float) -> dict[str, Any]:
        return {
            "reason": f"{WHY} {only}".strip(), "heartbeat_seconds": heartbeat,
            "lock_type": KINDS_OF_LOCK[only], "resource_type": only.replace(" ", "_") or None,
        }  # fmt: skip

    def release(self, who: Persona, by: Persona | None = None) -> None:
        """Somebody's lock is given back, by themselves or by an admin."""
        reply = self._accounts.as_(by or who).delete(f"{self._path}/{self._held.pop(who.name)['id']}")
        assert reply.status == 204, reply.text

    def beat(self, who: Persona) -> Reply:
        return self._accounts.as_(who).post(f"{self._path}/{self._held[who.name]['id']}/heartbeat")

    def beat_for(self, who: Persona, heartbeats: int) -> None:
        """Be heard of for so many heartbeats; each is welcome."""
        held = self.held(who)
        for _ in looks(heartbeats * HEARTBEAT, HEARTBEAT, stretch=1):
            beaten = data(self.beat(who))
            assert_that(
                beaten, equal_to({**held, "heartbeat_at": beaten["heartbeat_at"]}), "the lock, after a heartbeat"
            )
            assert beaten["heartbeat_at"] > held["heartbeat_at"], f"it was last heard of at {beaten['heartbeat_at']}"
            assert beaten in data(self._accounts.as_(who).get(self._path)), f"it is not listed as it is: {beaten}"
            held = beaten

    def force(self, admin: Persona) -> None:
        path = f"/api/v1/branches/{self._ontology.branch}/force-unlock"
        gone = data(self._accounts.as_(admin).post(path, json={"reason": FORCED_BECAUSE}))
        assert_that(
            {one["id"] for one in gone}, equal_to({one["id"] for one in self._held.values()}), "what it took away"
        )
        for one in gone:
            held = next(each for each in self._held.values() if each["id"] == one["id"])
            assert_that(one, equal_to({**held, "heartbeat_at": one["heartbeat_at"]}), "a lock that was taken away")
        assert_that(data(self._accounts.as_(admin).get(self._path)), equal_to([]), "the locks that are left")

    def force_beside(self, admin: Persona, other: Persona) -> None:
        """While somebody has locked another branch, whose lock stays."""
        beside = f"/api/v1/branches/{self._ontology.neighbour}/locks"
        client = self._accounts.as_(other)
        lock = data(client.post(beside, json={"reason": WHY, "seconds": 60, "heartbeat_seconds": 60}), 201)
        self.force(admin)
        left = [one["id"] for one in data(client.get(beside))]
        assert_that(left, equal_to([lock["id"]]), "the locks of another branch, when this one was forced open")
        data(client.post(f"{beside}/{lock['id']}/heartbeat"))

    def check_nobody_else_may_force(self, people: Sequence[Persona]) -> None:
        path = f"/api/v1/branches/{self._ontology.branch}/force-unlock"
        for who in people:
            refused(self._accounts.as_(who).post(path, json={"reason": "I want to"}), 403)

    def work_as_holder(self, who: Persona, name: str) -> None:
        """Change a document in the name of the lock that somebody has, and make and delete another one."""
        ontology, lock, other = self._ontology, self._held[who.name]["id"], f"{name}-{self._fence}"
        ontology.change(who, name, f"by {who.name}", lock)
        ontology.create(who, ontology.documents[name].kind, other, lock=lock)
        ontology.delete(who, other, lock)

    # What is refused

    def check_kept_out(self, who: Persona, name: str) -> None:
        """Making, changing and deleting are refused with what to do, and leave everything as it was."""
        ontology, document = self._ontology, self._ontology.documents[name]
        path = f"{ontology.path(document)}/{name}"
        client = self._accounts.as_(who)
        before = data(client.get(path))
        news = [Document(one, f"{name}New") for one in self._kept_from(document.kind)]
        for new in news:
            self.check_tells_what_to_do(ontology.try_create(who, new, ontology.body("new")), new.kind)
        for reply in (
            ontology.try_change(who, document, ontology.body("changed")),
            client.delete(path, params={"version": document.version}),
        ):
            self.check_tells_what_to_do(reply, document.kind)
        assert_that(data(client.get(path)), equal_to(before), f'"{name}" after what was refused')
        for new in news:
            there = client.get(f"{ontology.path(new)}/{new.name}").status
            assert_that(there, equal_to(404), f"whether the new {new.kind} is there")
        self._check_free_elsewhere(who, document)

    def _check_free_elsewhere(self, who: Persona, like: Document) -> None:
        """On another branch they may do all of that, as they are told; but not in the name of a lock of this one."""
        client, ontology = self._accounts.as_(who), self._ontology
        path = ontology.path(like, ontology.neighbour)
        asked = {"name": like.name, **ontology.body("elsewhere")}
        lock = next(iter(self._held.values()))["id"]
        self._check_code(refused(client.post(path, json=asked, headers={"X-Lock-Id": lock}), LOCKED), "LOCK_LOST")
        made = data(client.post(path, json=asked), 201)["version"]
        made = data(client.put(f"{path}/{like.name}", json={"version": made, **ontology.body("changed")}))["version"]
        data(client.delete(f"{path}/{like.name}", params={"version": made}))

    def _kept_from(self, kind: str) -> list[str]:
        """Kinds of documents that nobody may make now: this one, or all when the whole branch is locked."""
        whole = any(one["resource_type"] is None for one in self._held.values())
        return list(KINDS) if whole else [kind]

    def check_tells_what_to_do(self, reply: Reply, kind: str = "") -> None:
        """It tells of the lock that is in the way of a document of this kind: why, whose, how long, and what to do."""
        refusal = refused(reply, LOCKED)
        told = refusal.details
        assert_that(refusal.code, equal_to("SCHEMA_FROZEN"), "the code of the refusal")
        assert told["alternative_actions"], "it tells nothing that can be done instead"
        listed = data(self._accounts.as_(self._ontology.owner).get(self._path))
        own = [
            one for one in listed if told["resource_type"] == one["resource_type"] and (not kind or _is_of(one, kind))
        ]
        assert_that(own, has_length(1), f"the lock of which it tells, when {kind or 'the branch'} is locked: {told}")
        at = datetime.now(UTC)
        self.check_names(reply, own[0], at, at)

    def check_names(self, reply: Reply, lock: Mapping[str, Any], asked_at: datetime, answered_at: datetime) -> None:
        """It tells of this lock: whose it is, why, of what, and for how long as it was then."""
        refusal = refused(reply, LOCKED)
        told, scope = refusal.details, "RESOURCE_TYPE" if lock["resource_type"] else "BRANCH"
        expected = {
            "branch": self._ontology.branch, "reason": lock["reason"], "lock_scope": scope,
            "resource_type": lock["resource_type"],
        }  # fmt: skip
        assert_that(told, has_entries(expected), "what it tells of the lock")
        assert lock["holder"] in refusal.message, f"it does not say who has locked it: {refusal.message}"
        ends, seconds = datetime.fromisoformat(lock["expires_at"]), told["retry_after_seconds"]
        most, least = ((ends - at).total_seconds() for at in (asked_at, answered_at))
        assert max(1, least - LEEWAY) <= seconds <= max(1, most) + LEEWAY, (
            f"it says to try again in {seconds} s, of a lock for {most:.1f} s"
        )
        assert_that(reply.headers.get("retry-after"), equal_to(str(seconds)), "the same in the header")

    def check_told_again_when(self, who: Persona, name: str, holder: Persona) -> None:
        """Somebody who is kept out may change it once the time that they are told is over, and not before.

        Not even if its holder goes on to be heard of.
        """
        ontology, document = self._ontology, self._ontology.documents[name]
        first = ontology.try_change(who, document, ontology.body("later"))
        limit = refused(first, LOCKED).details["retry_after_seconds"]

        def try_again() -> int:
            self.beat(holder)
            return ontology.try_change(who, document, ontology.body("later")).status

        eventually(
            try_again,
            equal_to(200),
            within=limit + 0.5,
            what=f"the answer to {who.name}, who was told to try again after {limit} s",
            promised=True,
        )
        self._check_not_before(who)
        ontology.confirmed_last(document)

    def await_over(self, holder: Persona, who: Persona, name: str, within: float) -> None:
        """Others may change it within so many seconds, though the holder did not give the lock back."""
        assert holder.name in self._held, f"{holder.name} holds no lock"
        ontology, document = self._ontology, self._ontology.documents[name]
        eventually(
            lambda: ontology.try_change(who, document, ontology.body("when free")).status,
            equal_to(200),
            within=within,
            what=f"the answer to {who.name}, when the holder of the branch has been silent",
        )
        self._check_not_before(who)
        ontology.confirmed_last(document)

    @property
    def least(self) -> float:
        """Until when the lock that was given last counts at least, on the clock of `waiting.now`."""
        return self._least

    def await_nearly_over(self, before: float) -> None:
        """Until the lock that was given last counts for so many seconds more, at least."""
        at = self._least - before
        eventually(now, greater_than_or_equal_to(at), within=max(0.1, at - now() + 1), what="the time")

    def _check_not_before(self, who: Persona) -> None:
        early = self._least - now()
        if early > 0:
            raise BrokenPromise(
                "AU-11", f"{who.name} was let in {early:.2f} s before the lock was over", kind="too early"
            )
        self.check_listed([])

    def check_lost(self, who: Persona, name: str) -> None:
        """Whoever held it is told so with all they do in its name, and nothing of that happens."""
        document = self._ontology.documents[name]
        path = f"{self._ontology.path(document)}/{name}"
        before = data(self._accounts.as_(who).get(path))
        ontology, lock = self._ontology, str(self._held[who.name]["id"])
        for reply in (
            ontology.try_change(who, document, ontology.body(f"by {who.name}"), lock),
            ontology.try_create(who, Document(document.kind, f"{name}New"), ontology.body("new"), lock),
            ontology.try_delete(who, document, lock),
            self.beat(who),
        ):
            self._check_code(refused(reply, LOCKED), "LOCK_LOST")
        given_back = self._accounts.as_(who).delete(f"{self._path}/{self._held[who.name]['id']}")
        self._check_code(refused(given_back, LOCKED), "LOCK_LOST")
        assert_that(data(self._accounts.as_(who).get(path)), equal_to(before), f'"{name}" after what was refused')

    @staticmethod
    def _check_code(refusal: Refusal, code: str) -> None:
        assert_that(refusal.code, equal_to(code), "the code of the refusal")

    def check_refused_lock(self, who: Persona, only: str = "") -> None:
        self.check_tells_what_to_do(self._ask(who, only))

    def check_strangers_lock_is_theirs(self, who: Persona, holder: Persona) -> None:
        """Nobody else may send the heartbeat of a lock, nor give it back, nor change anything in its name.

        Nor may an admin keep it, and on another branch there is no such lock, not even for its holder.
        """
        from support.systems.audit.people import ADA

        lock = f"{self._path}/{self._held[holder.name]['id']}"
        before = data(self._accounts.as_(who).get(self._path))
        for one in (who, ADA):
            refused(self._accounts.as_(one).post(f"{lock}/heartbeat"), 403)
        refused(self._accounts.as_(who).delete(lock), 403)
        elsewhere, client = lock.replace(self._ontology.branch, self._ontology.neighbour), self._accounts.as_(holder)
        for reply in (client.post(f"{elsewhere}/heartbeat"), client.delete(elsewhere)):
            self._check_code(refused(reply, LOCKED), "LOCK_LOST")
        for name, document in list(self._ontology.documents.items()):
            body, held = self._ontology.body(f"by {who.name}"), str(self._held[holder.name]["id"])
            for reply in (
                self._ontology.try_change(who, document, body, held),
                self._ontology.try_create(who, Document(document.kind, f"{name}New"), body, held),
                self._ontology.try_delete(who, document, held),
            ):
                self.check_tells_what_to_do(reply, document.kind)
        assert_that(before, has_length(1), "the locks there were")
        after = data(self._accounts.as_(who).get(self._path))
        assert_that(after, equal_to(before), "the lock, after others wanted to keep and to end it")

    # Many at once

    def compete(self, people: Sequence[Persona], seconds: float) -> None:
        """Each of them takes the lock whenever they get it, and gives it back, again and again."""
        self._accounts.sign_in_all(people)
        _ = self._ontology.branch
        at_the_same_time([partial(self._take_and_return, who, seconds) for who in people])

    def _take_and_return(self, who: Persona, seconds: float) -> None:
        for _ in looks(seconds, 0.01, stretch=1):
            with self.history.record(who.name, TAKES, "the branch") as asked:
                reply = self._ask(who)
                if reply.status == LOCKED:
                    asked.refuse()
                else:
                    self._held[who.name] = data(reply, 201)
            if asked.outcome == "ok":
                with self.history.record(who.name, RETURNS, "the branch"):
                    self.release(who)

    def check_exclusive(self) -> None:
        hold(exclusive(self.history, taken=TAKES, released=RETURNS), self.history, promise="AU-11")

    def check_listed(self, holders: Sequence[Persona]) -> None:
        """Everybody can see who holds a lock, and why, and that the branch is locked."""
        reader = self._accounts.as_(self._ontology.owner)
        names = {self._accounts.of(who).person.display_name for who in holders}
        there = data(reader.get(self._path))
        assert_that({one["holder"] for one in there}, equal_to(names), "who holds a lock")
        own = {one["id"]: one for one in self._held.values()}
        for one in there:
            expected = {**own.get(one["id"], {}), "heartbeat_at": one["heartbeat_at"]}
            assert_that(one, equal_to(expected), "a lock, as it is listed")
        branches = {one["name"]: one["state"] for one in data(reader.get("/api/v1/branches"))}
        assert_that(list(branches), equal_to(sorted(branches)), "the branches, by name")
        state = LOCKED_STATE if holders else FREE_STATE
        assert_that(branches.get(self._ontology.branch, state), equal_to(state), "the state of the branch")


def _is_of(lock: Mapping[str, Any], kind: str) -> bool:
    """Whether a lock keeps others from documents of a kind."""
    return lock["resource_type"] in (None, kind.replace(" ", "_"))
