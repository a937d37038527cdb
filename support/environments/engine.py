"""The container engine: whether it answers, what belongs to a project in it, and what it complains about."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from support.evidence import masking
from support.failures import EnvironmentFailure

if TYPE_CHECKING:
    from python_on_whales import Container, DockerClient

PROJECT = "com.docker.compose.project"
"""The label that Compose gives to everything it makes."""
SERVICE = "com.docker.compose.service"
ONE_OFF = "com.docker.compose.oneoff"

_ABSENT = re.compile(r"cannot connect|connection refused|is the docker daemon running|error during connect", re.I)
_PORT = re.compile(r"(?:127\.0\.0\.1|0\.0\.0\.0):(\d+)\S*.*(?:already allocated|already in use)", re.I | re.S)
_SLOW_TO_ANSWER = 10.0
"""Seconds in which an engine says that it is there."""


class PortTaken(EnvironmentFailure):
    """Somebody else listens where a container was to be published."""


def find_engine() -> DockerClient:
    """A client of the engine; EnvironmentFailure where there is no engine, or none with Compose."""
    from python_on_whales import DockerClient

    if shutil.which("docker") is None:
        raise EnvironmentFailure(
            "the containers environment needs Docker with Compose, and there is no program docker",
            "install it, or set environment to embedded",
        )
    # The one thing that may hang, when an engine is about to end; so not by the client, which waits for ever.
    for command, lacking in (
        (["docker", "version", "--format", "{{.Server.Version}}"], "no container engine answers"),
        (["docker", "compose", "version"], "Docker has no Compose"),
    ):
        try:
            answer = subprocess.run(command, capture_output=True, text=True, timeout=_SLOW_TO_ANSWER, check=False)
            fault = answer.stderr.strip().splitlines()[-1:] if answer.returncode else None
        except subprocess.TimeoutExpired:
            fault = [f"nothing was heard for {_SLOW_TO_ANSWER:.0f} s"]
        if fault is not None:
            raise EnvironmentFailure(
                f"{lacking} ({' '.join(fault).rstrip('.') or 'it gave no reason'})",
                "start it, or set environment to embedded",
            )
    return DockerClient()


def is_there() -> bool:
    try:
        find_engine()
    except EnvironmentFailure:
        return False
    return True


@contextmanager
def understood(doing: str) -> Iterator[None]:
    """Turn what the engine complains about into one sentence; `doing` says what was tried."""
    from python_on_whales import DockerException

    try:
        yield
    except DockerException as error:
        raise failure_of(doing, error.stderr or error.stdout or str(error)) from None


def failure_of(doing: str, told: str) -> EnvironmentFailure:
    """The failure that an engine's or Compose's words mean."""
    if port := _PORT.search(told):
        return PortTaken(
            f"{doing} did not succeed: port {port[1]} of this machine is taken",
            "end what listens there, or choose another",
        )
    if _ABSENT.search(told):
        return EnvironmentFailure(
            f"{doing} did not succeed: the container engine does not answer any more", "see why it ended, and run again"
        )
    lines = [line.strip() for line in told.splitlines() if line.strip()] or ["it gave no reason"]
    return EnvironmentFailure(f"{doing} did not succeed: {masking.mask(lines[-1])}", "mend what it complains about")


def service_of(container: Container) -> str:
    """The service of the Compose file that a container is."""
    return (container.config.labels or {}).get(SERVICE, "")


def projects(client: DockerClient) -> set[str]:
    """The projects of which anything is there: a container, a volume or a network."""
    labelled: list[tuple[Literal["label"], str]] = [("label", PROJECT)]
    with understood("looking for what runs"):
        containers = [one.config.labels for one in client.container.list(all=True, filters=labelled)]
        volumes = [one.labels for one in client.volume.list(filters=labelled)]
        networks = [one.labels for one in client.network.list(filters=labelled)]
    return {labels[PROJECT] for labels in (*containers, *volumes, *networks) if labels}


def remove(client: DockerClient, project: str, *, volumes: bool = True) -> None:
    """Take away all that belongs to a project, at once; also where its Compose file is gone. The image stays."""
    labelled: list[tuple[Literal["label"], str]] = [("label", f"{PROJECT}={project}")]
    with understood(f"removing the containers of {project}"):
        if containers := client.container.list(all=True, filters=labelled):
            client.container.remove(containers, force=True, volumes=True)
        if networks := client.network.list(filters=labelled):
            client.network.remove([*networks])
        if volumes and (stored := client.volume.list(filters=labelled)):
            client.volume.remove([*stored])
