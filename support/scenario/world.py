"""The state of one scenario, with types."""

import importlib
import importlib.util
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.environments import Environment, Platform
from support.evidence.journal import Entry, Journal
from support.evidence.logs import log_entries
from support.failures import EnvironmentFailure
from support.scenario.cleanup import CleanUp, Order
from support.scenario.data import SeededData
from support.scenario.faults import Faults
from support.scenario.people import Person, Persona

if TYPE_CHECKING:
    from support.clients.browser import Viewport, Visit
    from support.config import Settings


class World:
    """What one scenario knows, made for it alone and thrown away after it.

    `seed` follows from the run's seed and the scenario's identity, so the same scenario has the same data in
    any order. `correlation_id` is unique to this scenario in this run; it goes out with every request, and
    what the scenario makes is marked by it, so that neither another scenario nor another run ever meets it.
    """

    def __init__(
        self,
        settings: "Settings",
        environment: Environment | None,
        platform: str,
        *,
        tags: Iterable[str],
        seed: int,
        correlation_id: str,
    ) -> None:
        self.settings = settings
        self.platform = platform
        """The platform that the scenario is about, by its folder; empty when it is about none."""
        self.tags = frozenset(map(str, tags))
        self.seed = seed
        self.correlation_id = correlation_id
        self._environment = environment
        self.started = datetime.now(UTC)
        self.journal = Journal() if self.settings.evidence else Journal(0)
        self.cleanup = CleanUp()
        self.data = SeededData(self.seed, self.correlation_id)
        self.besides: list[Platform] = []
        """Platforms of its own, which end with it."""
        self._visits: dict[tuple[str, Viewport], Visit] = {}

    @property
    def environment(self) -> Environment:
        """The environment. EnvironmentFailure for a scenario that belongs to no platform."""
        if self._environment is None:
            raise EnvironmentFailure(
                "no environment was started for a feature of no platform",
                "put it in features/<platform>/",
            )
        return self._environment

    @cached_property
    def system(self) -> Any:
        """The platform, as this scenario's people use it: `SYSTEM` of `support.systems.<platform>`.

        EnvironmentFailure for a platform of which nothing is known there.
        """
        name = f"support.systems.{self.platform}"
        if not (self.platform and importlib.util.find_spec(name)):
            raise EnvironmentFailure(
                f"nothing is known of what can be asked of {self.platform or 'a feature of no platform'}",
                "docs/architecture.md says how to add a platform",
            )
        return importlib.import_module(name).SYSTEM(self)

    @cached_property
    def faults(self) -> Faults:
        """What is broken on purpose in the platform that the scenario is about."""
        return Faults(self.environment.platform(self.platform), self.journal, self.cleanup, self.seed)

    def person(self, who: Persona) -> Person:
        """Somebody as they are in this scenario: the same person whenever asked, and nobody else's."""
        return self.data.person(who)

    def visit(self, name: str, viewport: "Viewport" = "desktop", timezone: str = "UTC") -> "Visit":
        """Somebody's browser: opened when first asked for, where the clocks go so, closed with the scenario."""
        if (name, viewport) not in self._visits:
            from support.clients.browser import shared

            platform = self.environment.platform(self.platform)
            visit = shared(self.settings).visit(
                viewport,
                journal=self.journal,
                correlation_id=self.correlation_id,
                authority=platform.authority,
                addresses=_addresses(platform),
                who=name,
                timezone=timezone,
            )
            self.cleanup.add(f"close the browser of {name}", visit.close, order=Order.CONNECTIONS)
            self._visits[name, viewport] = visit
        return self._visits[name, viewport]

    def clock(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic()

    def begin_step(self, sentence: str) -> None:
        """Note in the journal, and in every browser's trace, which sentence is carried out from here."""
        self.journal.record("step", sentence)
        for visit in self._visits.values():
            visit.begin_step(sentence)

    def logged(self) -> Sequence[Entry]:
        """What the services of its platform logged of this scenario, where the environment lets the suite look."""
        if self._environment is None or "logs" not in self.environment.capabilities:
            return []
        platform = self.environment.platform(self.platform)
        dead = {one.unit: one.when for one in self.environment.casualties() if one.platform == platform.name}
        found = log_entries(platform, self.correlation_id, self.started, dead)
        others = (log_entries(beside, self.correlation_id, self.started, {}) for beside in self.besides)
        return [*found, *(entry for one in others for entry in one)]

    def keep_evidence(self, folder: Path) -> Sequence[Path]:
        """Keep what the browsers recorded; the files made. Ends their visits, unless they are to stay."""
        if self.settings.keep and not self.settings.headless:
            return []
        return [file for visit in self._visits.values() for file in visit.keep_evidence(folder)]


def _addresses(platform: Platform) -> list[str]:
    """The addresses of a platform's services; its servers have none that a browser could use."""
    found = []
    for unit in platform.units:
        with suppress(KeyError):
            found.append(platform.url(unit))
    return found


def world(context: Any) -> World:
    """The world of the scenario that behave is running."""
    found: World = context.world
    return found
