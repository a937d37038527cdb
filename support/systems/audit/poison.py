"""Events that cannot be recorded: how they are tried, set aside, told, and replayed."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hamcrest import assert_that, contains_string, equal_to, has_length

from support.observing.waiting import eventually
from support.systems.answers import data, refused

if TYPE_CHECKING:
    from support.scenario.people import Persona
    from support.systems.accounts import Accounts
    from support.systems.audit.ontology import Ontology
    from support.systems.audit.records import Records
    from support.systems.system import System

TRIES = 3
SET_ASIDE_WITHIN = 6.0
"""Seconds; two waits of a setting, the second twice as long as the first, lie between the three tries."""
KINDS = {
    "without an action": ("action", "data.action"),
    "with a time that is none": ("time", "time"),
    "of a shape that nobody knows": ("type", "type"),
    "with a text that cannot be stored": ("text", "stored"),
}
AROUND = 3
"""Events that are as they ought to be, before one that is not and behind it; all arrive together."""


class Poison:
    """The events of a scenario that cannot be recorded."""

    def __init__(self, audit: System, accounts: Accounts, ontology: Ontology, records: Records) -> None:
        self._audit, self._accounts, self._ontology, self._records = audit, accounts, ontology, records
        self._event: dict[str, Any] = {}
        """As it ought to be."""
        self._told = ""
        """What of the event its reason has to name."""
        self._around: list[dict[str, Any]] = []
        """What was told together with it."""
        self._found: dict[str, Any] = {}

    def tell(self, kind: str, name: str) -> None:
        """Put an event on the broker that cannot be recorded, as a faulty oms might, amidst others that can."""
        broker = self._audit.broker
        assert broker is not None, "a scenario that tells of something itself needs the broker"
        self._event = self._good(name)
        what, self._told = KINDS[kind]
        wrong: dict[str, Any] = {**self._event, "data": dict(self._event["data"])}
        if what == "action":
            del wrong["data"]["action"]
        elif what == "text":
            wrong["data"]["actor"] = {**wrong["data"]["actor"], "username": "some\0body"}
        else:
            wrong[what] = "yesterday" if what == "time" else "audit.activity.v9"
        self._around = [self._good(f"{name}-{number}") for number in range(2 * AROUND)]
        together = [*self._around[:AROUND], wrong, *self._around[AROUND:]]
        broker.publish_all("audit.activity.object_type", together)

    def tell_again(self, name: str) -> None:
        """Put what is recorded of a document on the broker once more, as a publisher does that was not answered."""
        broker = self._audit.broker
        assert broker is not None, "a scenario that tells of something itself needs the broker"
        for record in self._records.of(name, archived=True):
            again = self._good(name)
            again["id"] = record["event_id"]
            broker.publish("audit.activity.object_type", again)

    def _good(self, name: str) -> dict[str, Any]:
        branch = self._ontology.branch
        return {
            "specversion": "1.0",
            "id": str(uuid.uuid4()),  # not from the seed: whoever has seen an id before records nothing for it
            "type": "audit.activity.v1",
            "source": "/oms",
            "subject": f"object_type/{branch}/{name}",
            "time": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "correlationid": self._audit.world.correlation_id,
            "data": {
                "action": "object_type.update",
                "actor": {"id": None, "username": "somebody", "role": "developer", "ip_address": "", "user_agent": ""},
                "target": {
                    "resource_type": "object_type", "resource_id": f"{branch}/{name}", "resource_name": name,
                    "branch": branch,
                },
                "success": True,
                "changes": None,
                "request_id": self._audit.world.correlation_id,
                "sequence": 0,
            },
        }  # fmt: skip

    def _listed(self, state: str | None = None) -> list[dict[str, Any]]:
        """What of the scenario's is listed for auditors, be it this event or one that came together with it."""
        params = {"limit": 200, **({"state": state} if state else {})}
        listed = data(self._records.as_reader().get("/api/v1/audit/poison", params=params))
        places = [one["stream_sequence"] for one in listed]
        assert_that(places, equal_to(sorted(places, reverse=True)), "where what is listed stood, the newest first")
        ids = [one["id"] for one in (self._event, *self._around)]
        return [one for one in listed if any(each in one["payload"] for each in ids)]

    def await_set_aside(self) -> None:
        """It is set aside after three tries, and says why."""
        found = eventually(
            lambda: self._listed("set_aside"), has_length(1), within=SET_ASIDE_WITHIN, what="what was set aside"
        )[0]
        tried = [datetime.fromisoformat(moment) for moment in found["tried_at"]]
        assert_that(tried, has_length(TRIES), "the tries before it was set aside")
        assert_that(found["reason"], contains_string(self._told), "the reason")
        assert_that(found["payload"], contains_string(self._event["id"]), "what was set aside")
        assert found["set_aside_at"] and not found["replayed_at"], f"when it was set aside, and replayed: {found}"
        self._check_around()
        assert_that(self._records.of(self._event["data"]["target"]["resource_name"]), has_length(0), "its records")
        self._found = found

    def _check_around(self) -> None:
        """What came together with it is recorded once, in its order, and is nowhere set aside or tried again."""
        own = {one["id"] for one in self._around}
        found = [one["event_id"] for one in self._records.search()["records"] if one["event_id"] in own]
        assert_that(found, equal_to([one["id"] for one in self._around]), "the records of what came together with it")
        assert_that(self._listed(), has_length(1), "what is not recorded of all that came together")

    def check_waits_grew(self) -> None:
        tried = [datetime.fromisoformat(moment) for moment in self._found["tried_at"]]
        first, second = (later - earlier for earlier, later in pairwise(tried))
        # Twice as long as the first, but a busy machine may be late for either.
        assert second.total_seconds() > 1.2 * first.total_seconds() > 0, f"it waited {first}, and then {second}"

    def check_refused_as_it_came(self, who: Persona) -> None:
        """Nothing has changed, so it still cannot be recorded."""
        refused(self._replay(who, None), 422)
        assert_that(self._listed("set_aside"), has_length(1), "what is set aside, after a replay in vain")

    def _replay(self, who: Persona, event: dict[str, Any] | None) -> Any:
        client = self._accounts.as_(who, "audit-service")
        return client.post(f"/api/v1/audit/poison/{self._found['id']}/replay", json={"event": event})

    def replay_fixed(self, who: Persona) -> None:
        done = data(self._replay(who, self._event))
        assert_that(done["state"], equal_to("replayed"), "its state")
        assert done["replayed_at"], "it is not told when it was replayed"

    def check_recorded_once(self) -> None:
        """However often it is replayed."""
        from support.systems.audit.people import ADA

        name = self._event["data"]["target"]["resource_name"]
        assert_that([one["event_id"] for one in self._records.of(name)], equal_to([self._event["id"]]), "its records")
        told, one = self._event["data"], self._records.of(name)[0]
        expected = {
            **{key: told[key] for key in ("action", "success", "changes", "request_id")}, **told["target"],
            "correlation_id": self._event["correlationid"], "actor_username": told["actor"]["username"],
        }  # fmt: skip
        assert_that({key: one[key] for key in expected}, equal_to(expected), "what its record says")
        refused(self._replay(ADA, self._event), 409)
        assert_that(self._records.of(name), has_length(1), "its records after another replay")
        assert_that(self._listed("set_aside"), has_length(0), "what is still set aside")
        assert_that(self._listed("replayed"), has_length(1), "what was replayed")

    def check_nobody_else_may(self, who: Persona) -> None:
        refused(self._replay(who, self._event), 403)

    def check_not_held_up(self, name: str) -> None:
        """What came after it is recorded while it is still being tried."""
        self._records.await_count(name, 1, within=1.0)
        self._check_around()
        states = [one["state"] for one in self._listed()]
        assert states == ["retrying"], f"by then it was {states or 'not even tried'}"
