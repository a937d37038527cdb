"""Keep an environment up: `python -m support.environments up [platform …]`, `down`, `status`.

Embedded, or of containers where the setting `environment` says so. A platform that is brought up has something in it to
look at, unless the environment variable EMPTY is set.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import subprocess
import sys
import time
from pathlib import Path

from support.config import Settings, load_settings
from support.environments import PROJECT, folders, open_environment
from support.environments.containers import ContainersEnvironment, find_containers
from support.environments.embedded import EmbeddedEnvironment, find_running
from support.environments.manifest import MONITORING, known_platforms
from support.failures import EnvironmentFailure, SuiteFailure

Keepable = EmbeddedEnvironment | ContainersEnvironment


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m support.environments", description=__doc__)
    parser.add_argument(
        "--platforms", type=Path, default=PROJECT / "platforms", metavar="FOLDER", help="where platforms are"
    )
    commands = parser.add_subparsers(dest="command", required=True)
    up = commands.add_parser("up", help="start platforms and leave them running; all when none is named")
    up.add_argument("names", nargs="*", metavar="platform")
    commands.add_parser("down", help="end them and remove their files")
    commands.add_parser("status", help="tell where they are")
    arguments = parser.parse_args()
    settings: Settings = load_settings({}, os.environ)
    if arguments.command == "up":
        started = time.monotonic()
        environment = open_environment(dataclasses.replace(settings, keep=True), arguments.platforms, print)
        if not isinstance(environment, Keepable):
            raise EnvironmentFailure(f"nothing is kept up of an {environment.kind} environment", "it is up by itself")
        try:
            environment.start(
                arguments.names or known_platforms(arguments.platforms), {MONITORING} & environment.capabilities
            )
        except BaseException:
            environment.close()
            raise
        show(environment)
        if not os.environ.get("EMPTY"):
            for name in environment.status():
                begin(environment, name, arguments.platforms)
        print(f"Ready after {time.monotonic() - started:.1f} s. {environment.keep()}")
        return 0
    running: Keepable | None
    if settings.environment == "containers":
        running = find_containers(settings, arguments.platforms)
    else:
        running = find_running(folders.base_folder(settings.temporary), arguments.platforms)
    if running is None:
        print("No environment is up for this project.")
    elif arguments.command == "down":
        running.end()
        print("The environment is down.")
    else:
        show(running)
    return 0


def begin(environment: Keepable, name: str, platforms: Path) -> None:
    """Put something to look at into a platform that has a beginning of its own, and tell how to look around."""
    if not (platforms / name / "beginning.py").is_file():
        return
    platform = environment.platform(name)
    services = [unit for unit, told in environment.status()[name].items() if str(told["address"]).startswith("https:")]
    where = {
        "urls": {service: platform.url(service) for service in services},
        "authority": str(platform.authority) if platform.authority else None,
        "credentials": dict(platform.credentials),
    }
    made = subprocess.run(
        [sys.executable, "-m", f"{platforms.name}.{name}.beginning"],
        cwd=platforms.parent,
        input=json.dumps(where),
        text=True,
        capture_output=True,
        check=False,
    )
    if made.returncode:
        last = made.stderr.strip().splitlines()[-1:] or ["it said nothing"]
        print(f"  There is nothing in {name} to look at: {last[0]}", file=sys.stderr)
    else:
        print(made.stdout, end="")


def show(environment: Keepable) -> None:
    """Where every unit is, and what it does."""
    for platform, units in environment.status().items():
        built_in = {str(unit["defect"]) for unit in units.values()} - {""}
        print(platform, *(f"with the known defect {defect}" for defect in built_in))
        for name, unit in units.items():
            print(f"  {name:<16} {unit['state']:<9} {unit['pid'] or '-':>8}  {unit['address']}")
            print(f"  {'':<36}  {unit['log']}")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except SuiteFailure as failure:
        print(failure, file=sys.stderr)
        sys.exit(failure.exit_status)
    except KeyboardInterrupt:
        sys.exit("Interrupted; nothing is left running.")
