"""What is on stage: pages, how they behave, and who has seen them."""

from __future__ import annotations

from collections import OrderedDict
from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from platforms.common.errors import ApiError, not_found
from platforms.common.fields import Moment

MOST_PAGES = 20_000
MOST_VISITS = 1_000

Header = Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[\x20-\x7e]*$")]


class Scene(BaseModel):
    """How a page behaves."""

    html: str = Field(default="", max_length=4_000_000)
    status: int = Field(default=200, ge=200, le=599)
    content_type: Header = "text/html; charset=utf-8"
    charset: Literal["utf-8", "latin-1", "utf-16"] = "utf-8"
    """In which the text is sent, whatever the content type says."""
    location: Header = ""
    delay_seconds: float = Field(default=0, ge=0, le=60, allow_inf_nan=False)
    failures: int = Field(default=0, ge=0, le=1_000)
    """So many visits are answered 503 first."""
    endless: bool = False


class Staged(BaseModel):
    url: str


class Visit(BaseModel):
    at: Moment
    agent: str
    status: int


class Visits(BaseModel):
    visits: list[Visit]


class Stage:
    """Pages by their path, with their visits and how many of those were before; the oldest make room for new ones."""

    def __init__(self) -> None:
        self._scenes: OrderedDict[str, tuple[Scene, list[Visit], int]] = OrderedDict()

    def put(self, path: str, scene: Scene) -> None:
        """Stage a page; one that is there keeps its visits. `ApiError` 409 for an address of the site's own."""
        if path in ("", "health", "metrics", "openapi.json") or path.startswith("stage/"):
            raise ApiError(409, "PATH_TAKEN", "This address is the site's own.")
        _, visits, _ = self._scenes.get(path, (scene, list[Visit](), 0))
        self._scenes[path] = (scene, visits, len(visits))
        while len(self._scenes) > MOST_PAGES:
            self._scenes.popitem(last=False)

    def visits(self, path: str) -> list[Visit]:
        if path not in self._scenes:
            raise not_found("page")
        return self._scenes[path][1]

    def has(self, path: str) -> bool:
        return path in self._scenes

    def strike(self, path: str) -> None:
        if self._scenes.pop(path, None) is None:
            raise not_found("page")

    def visit(self, path: str, agent: str) -> tuple[Scene | None, Visit]:
        """The page that a visitor finds, None when there is none, and the visit with the status of its answer."""
        found = self._scenes.get(path)
        if found is None:
            return None, Visit(at=datetime.now(UTC), agent=agent, status=404)
        scene, visits, before = found
        status = 503 if len(visits) - before < scene.failures else scene.status
        visit = Visit(at=datetime.now(UTC), agent=agent, status=status)
        if len(visits) < MOST_VISITS:
            visits.append(visit)
        return scene, visit
