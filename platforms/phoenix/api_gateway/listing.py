"""The experiments of a tenant, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel

from platforms.common.database import Database
from platforms.phoenix.experiments import experiment_of
from platforms.phoenix.shape import Experiment, State

Sort = Literal["-created_at", "created_at", "name", "-name"]
ORDERS: dict[Sort, str] = {
    "-created_at": "created_at DESC, id",
    "created_at": "created_at, id",
    "name": "name, id",
    "-name": "name DESC, id",
}
MATCHING = (
    " FROM experiments WHERE tenant = $1 AND ($2::text[] = '{}' OR state = ANY($2))"
    " AND strpos(lower(name), lower($3)) > 0"
)


class Page(BaseModel):
    experiments: list[Experiment]
    current_page: int
    per_page: int
    total_pages: int
    total_count: int


async def page(
    database: Database, tenant: str, states: Sequence[State], text: str, sort: Sort, number: int, size: int
) -> Page:
    """Those in one of the states (all, if none is named) whose name holds the text."""
    names = [str(state) for state in states]
    async with database.transaction() as connection:
        total: int = await connection.fetchval("SELECT count(*)" + MATCHING, tenant, names, text)
        rows = await connection.fetch(
            f"SELECT *{MATCHING} ORDER BY {ORDERS[sort]} LIMIT $4 OFFSET $5",
            *(tenant, names, text, size, (number - 1) * size),
        )
    return Page(
        experiments=[experiment_of(row) for row in rows],
        current_page=number,
        per_page=size,
        total_pages=-(-total // size),
        total_count=total,
    )
