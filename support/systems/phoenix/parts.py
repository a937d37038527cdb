"""What the parts of Phoenix say that runs in them, asked as one service asks another."""

from __future__ import annotations

from typing import Any

from hamcrest import assert_that, empty, equal_to

from support.observing.waiting import eventually
from support.systems import tokens
from support.systems.answers import data
from support.systems.phoenix.experiments import VARIANTS, Experiment, Experiments
from support.systems.system import System

CONTROLLER, COLLECTOR, SIMULATOR = "experiment-controller", "collector", "load-simulator"
TOLD_WITHIN = 5.0
"""Seconds until the controller has told the other parts what ought to run."""


class Parts:
    """Collector and load-simulator, where the suite has what one service shows another; else nothing is asked."""

    def __init__(self, system: System, experiments: Experiments) -> None:
        self._system, self._experiments = system, experiments

    @property
    def may_be_asked(self) -> bool:
        return "service_secret" in self._system.platform.credentials

    def loads(self, one: Experiment) -> list[dict[str, Any]]:
        """What load-simulator simulates for an experiment."""
        return [load for load in self._ask(SIMULATOR, "/internal/loads") if load["experiment_id"] == one.id]

    def pipelines(self, one: Experiment) -> dict[str, dict[str, Any]]:
        """What runs of an experiment in the collector, by variant."""
        found = [each for each in self._ask(COLLECTOR, "/internal/pipelines") if each["experiment_id"] == one.id]
        return {each["variant"]: each for each in found}

    def check_as_told(self, name: str) -> None:
        """Both pipelines and the load come to run as its people were told that they do, and not otherwise."""
        if not self.may_be_asked:
            return
        one = self._experiments.of(name)
        told = self._experiments.pipelines(name)
        assert_that(sorted(told), equal_to(sorted(VARIANTS)), f'the pipelines of "{name}"')
        for what, seen, expected in (
            ("pipelines", self.pipelines, told),
            ("load", self.loads, [one.load] if one.load else []),
        ):
            eventually(
                lambda seen=seen: seen(one),  # type: ignore[misc]
                equal_to(expected),
                within=TOLD_WITHIN,
                what=f'what runs as the {what} of "{name}"',
            )

    def check_nothing_runs(self, name: str) -> None:
        """Neither its pipelines nor its load; whatever was to be measured of it is not even simulated any more."""
        if not self.may_be_asked:
            return
        one = self._experiments.of(name)
        eventually(lambda: self.loads(one), empty(), within=TOLD_WITHIN, what=f'what is still simulated for "{name}"')
        eventually(lambda: self.pipelines(one), empty(), within=TOLD_WITHIN, what=f'pipelines of "{name}" that run')

    def _ask(self, part: str, path: str) -> list[dict[str, Any]]:
        token = tokens.of_service(CONTROLLER, part, self._system.platform.credentials["service_secret"])
        return list(data(self._system.service(part).get(path, headers={"X-Service-Token": token})))
