"""The alerts that services raise: by their metrics, and by their logs."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from hamcrest import assert_that, equal_to, greater_than_or_equal_to

if TYPE_CHECKING:
    from support.systems.system import System

LOGGED_AS = "alert: "


class Alerts:
    """What was raised since somebody took note of it."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._before: dict[str, Counter[str]] = {}

    def note(self, service: str) -> None:
        """Count from here on what this service raises."""
        self._before[service] = self._raised(service)

    def check(self, service: str, times: int, what: str = "") -> None:
        """So many alerts were raised by it, and its log has as many of this scenario, as errors, each of this.

        The metric counts those of everybody: beside other scenarios it may have risen by more.
        """
        raised = self._raised(service)
        raised.subtract(self._before[service])
        alone = any(tag.startswith("disrupts.") for tag in self._system.world.tags)
        wanted = equal_to(times) if alone else greater_than_or_equal_to(times)
        assert_that(raised.total(), wanted, f"the alerts that {service} has raised")
        if "logs" not in self._system.platform.capabilities:
            return
        lines = [(str(line.get("message", "")), line.get("level")) for line in self._system.log(service)]
        logged = [(text.removeprefix(LOGGED_AS), level) for text, level in lines if text.startswith(LOGGED_AS)]
        expected = [(what or text, "ERROR") for text, _ in logged]
        assert_that(logged, equal_to(expected), f"the alerts that {service} has logged")
        assert_that(len(logged), equal_to(times), f"how many alerts {service} has logged")
        for alert, number in Counter(text for text, _ in logged).items():
            wanted = equal_to(number) if alone else greater_than_or_equal_to(number)
            assert_that(raised[alert], wanted, f'how many alerts "{alert}" {service} has raised, by its metrics')

    def _raised(self, service: str) -> Counter[str]:
        """How many alerts a service has raised since it was started, by what each is about."""
        text = self._system.service(service).get("/metrics").text
        found = re.findall(r'^alerts_total\{alert="([^"]*)"\} (\S+)$', text, re.MULTILINE)
        return Counter({alert: round(float(number)) for alert, number in found})
