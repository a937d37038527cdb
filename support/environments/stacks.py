"""Stacks: what one Compose project of the suite's own is made of, who owns it, and which nobody owns any more.

A stack that ends with the run that started it has its process in its name, so that a later run sees that the
process is dead, however it ended, and removes what it has left. One that stays up is named after the checkout.
Beside the engine's own things a stack has a folder with the settings of its containers, some of them secret.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from support.environments import engine, processes
from support.environments.manifest import TEMPLATE, Manifest, fill
from support.environments.ports import hold_port

if TYPE_CHECKING:
    from python_on_whales import DockerClient

_INCLUDED = re.compile(r"^  - (\S+\.yml)$", re.M)
_VARIABLE = re.compile(r"\$\{(\w+)")
_OURS = re.compile(r"acceptance-run-([0-9a-f]{6})-(\d+)-(\d+)(?:-\d+)?")


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:6]


def _here() -> str:
    """Tells machines, and process numberings on one, apart: they may share an engine."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    return _short((boot.read_text(encoding="ascii") if boot.exists() else "") + os.readlink("/proc/self/ns/pid"))


def run_name() -> str:
    """The name of a stack that ends with this process."""
    me = processes.look(os.getpid())
    assert me is not None, "a running process is in /proc"
    return f"acceptance-run-{_here()}-{me.pid}-{me.started}"


def kept_name(platforms: Path) -> str:
    """The name of the stack that stays up for a checkout."""
    return f"acceptance-kept-{_short(f'{os.getuid()} {platforms.resolve()}')}"


def is_abandoned(project: str) -> bool:
    """Whether this is a stack of a run on this machine whose process has ended."""
    ours = _OURS.fullmatch(project)
    if ours is None or ours[1] != _here():
        return False
    process = processes.look(int(ours[2]))
    return process is None or process.started != int(ours[3])


def sweep(client: DockerClient, base: Path) -> None:
    """Remove what runs that were killed have left."""
    for project in engine.projects(client):
        if is_abandoned(project):
            engine.remove(client, project)
    for folder in base.glob("containers-*"):
        if is_abandoned(folder.name.removeprefix("containers-")):
            shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Variables:
    """The settings of a platform's containers, as docker-compose.yml names them.

    For Veza: `VEZA_PORT_WEB` for each published port, `VEZA_SECRET_JWT` for each secret of its manifest and for the
    password of each server, and what the manifest gives its services word for word, such as `VEZA_BCRYPT_ROUNDS`.
    """

    values: dict[str, str]

    @staticmethod
    def port(platform: str, unit: str) -> str:
        return f"{platform}_PORT_{unit}".upper().replace("-", "_")

    @staticmethod
    def secret(platform: str, name: str) -> str:
        return f"{platform}_SECRET_{name}".upper().replace("-", "_")

    @property
    def secrets(self) -> list[str]:
        return [value for name, value in self.values.items() if "_SECRET_" in name]

    @classmethod
    def drawn(cls, compose: Path, manifests: Iterable[Manifest]) -> Variables:
        """New secrets and free ports for all that a Compose file asks for."""
        values: dict[str, str] = {}
        ports = []
        for name in sorted(set(_VARIABLE.findall(_whole_text(compose)))):
            if "_SECRET_" in name:
                values[name] = secrets.token_hex(16)
            elif "_PORT_" in name:
                ports.append(hold_port())  # until all are found, so that no two are the same
                values[name] = str(ports[-1].number)
        for port in ports:
            port.release()
        for manifest in manifests:
            for service in manifest.services:
                plain = {name: text for name, text in service.environment.items() if not TEMPLATE.search(text)}
                values |= {f"{manifest.name.upper()}_{name}": text for name, text in plain.items()}
        return cls(values)

    @classmethod
    def read(cls, file: Path) -> Variables:
        lines = file.read_text(encoding="utf-8").splitlines()
        return cls(dict(line.split("=", 1) for line in lines))

    def write(self, file: Path) -> None:
        """Readable by nobody else: there are secrets in it."""
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as text:
            text.writelines(f"{name}={value}\n" for name, value in self.values.items())


def _whole_text(compose: Path) -> str:
    """A Compose file and all that it includes."""
    text = compose.read_text(encoding="utf-8")
    return text + "".join(_whole_text(compose.parent / one) for one in _INCLUDED.findall(text))


def make_folder(base: Path, project: str) -> Path:
    folder = base / f"containers-{project}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def filled(manifest: Manifest, variables: Variables) -> dict[str, str]:
    """The credentials of a manifest, with the secrets that these variables give."""

    def value_of(template: str) -> str:
        return variables.values[Variables.secret(manifest.name, template.partition(":")[2])]

    return {name: fill(template, value_of) for name, template in manifest.credentials.items()}
