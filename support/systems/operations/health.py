"""What the services and the platform as a whole say of their health."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from hamcrest import empty, equal_to, greater_than_or_equal_to

from support.clients.unreachable import Unreachable
from support.observing.together import at_the_same_time
from support.observing.waiting import eventually
from support.systems.answers import data
from support.systems.system import System

TAKES_AT_MOST = 5.0
"""Seconds until a change must show."""
ROUNDED = 0.05
"""Seconds by which a reported uptime may be off."""
ENOUGH_TO_TELL = 0.3
"""Seconds after which an uptime that stands still is told from one that grows."""

CLOCKS_APART = 5.0
"""Seconds by which the clocks of the suite and of a service may differ."""
UNLIKE = 50.0
"""Times by which two lengths of one time differ only if one of them is in another unit, or of something else."""
TO_A_MILLISECOND = 1.0
"""Milliseconds by which one that is told may be rounded."""


def untrue(entry: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What a report of the whole says of a service that the service itself said neither before nor after."""
    service, own = entry["service"], (before, after)
    found = [
        f"{service} tells {' or '.join(str(one[field]) for one in own)} as its {field}, and not {entry[field]}"
        for field in ("status", "issues")
        if entry[field] not in [one[field] for one in own]
    ]
    first, last = (float(one["uptime_seconds"]) for one in own)
    told = entry["uptime_seconds"]
    if told is None or not first - ROUNDED <= told <= max(first, last) + ROUNDED:
        found.append(f"{service} tells {first} to {last} s as its uptime, and is told of with {told}")
    first_look, last_look, look = (datetime.fromisoformat(one["checked_at"]) for one in (*own, entry))
    apart = timedelta(seconds=CLOCKS_APART)
    if not first_look - apart <= look <= last_look + apart:
        found.append(f"{service} looked from {first_look} to {last_look}, and is told of with {look}")
    least = min(float(one["response_ms"]) for one in own) / UNLIKE
    if not max(least, 0.001) <= entry["response_ms"] < 1_000 * TAKES_AT_MOST:
        found.append(f"{service} is said to have taken {entry['response_ms']} ms, and tells of {UNLIKE * least} itself")
    return found


def _names(issue: str, part: str) -> bool:
    """Whether an issue names a part, and not another whose name begins or ends like it; any does without a part."""
    return not part or bool(re.search(rf"(?<![\w-]){re.escape(part)}(?![\w-])", issue))


