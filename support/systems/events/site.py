"""The event site: pages that are what the scenario lets them be, and who has been there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from support.clients.http import Reply
from support.systems.answers import data
from support.systems.system import System

SITE = "event-site"
FAILS_FOR_EVER = 1_000
SLOW_FOR_EVER = 60
"""Seconds: more than anybody waits."""
ROBOTS = "robots.txt"
EXTRACT = "internal/extract"
"""Where an extractor is asked."""


@dataclass(frozen=True)
class Visit:
    at: datetime
    agent: str
    status: int


class Site:
    def __init__(self, system: System) -> None:
        self._system = system
        self._key = {"X-Stage-Key": system.platform.credentials["stage_key"]}

    def stage(self, path: str, **scene: Any) -> str:
        """Let a page of the scenario be this from now on; its address as it is scraped. It goes with the scenario."""
        stage = f"/stage/{self._place(path)}"
        site = self._system.service(SITE)
        url = str(data(site.put(stage, json=scene, headers=self._key), 201)["url"])
        self._system.world.cleanup.add(
            f"strike the page {path}", lambda: site.delete(stage, headers=self._key), key=("page", path)
        )
        return url

    @property
    def url(self) -> str:
        """Where whoever is told of the site as a service finds it."""
        return self._system.platform.url(SITE)

    def stage_for_all(self, place: str, **scene: Any) -> None:
        """Let one place be this from now on, for everybody who asks there; nobody else may be there."""
        data(self._system.service(SITE).put(f"/stage/{place}", json=scene, headers=self._key), 201)
        self._system.world.cleanup.add(f"strike {place}", lambda: self.strike_for_all(place), key=place)

    def strike_for_all(self, place: str) -> None:
        """Let it be what it is for everybody; one that was not staged stays so."""
        self._system.service(SITE).delete(f"/stage/{place}", headers=self._key)

    def visits_of_all(self, place: str) -> list[Visit]:
        """Who has asked there since it was staged first, the first first."""
        return _visits(self._system.service(SITE).get(f"/stage/{place}", headers=self._key))

    def ask(self, path: str) -> Reply:
        """What is answered to whoever asks the stage for a page."""
        return self._system.service(SITE).get(f"/stage/{self._place(path)}", headers=self._key)

    def visits(self, path: str) -> list[Visit]:
        """Who has asked for a page, the first first."""
        return _visits(self.ask(path))

    def _place(self, path: str) -> str:
        """A path of this scenario's own, below the folder that the path begins with."""
        folder, _, name = path.rpartition("/")
        return f"{folder}/{self._system.world.data.mark}-{name}" if folder else f"{self._system.world.data.mark}-{name}"


def _visits(reply: Reply) -> list[Visit]:
    return [Visit(datetime.fromisoformat(one["at"]), one["agent"], one["status"]) for one in data(reply)["visits"]]
