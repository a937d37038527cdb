"""Lines between containers: for each unit a container with the relay in it, which others find under the unit's name.

A second Compose file adds them: it links every unit that shares a network with another to the other's relay, under the
name that the other has, and publishes the relay's port in the place of the unit's. So no address changes.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from support.environments import engine
from support.environments.lines import CLIENTS, EVERYBODY, Line, Trouble
from support.environments.relay import CONTROL
from support.failures import EnvironmentFailure

ANSWER_LIMIT = 20.0
"""Seconds in which a relay answers; starting a program in a container takes one on a busy machine."""


def relay_of(platform: str, unit: str) -> str:
    """The service of the Compose file that is the relay of a unit."""
    return f"{platform}-line-{unit}"


def write_override(file: Path, described: Mapping[str, Any], platforms: Mapping[str, list[str]]) -> None:
    """The second Compose file, for what the first describes; `platforms` has the units of each platform."""
    lines = ["services:"]
    for platform, units in platforms.items():
        services = {unit: described["services"][f"{platform}-{unit}"] for unit in units}
        image = described["services"][f"{platform}-certificates"]["image"]
        for unit, service in services.items():
            near = [one for one in services if one != unit and _networks(services[one]) & _networks(service)]
            links = [f"{relay_of(platform, one)}:{platform}-{one}" for one in near]
            lines += [f"  {platform}-{unit}:", "    ports: !reset []", f"    links: {json.dumps(links)}"]
            lines += [f"  {relay_of(platform, unit)}: {json.dumps(_relay(platform, unit, service, image))}"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _relay(platform: str, unit: str, service: Mapping[str, Any], image: str) -> dict[str, Any]:
    (port,) = service["ports"]
    target = str(port["target"])
    return {
        "profiles": [platform],
        "image": image,
        "pull_policy": "never",
        "command": ["relay", "contained", unit, target, f"{platform}-{unit}"],
        "ports": [f"{port['host_ip']}:{port['published']}:{target}"],
        "networks": sorted(_networks(service)),
        "read_only": True,
        "cap_drop": ["ALL"],
        "security_opt": ["no-new-privileges:true"],
        "tmpfs": ["/tmp"],
        "healthcheck": {"test": ["CMD", "test", "-S", CONTROL], "start_period": "30s", "start_interval": "200ms"},
        "stop_grace_period": "1s",
    }


def _networks(service: Mapping[str, Any]) -> set[str]:
    return set(service.get("networks") or ())


class ContainedLines:
    """The relays of one platform, from one process of the suite."""

    def __init__(self, project: str, platform: str) -> None:
        self._project, self._platform = project, platform
        self._troubles: dict[int, tuple[Line, int]] = {}

    def trouble(self, line: Line, trouble: Trouble) -> int:
        """Afflict a line; a number to relieve it with."""
        if line.source not in (CLIENTS, EVERYBODY):
            self._ask(line.target, "who", source=line.source, host=f"{self._platform}-{line.source}")
        told = self._ask(
            line.target,
            "trouble",
            source=line.source,
            target=line.target,
            ports=line.ports,
            kind=trouble.kind,
            direction=trouble.direction,
            amount=trouble.amount,
        )
        number = len(self._troubles) + 1
        self._troubles[number] = line, int(told)
        return number

    def meetings(self, number: int) -> list[float]:
        """When something met a trouble so far, in seconds since it came."""
        line, there = self._troubles[number]
        return list(self._ask(line.target, "meetings", number=there))

    def relieve(self, number: int) -> int:
        """End a trouble; how often something met it. The relay reaches the target again."""
        line, there = self._troubles[number]
        met = int(self._ask(line.target, "relieve", number=there))
        self._ask(line.target, "check", target=line.target)
        return met

    def heal(self, units: Sequence[str]) -> list[str]:
        """End every trouble, whoever made it, at all relays at the same time; what had to be done."""
        with ThreadPoolExecutor(len(units)) as pool:
            return [told for done in pool.map(self._heal, units) for told in done]

    def _heal(self, unit: str) -> list[str]:
        ended = self._ask(unit, "all")
        if ended:
            self._ask(unit, "check", target=unit)
        return [f"healed {Line(source, target)}" for _, source, target in ended]

    def _ask(self, unit: str, do: str, **details: object) -> Any:
        container = f"{self._project}-{relay_of(self._platform, unit)}-1"
        command = ["docker", "exec", container, "python", "relay.py", "tell", json.dumps({"do": do, **details})]
        try:
            answer = subprocess.run(command, capture_output=True, text=True, timeout=ANSWER_LIMIT, check=False)
        except subprocess.TimeoutExpired:
            raise EnvironmentFailure(f"the relay of {unit} does not answer", "run again") from None
        if answer.returncode:
            raise engine.failure_of(f"asking the relay of {unit}", answer.stderr or answer.stdout)
        told = json.loads(answer.stdout)
        if "failure" in told:
            raise EnvironmentFailure(f"the relay of {unit} could not {do}: {told['failure']}", "run again")
        return told["result"]