class HealthReports:
    def __init__(self, system: System) -> None:
        self._system = system
        self._services = system.contract.services
        self._started: dict[str, float] = {}

    def of(self, service: str) -> dict[str, Any]:
        """The report of a service; the status of the answer must agree with it."""
        return self._looked(service)[0]

    def _looked(self, service: str) -> tuple[dict[str, Any], float]:
        """The report of a service, which must not contradict itself; and the milliseconds until it was there."""
        reply = self._system.service(service).get("/health")
        report: dict[str, Any] = reply.json()
        took, told_of = reply.elapsed * 1_000, report["response_ms"]
        assert told_of <= took + TO_A_MILLISECOND, f"{service} says that it took {told_of} ms, and did {took:.1f} ms"
        wanted = 503 if report["status"] == "unhealthy" else 200
        assert reply.status == wanted, f"{service} is {report['status']} and answers {reply.status}"
        for name, part in report.get("dependencies", {}).items():
            named = any(_names(issue, name) for issue in report["issues"])
            told = f"{service} calls {name} {part['status']}, and has these issues: {report['issues']}"
            assert named == (part["status"] != "healthy"), told
            length = f"{name} is said to have taken {part['response_ms']} ms, and {service} {told_of} ms for all"
            assert 0 <= part["response_ms"] <= told_of + TO_A_MILLISECOND, length
        return report, took

    def _await_times_alike(self, service: str) -> None:
        """The time that a report is said to have taken is of the size of the time that it did take, and so is that of
        the part that took longest: all parts are asked at once. A busy machine may come between, but not each time.
        A service without parts has nothing to do for its report: of it, only that it is not too long can be said.
        """

        def unlike() -> list[str]:
            report, took = self._looked(service)
            whole, parts = float(report["response_ms"]), report.get("dependencies")
            if not parts:
                return []
            found = [] if whole * UNLIKE >= took else [f"{service} took {took:.1f} ms, and says that it took {whole}"]
            longest = max(float(one["response_ms"]) for one in parts.values())
            if longest * UNLIKE < whole:
                found.append(f"{service} says that no part took more than {longest} ms, and all of them {whole}")
            return found

        eventually(unlike, empty(), within=TAKES_AT_MOST, what=f"what {service} says of how long it took, and did not")

    def overall(self) -> dict[str, Any]:
        """The report of the whole: `{overall_health, services: [{service, status, …}], …}`."""
        told = self._system.contract.overall
        assert told is not None, f"{self._name} does not tell how it is as a whole"
        reply = self._system.service(told[0]).get(told[1])
        report: dict[str, Any] = data(reply)
        for entry in report["services"]:
            length = f"{entry['service']} took {entry['response_ms']} ms, it says, and all only {reply.elapsed:.3f} s"
            assert 0 <= entry["response_ms"] <= reply.elapsed * 1_000 + TO_A_MILLISECOND, length
        return report

    @property
    def _name(self) -> str:
        return self._system.contract.name

    def check_healthy(self, service: str) -> None:
        asked = datetime.now(UTC)
        report = self.of(service)
        assert report["status"] == "healthy", f"{service} reports {report['status']}: {report['issues']}"
        assert report["issues"] == [], f"{service} is healthy and has issues: {report['issues']}"
        assert 0 < report["response_ms"] < 1_000, f"the response time of {service}: {report['response_ms']} ms"
        assert report["uptime_seconds"] > 0, f"the uptime of {service}: {report['uptime_seconds']} s"
        assert report["service"] == service, f"{service} calls itself {report['service']}"
        apart = abs((datetime.fromisoformat(report["checked_at"]) - asked).total_seconds())
        assert apart < CLOCKS_APART, f"{service} was asked at {asked} and says that it looked at {report['checked_at']}"

    def check_all_healthy(self) -> None:
        before = {service: self.of(service) for service in self._services}
        for service in self._services:
            self.check_healthy(service)
        for service, first in before.items():
            first_look, look = (datetime.fromisoformat(one["checked_at"]) for one in (first, self.of(service)))
            assert look > first_look, f"{service} was asked again and says that it looked at {look} still"
            self._await_times_alike(service)

    def check_overall(self, status: str) -> None:
        """The platform as a whole, and that it names each service with what that service itself says."""
        report = self.overall()
        told = {entry["service"]: entry for entry in report["services"]}
        assert sorted(told) == sorted(self._services), f"the overall report names {sorted(told)}"
        assert report["overall_health"] == status, f"{self._name} as a whole is {report['overall_health']}: {told}"
        self._await_entries_true()

    def await_status(self, services: Sequence[str], status: str, because: str) -> None:
        """Each of these services comes to report this, and names the part, in time; and goes on to."""
        at_the_same_time([partial(self._await_status, service, status, because) for service in services])
        told = at_the_same_time([partial(self._told, service, because) for service in services])
        for service, again in zip(services, told, strict=True):
            assert again == (status, True), f"{service} reported being {status} because of {because}, and then {again}"
        at_the_same_time([partial(self._await_times_alike, service) for service in services])

    def _await_status(self, service: str, status: str, because: str) -> None:
        eventually(
            partial(self._told, service, because),
            equal_to((status, True)),
            within=TAKES_AT_MOST,
            promised=True,
            since=self._system.world.faults.since,
            poll=0.1,
            what=f"the health of {service}, and whether its issues name {because}",
        )

    def await_overall(self, status: str) -> None:
        eventually(
            lambda: self.overall()["overall_health"],
            equal_to(status),
            within=TAKES_AT_MOST,
            promised=True,
            since=self._system.world.faults.since,
            poll=0.1,
            what=f"the health of {self._name} as a whole",
        )
        if status != "unhealthy":  # then some may not answer, and asking them takes long
            self._await_entries_true()
        else:
            self._check_entries_of_the_broken()

    def _check_entries_of_the_broken(self) -> None:
        """Each service is told of once; those that are broken as unhealthy, with an issue that names them, and while
        that is all that is broken, each other as it tells of itself."""
        entries = {entry["service"]: entry for entry in self.overall()["services"]}
        assert sorted(entries) == sorted(self._services), f"the overall report names {sorted(entries)}"
        faults = self._system.world.faults
        broken = [service for service in self._services if faults.broken(service)]
        for service in broken:
            told = entries[service]
            assert told["status"] == "unhealthy", f"{service} is away, and the overall report has it as {told}"
            named = any(_names(issue, service) for issue in told["issues"])
            assert named, f"the overall report names no issue of {service}, which is away: {told}"
            assert told["uptime_seconds"] is None, (
                f"the overall report has an uptime of {service}, which is away: {told}"
            )
        for service in [one for one in self._services if broken and one not in broken]:
            told, own = entries[service], self.of(service)["status"]
            assert told["status"] == own, f"{service} tells that it is {own}, and the overall report has it as {told}"

    def _await_entries_true(self) -> None:
        eventually(
            self._untrue_entries,
            empty(),
            within=TAKES_AT_MOST,
            poll=0.2,
            what="where the report of the whole says something else of a service than the service itself",
        )

    def _untrue_entries(self) -> list[str]:
        """Each service is asked before and after, since it goes on living meanwhile."""
        before = {service: self.of(service) for service in self._services}
        report = self.overall()
        after = {service: self.of(service) for service in self._services}
        return [
            told
            for entry in report["services"]
            for told in untrue(entry, before[entry["service"]], after[entry["service"]])
        ]

    def await_all_well(self) -> None:
        """Everything is healthy again, in time after the part has come back."""
        self._system.world.faults.mend()
        for service in self._services:
            eventually(
                partial(self._told, service, ""),
                equal_to(("healthy", False)),
                within=TAKES_AT_MOST,
                promised=True,
                since=self._system.world.faults.since,
                poll=0.1,
                what=f"the health of {service} after the return",
            )
        if self._system.contract.overall is not None:
            self.await_overall("healthy")

    def _told(self, service: str, part: str) -> tuple[str, bool]:
        try:
            report = self.of(service)
        except Unreachable:
            return ("away", False)
        return (report["status"], any(_names(issue, part) for issue in report["issues"]))

    # Uptime

    def restart(self, services: Sequence[str]) -> None:
        for service in services:
            self._started[service] = time.monotonic()
            self._system.world.faults.restart(service)

    def check_uptimes_are_new(self) -> None:
        for service, started in self._started.items():
            uptime = self.of(service)["uptime_seconds"]
            since = time.monotonic() - started
            assert uptime <= since, f"{service} was restarted {since:.1f} s ago and reports {uptime} s"

    def check_uptimes_grow(self) -> None:
        """In a while the uptime of each service that was restarted grows by as much as time has passed."""
        first = {service: self._uptime(service) for service in self._started}
        for service, (uptime, asked, told) in first.items():
            eventually(
                partial(self._grown, service, uptime),
                greater_than_or_equal_to(ENOUGH_TO_TELL),
                within=2,
                what=f"the seconds by which the uptime of {service} has grown",
            )
            now, asked_again, told_again = self._uptime(service)
            least, most, grown = asked_again - told, told_again - asked, now - uptime
            assert least - ROUNDED <= grown <= most + ROUNDED, (
                f"in {least:.2f} to {most:.2f} s the uptime of {service} grew by {grown:.2f} s"
            )

    def _uptime(self, service: str) -> tuple[float, float, float]:
        """What a service reports of its uptime, and when it was asked and had told; it may have looked at any moment
        between."""
        asked = time.monotonic()
        uptime = float(self.of(service)["uptime_seconds"])
        return uptime, asked, time.monotonic()

    def _grown(self, service: str, uptime: float) -> float:
        return self._uptime(service)[0] - uptime
