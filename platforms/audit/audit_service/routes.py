"""What audit-service offers to those who may read records, and to oms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Response

from platforms.audit.audit_service import integrity, poison, reports, retention, searching
from platforms.audit.audit_service.access import Admin, Compliance, ForReaders, Reader
from platforms.audit.audit_service.context import TheAudit
from platforms.audit.audit_service.integrity import Integrity
from platforms.audit.audit_service.poison import Fixed, Poison
from platforms.audit.audit_service.record import Recorded
from platforms.audit.audit_service.reports import Period, Report, Statistics
from platforms.audit.audit_service.retention import Hold, NewHold, NewPolicy, Policy
from platforms.audit.audit_service.searching import Found, Search
from platforms.common.errors import Reply, refusals
from platforms.common.fields import iso
from platforms.common.service import ForServices, calling_service

router = APIRouter(prefix="/api/v1/audit", route_class=ForReaders, responses=refusals(401, 403, 422, 503))


@router.post("/query", tags=["records"])
async def search_records(_: Reader, service: TheAudit, asked: Search) -> Reply[Found]:
    """Records that fit, page by page, and how many there are."""
    return Reply(data=await searching.search(service.database, asked))


@router.get("/events/{event_id}", tags=["records"], responses=refusals(404))
async def show_record(event_id: UUID, _: Reader, service: TheAudit) -> Reply[Recorded]:
    """The record of one event."""
    return Reply(data=await searching.get(service.database, event_id))


@router.post("/statistics", tags=["reports"])
async def show_statistics(_: Reader, service: TheAudit, asked: searching.Query) -> Reply[Statistics]:
    """Counts of the records that fit."""
    return Reply(data=await reports.statistics(service.database, asked))


@router.post("/export", tags=["reports"], response_class=Response)
async def export_records(
    caller: Reader,
    service: TheAudit,
    asked: searching.Query,
    form: Annotated[Literal["json", "csv"], Query(alias="format")] = "json",
) -> Response:
    """All records that fit, the oldest first, as a file."""
    kind = {"json": "application/json", "csv": "text/csv; charset=utf-8"}[form]
    headers = {
        "Content-Disposition": f'attachment; filename="records.{form}"',
        "X-Export-Timestamp": iso(datetime.now(UTC)),
        "X-Exported-By": caller.user_id,
    }
    return Response(await reports.export(service.database, asked, form), media_type=kind, headers=headers)


@router.post("/reports/compliance", tags=["reports"], status_code=201)
async def make_report(caller: Reader, service: TheAudit, period: Period) -> Reply[Report]:
    """Make and keep the compliance report of a period."""
    key = service.settings.integrity_secret
    return Reply(data=await reports.report(service.database, key, period, caller))


@router.get("/reports/{report_id}", tags=["reports"], responses=refusals(404))
async def show_report(report_id: UUID, _: Reader, service: TheAudit) -> Reply[Report]:
    """A report that was made."""
    return Reply(data=await reports.get(service.database, report_id))


@router.post("/integrity", tags=["integrity"])
async def check_integrity(_: Reader, service: TheAudit) -> Reply[Integrity]:
    """Whether everything is as it was recorded, and what is not."""
    return Reply(data=await integrity.verify(service.database, service.settings.integrity_secret))


@router.get("/poison", tags=["poison"])
async def list_poison(
    _: Reader,
    service: TheAudit,
    state: Literal["retrying", "set_aside", "replayed"] | None = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    offset: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> Reply[list[Poison]]:
    """Events that cannot be recorded, the newest first."""
    return Reply(data=await poison.every(service.database, state, limit, offset))


@router.post("/poison/{poison_id}/replay", tags=["poison"], responses=refusals(404, 409))
async def replay_poison(poison_id: UUID, admin: Admin, service: TheAudit, fixed: Fixed) -> Reply[Poison]:
    """Record an event that was set aside, as it came or as it was fixed."""
    return Reply(data=await poison.replay(service, poison_id, fixed, admin))


@router.get("/retention/policies", tags=["retention"])
async def list_policies(_: Reader, service: TheAudit) -> Reply[list[Policy]]:
    """How long records are kept."""
    return Reply(data=await retention.policies(service.database))


@router.put("/retention/policies", tags=["retention"])
async def set_policy(caller: Compliance, service: TheAudit, new: NewPolicy) -> Reply[Policy]:
    """Make a policy, or change the one of these patterns."""
    return Reply(data=await retention.set_policy(service.database, new, caller))


@router.delete("/retention/policies/{policy_id}", tags=["retention"], status_code=204, responses=refusals(404, 409))
async def remove_policy(policy_id: UUID, _: Compliance, service: TheAudit) -> None:
    """Take a policy away."""
    await retention.remove_policy(service.database, policy_id)


@router.get("/retention/holds", tags=["retention"])
async def list_holds(_: Reader, service: TheAudit) -> Reply[list[Hold]]:
    """Legal holds that count, the newest first; at most 200."""
    return Reply(data=await retention.holds(service.database))


@router.post("/retention/holds", tags=["retention"], status_code=201)
async def place_hold(caller: Compliance, service: TheAudit, new: NewHold) -> Reply[Hold]:
    """Keep the records of a resource, whatever their age."""
    return Reply(data=await retention.place_hold(service.database, new, caller))


@router.delete("/retention/holds/{hold_id}", tags=["retention"], responses=refusals(404))
async def lift_hold(hold_id: UUID, _: Compliance, service: TheAudit) -> Reply[Hold]:
    """Let them go when their time is over."""
    return Reply(data=await retention.lift_hold(service.database, hold_id))


internal = APIRouter(
    prefix="/internal",
    tags=["internal"],
    route_class=ForServices,
    dependencies=[Depends(calling_service)],
    responses=refusals(401, 422, 503),
)


@internal.get("/records/{kind}/{branch}/{name}")
async def records_of_document(kind: str, branch: str, name: str, service: TheAudit) -> Reply[list[Recorded]]:
    """The latest thousand records of a document, in the order in which they were made."""
    return Reply(data=await searching.of_resource(service.database, kind, f"{branch}/{name}"))
