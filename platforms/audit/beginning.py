"""Something to look at: people, an ontology on two branches and its records, made through Audit's own doors."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any

import httpx

from platforms.common.beginning import Account, Where, done, run

PEOPLE = {"Olga": "developer", "Piotr": "developer", "Nora": "auditor", "Carlo": "compliance", "Vera": "viewer"}
"""Who works here, beside the admin that every deployment is born with."""
MAIN = "main"
RECORDED_WITHIN = 30.0
"""Seconds until all of it can be read in the records."""
Fields = list[dict[str, Any]]
STATION: Fields = [
    {"name": "name", "type": "text", "required": True},
    {"name": "opened", "type": "date"},
    {"name": "platforms", "type": "number"},
]


def begin(where: Where) -> list[str]:
    """Make all of it; returns the lines that say how to look around. httpx.HTTPError when a door is shut."""
    mark = secrets.token_hex(2)  # the same people again are others, and so is their branch
    admin = where.admin("oms")
    people = {name: where.register("oms", name, f"{name.lower()}.{mark}@audit.test") for name in PEOPLE}
    for name, role in PEOPLE.items():
        if role != "viewer":
            where.give_role("oms", admin, people[name], role)
    _work(where, people, where.client("oms", admin.token), mark)
    _get_refused(where, people["Vera"])
    asyncio.run(_await_recorded(where, people, mark))
    return [
        f"  Look around at {where.urls['audit-service']}",
        *(people[name].told(role) for name, role in PEOPLE.items()),
        admin.told("admin"),
    ]


class _Desk:
    """A developer at work on a branch."""

    def __init__(self, client: httpx.Client, branch: str, lock: str = "") -> None:
        self._client, self._path = client, f"/api/v1/branches/{branch}"
        self._headers = {"X-Lock-Id": lock} if lock else {}

    def make(self, kind: str, name: str, **said: Any) -> None:
        given = {"name": name, "display_name": name, **said}
        done(self._client.post(f"{self._path}/{kind}", json=given, headers=self._headers))

    def change(self, kind: str, name: str, **said: Any) -> None:
        """Change something of what it says, and leave the rest."""
        known = done(self._client.get(f"{self._path}/{kind}/{name}"))
        kept = {field: known[field] for field in ("display_name", "description", "properties", "metadata")}
        given = {"version": known["version"], **kept, **said}
        done(self._client.put(f"{self._path}/{kind}/{name}", json=given, headers=self._headers))

    def delete(self, kind: str, name: str) -> None:
        seen = {"version": done(self._client.get(f"{self._path}/{kind}/{name}"))["version"]}
        done(self._client.delete(f"{self._path}/{kind}/{name}", params=seen, headers=self._headers))


def _work(where: Where, people: Mapping[str, Account], admin: httpx.Client, mark: str) -> None:
    """A schema and object types come and go, on the main branch and on another, which is locked for a while."""
    olga, piotr = (where.client("oms", people[name].token) for name in ("Olga", "Piotr"))
    branch, station, depot = f"winter-{mark}", f"Station-{mark}", f"Depot-{mark}"
    done(olga.post("/api/v1/branches", json={"name": branch}))
    for one in (_Desk(olga, MAIN), _Desk(piotr, branch)):
        one.make("schemas", f"Railway-{mark}", display_name="Railway", description="What there is of a railway.")
        one.make("object-types", station, display_name="Station", properties=STATION)
        one.make("object-types", depot, display_name="Depot", metadata={"owner": {"email": "olga@example.org"}})
    main, winter = _Desk(piotr, MAIN), _Desk(olga, branch)
    main.change("object-types", station, display_name="Stacja · Dépôt 🚉", description="Where trains stop.")
    main.change("object-types", station, properties=[*STATION, {"name": "lift", "type": "boolean"}])
    winter.change("object-types", depot, metadata={"owner": {"email": "piotr@example.org"}, "heated": True})
    main.delete("object-types", depot)
    asked = {"lock_type": "INDEXING", "reason": "The winter timetable is indexed", "seconds": 600}
    lock = done(olga.post(f"/api/v1/branches/{branch}/locks", json=asked))["id"]
    _Desk(olga, branch, lock).change("schemas", f"Railway-{mark}", description="What there is of a railway in winter.")
    done(admin.post(f"/api/v1/branches/{branch}/force-unlock", json={"reason": "Olga has gone home"}))
    winter.delete("object-types", station)


def _get_refused(where: Where, viewer: Account) -> None:
    """Somebody who may not asks for records, and somebody has forgotten a password."""
    reply = where.client("audit-service", viewer.token).post("/api/v1/audit/query", json={})
    assert reply.status_code == httpx.codes.FORBIDDEN, f"a viewer reads records: {reply.status_code}"
    given = {"email": viewer.email, "password": f"{viewer.password}?"}
    reply = where.client("oms").post("/api/auth/login", json=given)
    assert reply.status_code == httpx.codes.UNAUTHORIZED, f"any password is right: {reply.status_code}"


async def _await_recorded(where: Where, people: Mapping[str, Account], mark: str) -> None:
    """Until the last that was done to a document is recorded; TimeoutError when it is not in time."""
    auditor = where.client("audit-service", people["Nora"].token)
    last = {"resource_ids": [f"winter-{mark}/Station-{mark}"], "actions": ["object_type.delete"]}
    async with asyncio.timeout(RECORDED_WITHIN):
        while not done(auditor.post("/api/v1/audit/query", json=last))["total"]:
            await asyncio.sleep(0.1)


if __name__ == "__main__":
    run(begin)
