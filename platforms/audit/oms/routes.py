"""What oms offers to people."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query
from pydantic import BaseModel

from platforms.audit.oms import branches, locks, ontology
from platforms.audit.oms.access import ForReaders
from platforms.audit.oms.branches import Branch, BranchName, NewBranch
from platforms.audit.oms.context import TheOms
from platforms.audit.oms.documents import Key, Kind
from platforms.audit.oms.locks import ForcedUnlock, Lock, NewLock
from platforms.audit.oms.ontology import (
    LATEST,
    Changed,
    ChangedDocument,
    Changes,
    Document,
    Identifier,
    NewDocument,
    PastVersion,
)
from platforms.audit.oms.trail import TheAuthor
from platforms.audit.shape import READERS
from platforms.common.errors import Reply, refusals
from platforms.common.fields import prose
from platforms.common.security import Caller
from platforms.common.service import ForPeople, SignedIn, roles

router = APIRouter(prefix="/api/v1", route_class=ForPeople, responses=refusals(401, 422, 503))
records = APIRouter(prefix="/api/v1", route_class=ForReaders, responses=refusals(401, 403, 422, 503))
"""What is for those who may read records."""

Developer = Annotated[Caller, Depends(roles("developer", "admin"))]
Admin = Annotated[Caller, Depends(roles("admin"))]
Holding = Annotated[UUID | None, Header(alias="X-Lock-Id")]
"""The lock in whose name something is changed."""
Expected = Annotated[int, Query(ge=1, le=LATEST)]
KINDS: dict[str, Kind] = {"schemas": "schema", "object-types": "object_type"}


class Deleted(BaseModel):
    name: str


@router.get("/branches", tags=["branches"])
async def list_branches(_: SignedIn, service: TheOms) -> Reply[list[Branch]]:
    """All branches by name, at most 200."""
    return Reply(data=await branches.every(service.database))


@router.post("/branches", tags=["branches"], status_code=201, responses=refusals(403, 409))
async def create_branch(_: Developer, author: TheAuthor, service: TheOms, new: NewBranch) -> Reply[Branch]:
    """Make a branch."""
    return Reply(data=await branches.create(service.database, new, author))


@router.delete("/branches/{branch}", tags=["branches"], responses=refusals(403, 404, 409))
async def archive_branch(branch: BranchName, _: Developer, author: TheAuthor, service: TheOms) -> Reply[Branch]:
    """Close a branch for good."""
    return Reply(data=await branches.archive(service.database, branch, author))


@router.get("/branches/{branch}/locks", tags=["locks"], responses=refusals(404))
async def list_locks(branch: BranchName, _: SignedIn, service: TheOms) -> Reply[list[Lock]]:
    """The locks of a branch that count now."""
    return Reply(data=await locks.every(service.database, branch))


@router.post("/branches/{branch}/locks", tags=["locks"], status_code=201, responses=refusals(403, 404, 409, 423))
async def acquire_lock(
    branch: BranchName, _: Developer, author: TheAuthor, service: TheOms, new: NewLock
) -> Reply[Lock]:
    """Lock a branch, or one kind of its documents."""
    return Reply(data=await locks.acquire(service.database, branch, new, author))


@router.post("/branches/{branch}/locks/{lock_id}/heartbeat", tags=["locks"], responses=refusals(403, 404, 409, 423))
async def send_heartbeat(
    branch: BranchName, lock_id: UUID, _: Developer, author: TheAuthor, service: TheOms
) -> Reply[Lock]:
    """Tell that the holder of a lock is alive."""
    return Reply(data=await locks.heartbeat(service.database, branch, lock_id, author))


@router.delete(
    "/branches/{branch}/locks/{lock_id}", tags=["locks"], status_code=204, responses=refusals(403, 404, 409, 423)
)
async def release_lock(branch: BranchName, lock_id: UUID, _: Developer, author: TheAuthor, service: TheOms) -> None:
    """Give a lock back."""
    await locks.release(service.database, branch, lock_id, author)


@router.post("/branches/{branch}/force-unlock", tags=["locks"], responses=refusals(403, 404, 409))
async def force_unlock(
    branch: BranchName, _: Admin, author: TheAuthor, service: TheOms, given: ForcedUnlock
) -> Reply[list[Lock]]:
    """Take all locks of a branch away from their holders."""
    return Reply(data=await locks.force(service.database, branch, given.reason, author))


@router.post("/branches/{branch}/changes", tags=["changes"], responses=refusals(403, 404, 409, 423))
async def change_together(
    branch: BranchName, _: Developer, author: TheAuthor, service: TheOms, asked: Changes, holding: Holding = None
) -> Reply[list[Changed]]:
    """Make, change and delete up to a hundred documents of any kind, all of them or none."""
    return Reply(
        data=await ontology.change_together(service.documents, service.database, branch, asked, author, holding)
    )


def _offer(plural: str, kind: Kind) -> None:
    """The same operations for each kind of document."""
    place = f"/branches/{{branch}}/{plural}"
    tags: list[Any] = [plural]

    @router.get(place, tags=tags, name=f"list_{kind}s", responses=refusals(404))
    async def every(
        branch: BranchName, _: SignedIn, service: TheOms, after: Annotated[str, prose(63)] = ""
    ) -> Reply[list[Document]]:
        """Those of a branch by name, at most 200 from the first one after `after`."""
        return Reply(data=await ontology.every(service.documents, service.database, branch, kind, after))

    @router.post(place, tags=tags, name=f"create_{kind}", status_code=201, responses=refusals(403, 404, 409, 423))
    async def create(
        branch: BranchName,
        _: Developer,
        author: TheAuthor,
        service: TheOms,
        new: NewDocument,
        holding: Holding = None,
    ) -> Reply[Document]:
        """Make one."""
        key = Key(branch, kind, new.name)
        return Reply(data=await ontology.create(service.documents, service.database, key, new, author, holding))

    @router.get(f"{place}/{{name}}", tags=tags, name=f"show_{kind}", responses=refusals(404))
    async def show(branch: BranchName, name: Identifier, _: SignedIn, service: TheOms) -> Reply[Document]:
        """One of them, as it counts now."""
        return Reply(data=await ontology.get(service.documents, Key(branch, kind, name)))

    @router.put(f"{place}/{{name}}", tags=tags, name=f"change_{kind}", responses=refusals(403, 404, 409, 423))
    async def change(
        branch: BranchName,
        name: Identifier,
        _: Developer,
        author: TheAuthor,
        service: TheOms,
        new: ChangedDocument,
        holding: Holding = None,
    ) -> Reply[Document]:
        """Change one, from the version that was seen."""
        key = Key(branch, kind, name)
        return Reply(data=await ontology.change(service.documents, service.database, key, new, author, holding))

    @router.delete(f"{place}/{{name}}", tags=tags, name=f"delete_{kind}", responses=refusals(403, 404, 409, 423))
    async def delete(
        branch: BranchName,
        name: Identifier,
        _: Developer,
        author: TheAuthor,
        service: TheOms,
        version: Expected,
        holding: Holding = None,
    ) -> Reply[Deleted]:
        """Delete one, at the version that was seen."""
        key = Key(branch, kind, name)
        await ontology.delete(service.documents, service.database, key, version, author, holding)
        return Reply(data=Deleted(name=name))

    @router.get(f"{place}/{{name}}/versions", tags=tags, name=f"list_{kind}_versions", responses=refusals(404))
    async def versions(branch: BranchName, name: Identifier, _: SignedIn, service: TheOms) -> Reply[list[PastVersion]]:
        """All versions, the oldest first."""
        return Reply(data=await ontology.versions(service.documents, Key(branch, kind, name)))

    @records.get(f"{place}/{{name}}/history", tags=tags, name=f"show_{kind}_history")
    async def history(
        branch: BranchName,
        name: Identifier,
        _: Annotated[Caller, Depends(roles(*READERS))],
        service: TheOms,
    ) -> Reply[list[dict[str, Any]]]:
        """The latest thousand records that audit-service has of it, the oldest of them first."""
        return Reply(data=await service.history.of(Key(branch, kind, name)))


for _plural, _kind in KINDS.items():
    _offer(_plural, _kind)
