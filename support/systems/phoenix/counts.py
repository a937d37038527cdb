"""What the services of Phoenix count of what they do, beside what was done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from hamcrest import assert_that, close_to, equal_to, greater_than

from support.observing.waiting import eventually, now
from support.systems.phoenix.experiments import ACTIVE, Experiments
from support.systems.phoenix.parts import COLLECTOR, CONTROLLER, SIMULATOR
from support.systems.phoenix.series import RATED, UNEVEN
from support.systems.system import System

CHANGED, ACTIVE_NOW = "phoenix_experiment_state_transitions_total", "phoenix_experiments_active"
TAKEN, SENT, FAILED = "phoenix_collector_points_total", "load_sim_metrics_sent_total", "load_sim_metrics_failed_total"
SETTLED_WITHIN = 5.0
"""Seconds until what was done is counted."""
BY_WORK = ("running", "analyzing", "completed", "failed")
"""States that nobody asks for by hand here, so that whoever brings them about has counted them."""
_LINE = re.compile(r"^(\w+(?:\{.*\})?) (\S+)$", re.MULTILINE)

Figures = dict[str, dict[str, float]]


class Counts:
    """The figures of the services since the scenario began to look at them; it has the platform for itself."""

    def __init__(self, system: System, experiments: Experiments) -> None:
        self._system, self._experiments = system, experiments
        self._before: Figures = {}

    def begin(self) -> None:
        """Nothing is simulated, so that both sides of what is sent stand still."""
        self._before = {service: self._read(service) for service in (CONTROLLER, COLLECTOR, SIMULATOR)}

    def _read(self, service: str) -> dict[str, float]:
        """Every figure of a service, by its name with its labels as they stand there."""
        reply = self._system.service(service).get("/metrics")
        assert reply.status == 200, f"{service} answers {reply.status} when asked for its metrics"
        return {name: float(figure) for name, figure in _LINE.findall(reply.text)}

    def _grown(self, service: str, name: str) -> float:
        found = self._read(service)
        assert name in found or "{" in name, f"{service} does not count {name}"
        return found.get(name, 0.0) - self._before[service].get(name, 0.0)

    def check_states(self) -> None:
        """Each state that came about by work is counted once; and as many are active as there are."""
        names = [one.name for one in self._experiments.all()]
        seen = Counter(told["current_state"] for name in names for told in self._experiments.history(name))
        assert any(seen[state] for state in BY_WORK), f"nothing came about that is counted: {seen}"
        eventually(
            lambda: {state: self._grown(CONTROLLER, f'{CHANGED}{{state="{state}"}}') for state in BY_WORK},
            equal_to({state: float(seen[state]) for state in BY_WORK}),
            within=SETTLED_WITHIN,
            what="how often each state is counted to have come about",
        )
        now_in = Counter(self._experiments.state(name) for name in names)
        eventually(
            lambda: [self._read(CONTROLLER).get(f'{ACTIVE_NOW}{{state="{state}"}}') for state in ACTIVE],
            equal_to([float(now_in[state]) for state in ACTIVE]),
            within=SETTLED_WITHIN,
            what=f"how many are counted to be {', '.join(ACTIVE)}",
        )

    def check_arrived(self, names: Sequence[str]) -> None:
        """What load-simulator has sent is what the collector has taken, as both count it, at the pace of these loads;
        nothing was sent in vain.
        """
        loads = [self._experiments.of(name) for name in names]
        most = sum(one.processes for one in loads)  # of which the answer is on its way
        before, taken, after = self._sent(), self._grown(COLLECTOR, TAKEN), self._sent()
        assert_that(before, greater_than(0.0), "metrics that load-simulator says it has sent")
        assert before <= taken <= after + most, f"{taken:g} metrics were taken, and {before:g} to {after:g} were sent"
        pace = sum(one.per_second for one in loads)
        eventually(
            self._pace,
            close_to(pace, pace * UNEVEN),
            within=SETTLED_WITHIN,
            what="metrics a second that are counted to be sent",
        )
        assert_that(self._grown(SIMULATOR, FAILED), equal_to(0.0), "metrics that are counted to be sent in vain")

    def _sent(self) -> float:
        return self._grown(SIMULATOR, SENT)

    def _pace(self) -> float:
        """Over some seconds from now."""
        first, at = self._sent(), now()
        eventually(now, greater_than(at + RATED), within=2 * RATED, what="the time")
        return (self._sent() - first) / (now() - at)

    def check_in_vain(self, names: Sequence[str]) -> None:
        """Metrics that nobody takes are counted as such, at the pace of these loads or slower, and not as sent."""
        least = sum(one.processes for one in map(self._experiments.of, names))
        sent, failed = self._sent(), self._grown(SIMULATOR, FAILED)
        eventually(
            lambda: self._grown(SIMULATOR, FAILED),
            greater_than(failed + least),
            within=SETTLED_WITHIN,
            what="metrics that are counted to be sent in vain",
        )
        vain = self._grown(SIMULATOR, FAILED)
        assert_that(vain % least, equal_to(0.0), f"what is left over of {vain:g} in batches of {least}")
        assert_that(self._sent(), equal_to(sent), "metrics that are counted to be sent, while nobody takes them")
