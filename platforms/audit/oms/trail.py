"""What oms tells of what is done in it: by whom, from where, and in the transaction in which it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request

from platforms.audit.oms.diff import difference
from platforms.audit.oms.masking import masked
from platforms.audit.shape import SOURCE, TYPE
from platforms.common.accounts.people import Deed
from platforms.common.accounts.sessions import Change
from platforms.common.database import Connection
from platforms.common.fields import iso
from platforms.common.logs import correlation_id
from platforms.common.security import Caller
from platforms.common.service import client_address, signed_in

ACTIONS = {
    "registered": "person.create",
    "signed_in": "auth.login",
    "refused": "auth.failed",
    "role_changed": "acl.update",
    "deactivated": "person.deactivate",
}
"""Deeds of accounts, and what records call them."""
LONGEST_AGENT = 500


@dataclass(frozen=True)
class Author:
    """Who does something, and from where."""

    id: UUID
    name: str
    role: str
    address: str
    agent: str

    @property
    def actor(self) -> dict[str, Any]:
        """As the outbox keeps it."""
        return {
            "id": str(self.id), "username": self.name, "role": self.role, "ip_address": self.address,
            "user_agent": self.agent,
        }  # fmt: skip

    @property
    def request(self) -> dict[str, Any]:
        """What leads from the record to the request and to all that it led to."""
        return request_of()


def request_of() -> dict[str, Any]:
    """The request that is being answered."""
    return {"request_id": correlation_id.get(), "correlation_id": correlation_id.get()}


async def author(request: Request) -> Author:
    """Dependency: who calls."""
    return author_of(await signed_in(request), await client_address(request), request.headers.get("user-agent", ""))


TheAuthor = Annotated[Author, Depends(author)]


def author_of(caller: Caller, address: str, agent: str = "") -> Author:
    """Somebody signed in, as records name them."""
    return Author(UUID(caller.user_id), caller.name, caller.role, address, agent[:LONGEST_AGENT])


async def tell(
    connection: Connection,
    action: str,
    target: dict[str, Any],
    actor: dict[str, Any],
    *,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    success: bool = True,
    error_code: str | None = None,
) -> None:
    """Put it into the outbox, in the transaction of what it tells of."""
    await connection.execute(
        "INSERT INTO outbox (action, target, old, new, success, error_code, actor, request)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        action,
        target,
        old,
        new,
        success,
        error_code,
        actor,
        request_of(),
    )


async def record_deed(change: Change, deed: Deed) -> None:
    """Tell of something that was done to an account."""
    who = deed.user
    person = {"id": str(who.id), "username": who.display_name, "role": who.role} if who else {}
    by = {"id": deed.by.user_id, "username": deed.by.name, "role": deed.by.role} if deed.by else person
    actor = {"id": None, "username": "", "role": "", "user_agent": "", **by, "ip_address": deed.address}
    target = {
        "resource_type": "person", "resource_id": str(who.id) if who else "",
        "resource_name": who.display_name if who else "",
    }  # fmt: skip
    old, new = deed.details.get("from"), deed.details.get("to")
    await tell(
        change.connection,
        ACTIONS[deed.what],
        target,
        actor,
        old={"role": old} if old else None,
        new={"role": new} if new else None,
        success=deed.what != "refused",
    )


def event_of(row: dict[str, Any]) -> dict[str, Any]:
    """The event that a row of the outbox becomes; nothing that is masked leaves oms."""
    old, new = masked(row["old"]), masked(row["new"])
    changes = None
    if row["version"] is not None or old or new:
        found = difference(row["old"], row["new"])  # of what really was, or a changed password would be no change
        changes = {
            "version_before": row["version"] - 1 if row["version"] and row["version"] > 1 else None,
            "version_after": row["version"],
            "fields_changed": found.fields,
            "old_values": {name: (old or {})[name] for name in found.old},
            "new_values": {name: (new or {})[name] for name in found.new},
        }
    target = {"branch": None, **row["target"]}
    return {
        "specversion": "1.0",
        "id": str(row["event_id"]),
        "type": TYPE,
        "source": SOURCE,
        "subject": f"{target['resource_type']}/{target['resource_id']}",
        "time": iso(row["at"]),
        "correlationid": row["request"]["correlation_id"],
        "data": {
            "action": row["action"],
            "actor": row["actor"],
            "target": target,
            "success": row["success"],
            "error_code": row["error_code"],
            "changes": changes,
            "request_id": row["request"]["request_id"],
            "sequence": row["sequence"],
        },
    }
