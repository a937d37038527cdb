"""A platform as a deployment: in which order its parts start, and who watches them."""

from __future__ import annotations

import time

from hamcrest import assert_that, empty, equal_to

from support.clients.monitoring import Series
from support.environments.protocol import Beside, NotUp
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
        try:
            self._own.start([self._system.platform.name])
        except NotUp as failure:
            raise AssertionError(
                f"a second {self._system.contract.name} did not come up beside the first: {failure.what}"
            ) from None
        self._system.move_to(self._own.platform(self._system.platform.name))

    def take_down_and_start(self, *, volumes: bool = False) -> None:
        self.own.take_down(volumes=volumes)
        self.own.start([self._system.platform.name])

    def check_order(self) -> None:
        """Each part was started, and not before each part that it stands on was ready, for which it waits."""
        parts = self.own.beginnings(self._system.platform.name)
        assert any(part.needs for part in parts.values()), f"nothing waits for anything: {sorted(parts)}"
        assert any(part.stands_on for part in parts.values()), f"nothing stands on anything: {sorted(parts)}"
        for name, part in parts.items():
            unawaited = [one for one in part.stands_on if one not in part.needs]
            assert_that(unawaited, empty(), f"what {name} stands on, and does not wait for until it is ready")
            assert part.started, f"{name} was not started"
            assert part.ready, f"{name} was never ready"
            for need in part.needs:
                ready = parts[need].ready
                assert ready and ready <= part.started, (
                    f"{name} was started at {part.started:%H:%M:%S.%f}, and {need}, on which it stands, "
                    f"was ready at {f'{ready:%H:%M:%S.%f}' if ready else 'no time'}"
                )

    def check_watched(self) -> None:
        """The health check of no part passes while that part does nothing."""
        blind = self.own.blind(self._system.platform.name)
        assert_that(blind, empty(), "the parts that pass for healthy while they hang")

    def check_found(self) -> None:
        """Each service finds by each name that it is told just the part of that name, which answers."""
        found = self._system.platform.finds()
        looking = {service for service, _ in found}
        assert_that(set(self._system.contract.services) - looking, empty(), "the services that are told of nothing")
        lost = [f"{service} looks for {name}: {wrong}" for (service, name), wrong in found.items() if wrong]
        assert_that(lost, empty(), "what services are told of by name, and do not find by it")

    def await_monitored(self) -> None:
        """Prometheus has asked each service for its metrics from now on, and got them."""
        prometheus, asked = self._system.monitoring, time.time()
        assert prometheus is not None, "this deployment has no Prometheus"

        def reached() -> dict[str, float | None]:
            """By the name of a service whether it was reached when it was asked last; None where not since then."""
            when = {_instance(one): one.value for one in prometheus.find("timestamp(up)")}
            found = {_instance(one): one.value for one in prometheus.find("up")}
            return {name: value if when.get(name, 0.0) > asked else None for name, value in found.items()}

        eventually(
            reached,
            equal_to({f"{self._system.platform.name}-{service}": 1.0 for service in self._system.contract.services}),
            within=MONITORED_WITHIN,
            what="which services Prometheus knows, and whether it reached them",
        )

    def _remove_own(self) -> None:
        """With all that was made in it, so that nothing else of it need be undone."""
        self._system.world.cleanup.forget()
        self.own.close()


def _instance(series: Series) -> str:
    """The name by which Prometheus finds what a series is of."""
    return series.labels["instance"].partition(":")[0]
