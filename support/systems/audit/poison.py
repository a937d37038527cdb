"""Events that cannot be recorded: how they are tried, set aside, told, and replayed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, contains_string, equal_to, has_length

from support.observing.waiting import eventually
from support.systems.answers import data, refused
from support.systems.audit.telling import SUBJECT

if TYPE_CHECKING:
    from support.clients.database import Database
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Records
    from support.systems.audit.telling import Telling
    from support.systems.system import System

TRIES = 3
SET_ASIDE_WITHIN = 6.0
"""Seconds; two waits of a setting, the second twice as long as the first, lie between the three tries."""
KINDS = {
    "without an action": ("action", "data.action"),
    "with a time that is none": ("time", "time"),
    "of a shape that nobody knows": ("type", "type"),
    "with a text that cannot be stored": ("text", "stored"),
    "that breaks off": ("end", "json"),
}
PAGE, PAGES = 2, 4
"""How much of what is listed is looked at page by page."""
STATES = ("retrying", "set_aside", "replayed")
AROUND = 3
"""Events that are as they ought to be, before one that is not and behind it; all arrive together."""
SHOWN = 2000
"""Characters that are shown of an event as it came."""
TOLD = {
    *("id", "stream_sequence", "subject", "payload", "reason", "state", "tried_at", "set_aside_at", "replayed_at"),
}  # fmt: skip
"""What is told of each."""
LEEWAY = timedelta(seconds=1)
"""By how much the clocks of the platform may differ from ours."""
LONG = "Żółć 日本 🚋 " * 300
"""More than is shown of an event that cannot be recorded."""


class Poison:
    """The events of a scenario that cannot be recorded."""

    def __init__(
        self, audit: System, accounts: Accounts, ontology: Ontology, records: Records, telling: Telling
    ) -> None:
        self._audit, self._accounts, self._ontology, self._records = audit, accounts, ontology, records
        self._telling = telling
        self._event: dict[str, Any] = {}
        """As it ought to be."""
        self._wrong: dict[str, str] = {}
        """By its id, what the reason has to name: of the event itself, and of others that came with it."""
        self._around: list[dict[str, Any]] = []
        """What was told together with it."""
        self._found: dict[str, Any] = {}
        self._told: dict[str, str] = {}
        """By its id, what of each wrong event was told, as it came."""
        self._began = datetime.now(UTC)
        """When they were told, by the clock here."""

    def tell(self, kind: str, name: str) -> None:
        """Put an event on the broker that cannot be recorded, as a faulty oms might, and one that is wrong in another
        way, amidst others that can."""
        self._event, other = self._telling.event(name), self._telling.event(f"{name}-too")
        kinds = list(KINDS)
        another = kinds[(kinds.index(kind) + 1) % len(kinds)]
        self._wrong = {self._event["id"]: KINDS[kind][1], other["id"]: KINDS[another][1]}
        self._tell_amidst(name, _spoilt(self._event, kind), _spoilt(other, another))

    def tell_good(self, name: str) -> None:
        """Put an event on the broker that is as it ought to be, amidst others; the store takes all but this one."""
        self._event = self._telling.event(name)
        said = {"fields_changed": ["description"], "old_values": {}, "new_values": {"description": LONG}}
        self._event["data"]["changes"] = {"version_before": 1, "version_after": 2, **said}
        self._wrong = {self._event["id"]: "stored"}
        self._tell_amidst(name, self._event)

    def _tell_amidst(self, name: str, *wrong: Mapping[str, Any] | bytes) -> None:
        self._around = [self._telling.event(f"{name}-{number}") for number in range(2 * AROUND)]
        texts = [one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode() for one in wrong]
        self._told = {
            id_: one.decode(errors="replace") for id_, one in zip(self._wrong, texts, strict=True)
        }  # they come in this order
        self._began = datetime.now(UTC)
        self._telling.tell_all([*self._around[:AROUND], *texts, *self._around[AROUND:]])

    def tell_again(self, name: str) -> None:
        """Put what is recorded of a document on the broker once more, as a publisher does that was not answered."""
        found = self._records.of(name, archived=True)
        self._telling.tell_all([{**self._telling.event(name), "id": one["event_id"]} for one in found])

    @property
    def wrong(self) -> int:
        """How many events were told that cannot be recorded."""
        return len(self._wrong)

    def await_taken(self) -> None:
        """Do something else, and wait until it is recorded: so is what was told before, or known."""
        last = self._ontology.create(self._ontology.owner, "object type", "Last")
        self._records.await_count(last.name, 1)

    # What the store does not take for a while

    def refuse(self, name: str) -> None:
        """Have the store take nothing that is called so."""
        self._audit.world.cleanup.add("have the store take everything again", self.take_again, key="refusal")
        database = self._database
        database.rows("SELECT set_config('acceptance.refused', %s, false)", [self._ontology.id_of(name)])
        database.run(
            "DO $$ BEGIN EXECUTE 'ALTER TABLE audit.records ADD CONSTRAINT not_now CHECK (resource_id <> '"
            " || quote_literal(current_setting('acceptance.refused')) || ') NOT VALID'; END $$"
        )

    def take_again(self) -> None:
        self._database.run("ALTER TABLE audit.records DROP CONSTRAINT IF EXISTS not_now")

    @property
    def _database(self) -> Database:
        database = self._audit.database
        assert database is not None, "a scenario whose store takes not everything needs the database"
        return database

    def await_tried(self) -> None:
        """It was tried once at least, and is told to be tried again."""
        eventually(
            lambda: [one["state"] for one in self._listed()],
            equal_to(["retrying"]),
            within=SET_ASIDE_WITHIN,
            what="the states of what is not recorded",
        )

    def check_recorded_at_last(self) -> None:
        """It is recorded once, and listed no longer."""
        name = self._event["data"]["target"]["resource_name"]
        self._records.await_count(name, 1)
        eventually(self._listed, has_length(0), within=SET_ASIDE_WITHIN, what="what is still listed")
        assert_that([one["event_id"] for one in self._records.of(name)], equal_to([self._event["id"]]), "its records")
        self._check_around()

    def _listed(self, state: str | None = None) -> list[dict[str, Any]]:
        """What of the scenario's is listed for auditors, be it a wrong event or one that came together with it."""
        listed = self._page(state, limit=200)
        places = [one["stream_sequence"] for one in listed]
        assert_that(places, equal_to(sorted(places, reverse=True)), "where what is listed stood, the newest first")
        assert {one["state"] for one in listed} <= ({state} if state else {*STATES}), f"not all of it is {state}"
        ids = [*self._wrong, *(one["id"] for one in self._around)]
        return [one for one in listed if any(each in one["payload"] for each in ids)]

    def _page(self, state: str | None, **asked: int) -> list[dict[str, Any]]:
        params = {**asked, **({"state": state} if state else {})}
        return list(data(self._records.as_reader().get("/api/v1/audit/poison", params=params)))

    def _check_pages(self) -> None:
        """What is listed comes page by page as well, all of it or what is in one state; others may come meanwhile."""
        for state in (None, "set_aside"):
            eventually(
                partial(self._apart, state),
                equal_to([]),
                within=SET_ASIDE_WITHIN,
                what=f"where pages of what is {state or 'listed'} are not the list",
            )

    def _apart(self, state: str | None) -> list[int]:
        whole = [one["id"] for one in self._page(state, limit=PAGE * PAGES)]
        pages = [self._page(state, limit=PAGE, offset=number * PAGE) for number in range(PAGES)]
        paged = [one["id"] for page in pages for one in page]
        long = max(len(whole), len(paged))
        return [at for at in range(long) if whole[at : at + 1] != paged[at : at + 1]]

    def _await_all_set_aside(self) -> list[dict[str, Any]]:
        return eventually(
            lambda: self._listed("set_aside"),
            has_length(len(self._wrong)),
            within=SET_ASIDE_WITHIN,
            what="what was set aside",
        )

    def await_set_aside(self) -> None:
        """Each is set aside after three tries, and says why."""
        for found in self._await_all_set_aside():
            id_ = next(one for one in self._wrong if one in found["payload"])
            tried = [datetime.fromisoformat(moment) for moment in found["tried_at"]]
            assert_that(tried, has_length(TRIES), "the tries before it was set aside")
            assert_that(found["reason"], contains_string(self._wrong[id_]), "the reason")
            assert found["set_aside_at"] and not found["replayed_at"], f"when it was set aside, and replayed: {found}"
            self._check_told(found, id_)
            if id_ == self._event["id"]:
                self._found = found
        assert self._found, "the event itself is not among what was set aside"
        self._check_around()
        self._check_pages()
        assert_that(self._records.of(self._event["data"]["target"]["resource_name"]), has_length(0), "its records")

    def _check_told(self, found: Mapping[str, Any], id_: str) -> None:
        """It is told as it came, as far as it is shown, from where, and when each thing happened to it."""
        assert_that(found["payload"], equal_to(self._told[id_][:SHOWN]), "what is shown of an event as it came")
        assert_that(found["subject"], equal_to(SUBJECT), "on which subject it came")
        moments = [datetime.fromisoformat(one) for one in (*found["tried_at"], found["set_aside_at"])]
        assert_that(moments, equal_to(sorted(moments)), "when it was tried, and set aside")
        began, ended = self._began - LEEWAY, datetime.now(UTC) + LEEWAY
        assert began <= moments[0] <= moments[-1] <= ended, f"told at {self._began}, tried and set aside at {moments}"
        assert_that({*found}, equal_to(TOLD), "what is told of an event that was set aside")

    def _check_around(self) -> None:
        """What came together with it is recorded once, in its order, and is nowhere set aside or tried again."""
        own = {one["id"] for one in self._around}
        found = [one["event_id"] for one in self._records.search()["records"] if one["event_id"] in own]
        assert_that(found, equal_to([one["id"] for one in self._around]), "the records of what came together with it")
        listed = {one["id"] for one in self._listed() if not any(each in one["payload"] for each in self._wrong)}
        assert_that(listed, equal_to(set()), "what is not recorded of all that came together")

    def check_waits_grew(self) -> None:
        """The second wait is longer than the first: its own, or the shortest of any event that is set aside.

        All wait by one setting, and a busy machine may be late for one or the other.
        """
        waits = [_waits(one) for one in self._page("set_aside", limit=200) if len(one["tried_at"]) == TRIES]
        first, second = min(one[0] for one in waits), _waits(self._found)[1]
        # Twice as long as the first, but for what it was late.
        assert second > 1.2 * first > 0, f"it waited {first:.3f} s, and then {second:.3f} s"

    def check_refused_as_it_came(self, who: Persona) -> None:
        """Nothing has changed, so it still cannot be recorded."""
        before = self._listed()
        refused(self._replay(who, None), 422)
        assert_that(self._listed(), equal_to(before), "what is listed, after a replay in vain")
        assert_that(self._states()[self._found["id"]], equal_to("set_aside"), "its state, after a replay in vain")

    def _states(self) -> dict[str, str]:
        """The state in which each is listed, whatever is asked for and when it is asked for what is in that state."""
        states = {one["id"]: one["state"] for one in self._listed()}
        asked = {one["id"]: state for state in STATES for one in self._listed(state)}
        assert_that(asked, equal_to(states), "what is listed of each state")
        return states

    def _replay(self, who: Persona, event: dict[str, Any] | None) -> Any:
        client = self._accounts.as_(who, "audit-service")
        return client.post(f"/api/v1/audit/poison/{self._found['id']}/replay", json={"event": event})

    def replay(self, who: Persona, *, fixed: bool) -> None:
        """As it ought to be, or as it came."""
        before, began = self._listed(), datetime.now(UTC)
        done = data(self._replay(who, self._event if fixed else None))
        assert_that(done["state"], equal_to("replayed"), "its state")
        assert done["replayed_at"], "it is not told when it was replayed"
        at = datetime.fromisoformat(done["replayed_at"])
        assert began - LEEWAY <= at <= datetime.now(UTC) + LEEWAY, f"it was replayed at {began}, and says {at}"
        replayed = {**self._found, "state": "replayed", "replayed_at": done["replayed_at"]}
        assert_that(done, equal_to(replayed), "what is told of it once it was replayed")
        expected = [replayed if one["id"] == done["id"] else one for one in before]
        assert_that(self._listed(), equal_to(expected), "what is listed, after it was replayed")
        self._check_by(who)

    def _check_by(self, who: Persona) -> None:
        """The database says who replayed it."""
        if self._audit.database is not None:
            by = self._audit.database.value("SELECT replayed_by FROM audit.poison WHERE id = %s", [self._found["id"]])
            assert_that(str(by), equal_to(self._accounts.of(who).id), "who replayed it, in the database")

    def check_recorded_once(self) -> None:
        """However often it is replayed."""
        from support.systems.audit.people import ADA

        name = self._event["data"]["target"]["resource_name"]
        assert_that([one["event_id"] for one in self._records.of(name)], equal_to([self._event["id"]]), "its records")
        told, one = self._event["data"], self._records.of(name)[0]
        expected = {
            **{key: told[key] for key in ("action", "success", "changes", "request_id")}, **told["target"],
            "correlation_id": self._event["correlationid"], "actor_username": told["actor"]["username"],
            "actor_id": told["actor"]["id"], "actor_role": told["actor"]["role"], "error_code": None, "archived": False,
            **{key: told["actor"][key] for key in ("ip_address", "user_agent")}, "event_id": self._event["id"],
            **{key: one[key] for key in ("position", "event_time", "recorded_at")},
        }  # fmt: skip
        assert_that(one, equal_to(expected), "what its record says")
        recorded = datetime.fromisoformat(one["recorded_at"])
        late = f"it was told at {self._began}, and is recorded at {recorded}"
        assert self._began - LEEWAY <= recorded <= datetime.now(UTC) + LEEWAY, late
        self._records.check_stored([one])
        times = [datetime.fromisoformat(when) for when in (one["event_time"], self._event["time"])]
        assert_that(times[0], equal_to(times[1]), "when it happened, as its record says")
        refused(self._replay(ADA, self._event), 409)
        assert_that(self._records.of(name), has_length(1), "its records after another replay")
        expected = {one["id"]: "set_aside" for one in self._listed()} | {self._found["id"]: "replayed"}
        assert_that(self._states(), equal_to(expected), "what was replayed, and what is still set aside")

    def check_nobody_else_may(self, who: Persona) -> None:
        refused(self._replay(who, self._event), 403)

    def check_not_held_up(self, name: str) -> None:
        """What came after it is recorded while it is still being tried."""
        self._records.await_count(name, 1, within=1.0)
        self._check_around()
        states = {one["state"] for one in self._listed()}
        assert states == {"retrying"}, f"by then it was {states or 'not even tried'}"


def _waits(listed: Mapping[str, Any]) -> list[float]:
    """Seconds between the tries of an event."""
    tried = [datetime.fromisoformat(moment) for moment in listed["tried_at"]]
    return [(later - earlier).total_seconds() for earlier, later in pairwise(tried)]


def _spoilt(event: Mapping[str, Any], kind: str) -> Mapping[str, Any] | bytes:
    """The event with what is wrong in it."""
    what = KINDS[kind][0]
    wrong: dict[str, Any] = {**event, "data": dict(event["data"])}
    if what == "end":
        return json.dumps({**event, "more": "日"}, ensure_ascii=False).encode()[:-3]  # in the middle of a letter
    if what == "action":
        del wrong["data"]["action"]
    elif what == "text":
        wrong["data"]["actor"] = {**wrong["data"]["actor"], "username": "some\0body"}
    else:
        wrong[what] = "yesterday" if what == "time" else "audit.activity.v9"
    return wrong
