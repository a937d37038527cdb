"""What the services of Events count of themselves, beside what was done."""

from __future__ import annotations

import re
from collections.abc import Mapping

from hamcrest import equal_to

from support.observing.waiting import eventually
from support.systems.events.catalogue import API
from support.systems.system import System

PROCESSOR = "processor"
COUNTED_WITHIN = 5.0
"""Seconds until what was done is counted: some figures are looked up once a second."""
CLOSED, OPEN = 0.0, 2.0
"""The figures of a breaker."""
_LINE = re.compile(r"^(\w+(?:\{.*\})?) (\S+)$", re.MULTILINE)
Figures = dict[str, float]


class Counts:
    """Figures by their name with labels, as they stand in the text format of Prometheus."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._before: dict[str, Figures] = {}

    def begin(self) -> None:
        """From now on, what is done is counted; nobody else may have pages scraped meanwhile, or has any left to do."""
        self.check_waiting(0)
        for state in ("waiting", "running"):
            self.await_figure(PROCESSOR, f'events_jobs{{state="{state}"}}', 0.0)
        self._before = {service: self._read(service) for service in (API, PROCESSOR)}

    def _read(self, service: str) -> Figures:
        reply = self._system.service(service).get("/metrics")
        assert reply.status == 200, f"{service} answers {reply.status} when asked for its metrics"
        return {name: float(figure) for name, figure in _LINE.findall(reply.text)}

    def _grown(self, service: str, name: str) -> Figures:
        """By how much each figure of this name has grown, by its only label; those that have not are left out."""
        assert self._before, "nobody has looked at what was counted before"
        now, before = self._read(service), self._before[service]
        told = {key: figure - before.get(key, 0.0) for key, figure in now.items() if key.startswith(f"{name}{{")}
        return {key.split('"')[1]: figure for key, figure in told.items() if figure}

    def check(self, scrapes: Mapping[str, int], tries: Mapping[str, int]) -> None:
        """So many scrapes have ended and pages were asked for since, by what came of it, and no others."""
        for service, name, wanted in (
            (API, "events_scrapes_total", scrapes),
            (PROCESSOR, "events_tries_total", tries),
        ):
            eventually(
                lambda service=service, name=name: self._grown(service, name),  # type: ignore[misc]
                equal_to({what: float(number) for what, number in wanted.items()}),
                within=COUNTED_WITHIN,
                what=f"by how much {name} of {service} has grown",
            )
        self._check_jobs()

    def _check_jobs(self) -> None:
        """Where the suite may look: processor tells how many jobs there are in each state, of all catalogues."""
        database = self._system.database
        if database is None:
            return
        query = (
            "SELECT state, (SELECT count(*) FROM processor.jobs j WHERE j.state = s.state)::float AS number"
            " FROM unnest(ARRAY['waiting', 'running', 'done', 'failed']) AS s(state)"
        )
        eventually(
            lambda: {
                row["state"]: row["number"] - self._read(PROCESSOR).get(f'events_jobs{{state="{row["state"]}"}}', -1.0)
                for row in database.rows(query)
            },
            equal_to(dict.fromkeys(("waiting", "running", "done", "failed"), 0.0)),
            within=COUNTED_WITHIN,
            what="how many more jobs there are in each state than processor tells",
        )

    def await_figure(self, service: str, name: str, figure: float) -> None:
        """A figure comes to be this one."""
        eventually(
            lambda: self._read(service).get(name),
            equal_to(figure),
            within=COUNTED_WITHIN,
            what=f"what {service} tells of {name}",
        )

    def check_extractor(self, figure: float) -> None:
        """Of its breaker."""
        self.await_figure(PROCESSOR, 'events_breaker_state{what="extractor"}', figure)

    def check_waiting(self, number: int) -> None:
        """So many things have to be told to processor."""
        self.await_figure(API, "events_handovers_waiting", float(number))
