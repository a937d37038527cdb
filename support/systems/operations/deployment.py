"""A platform as a deployment: in which order its parts start, and who watches them."""

from __future__ import annotations

from hamcrest import assert_that, empty, equal_to

from support.environments.protocol import Beside
from support.observing.waiting import eventually
from support.scenario.cleanup import Order
from support.systems.system import System

MONITORED_WITHIN = 15.0
"""Seconds until Prometheus, which asks every 5 s, has reached each service."""


class Deployment:
    """A platform of the scenario's own, and what monitors the one that all share."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._own: Beside | None = None

    @property
    def own(self) -> Beside:
        assert self._own is not None, f"the scenario has no {self._system.contract.name} of its own"
        return self._own

    def start_own(self) -> None:
        """Start one more of its kind; from here the scenario is about that one. It is gone with the scenario."""
        world = self._system.world
        self._own = world.environment.beside()
        world.cleanup.add(f"remove the {self._system.contract.name} of its own", self._remove_own, order=Order.PLACES)
        self._own.start([self._system.platform.name])
        self._system.move_to(self._own.platform(self._system.platform.name))

    def take_down_and_start(self, *, volumes: bool = False) -> None:
        self.own.take_down(volumes=volumes)
        self.own.start([self._system.platform.name])

    def check_order(self) -> None:
        """Each part was started, and not before each part that it stands on was ready; it waits for all its stores."""
        parts = self.own.beginnings(self._system.platform.name)
        assert any(part.needs for part in parts.values()), f"nothing stands on anything: {sorted(parts)}"
        assert any(part.stores for part in parts.values()), f"nothing is told of a store: {sorted(parts)}"
        for name, part in parts.items():
            assert_that(set(part.stores) - set(part.needs), empty(), f"the stores of {name} that it does not wait for")
            assert part.started, f"{name} was not started"
            assert part.ready, f"{name} was never ready"
            for need in part.needs:
                ready = parts[need].ready
                assert ready and ready <= part.started, (
                    f"{name} was started at {part.started:%H:%M:%S.%f}, and {need}, on which it stands, "
                    f"was ready at {f'{ready:%H:%M:%S.%f}' if ready else 'no time'}"
                )

    def await_monitored(self) -> None:
        """Prometheus has asked each service for its metrics, and got them."""
        prometheus = self._system.monitoring
        assert prometheus is not None, "this deployment has no Prometheus"
        eventually(
            lambda: {one.labels["instance"].partition(":")[0]: one.value for one in prometheus.find("up")},
            equal_to({f"{self._system.platform.name}-{service}": 1.0 for service in self._system.contract.services}),
            within=MONITORED_WITHIN,
            what="which services Prometheus knows, and whether it reached them",
        )

    def _remove_own(self) -> None:
        """With all that was made in it, so that nothing else of it need be undone."""
        self._system.world.cleanup.forget()
        self.own.close()
