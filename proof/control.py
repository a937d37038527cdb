"""A control run that is known: where nothing has changed since the healthy platform was green, it stays so."""

from __future__ import annotations

import hashlib
import json
import platform as machine
import shutil
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from proof.judging import Ran
from support.config import ROOT
from support.files import put

DECIDES = (
    "features", "steps", "support", "platforms", "environment.py", "behave.ini", "docker-compose.yml",
    "requirements.txt", "tools/constraints.txt",
)  # fmt: skip
"""What a run of scenarios on the healthy platform depends on, of the project."""


def fingerprint(root: Path = ROOT) -> str:
    """The same as long as nothing that a control run depends on has changed: files, their contents, Python."""
    told = hashlib.sha256(machine.python_version().encode())
    for file in sorted(file for name in DECIDES for file in _files(root / name)):
        told.update(f"\0{file.relative_to(root)}\0".encode())
        told.update(hashlib.sha256(file.read_bytes()).digest())
    return told.hexdigest()


def _files(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    return [file for file in place.rglob("*") if file.is_file() and "__pycache__" not in file.parts]


def keep(folder: Path, mark: str, promises: Collection[str], scenarios: Collection[Ran], times: Path) -> None:
    """Keep a green control run of the scenarios of these promises in a folder of its own, with how long each took."""
    folder.mkdir(parents=True, exist_ok=True)
    record = {"fingerprint": mark, "promises": sorted(promises), "scenarios": [asdict(one) for one in scenarios]}
    put(folder / "control.json", json.dumps(record, ensure_ascii=False) + "\n")
    if times.is_file():
        shutil.copy(times, folder / times.name)


def known(folder: Path, mark: str, promises: Collection[str]) -> list[Ran]:
    """The scenarios of these promises as the last green control run saw them; none when it does not count any more."""
    try:
        record = json.loads((folder / "control.json").read_text(encoding="utf-8"))
        if record["fingerprint"] != mark or not set(promises) <= set(record["promises"]):
            return []
        told = [_ran(one) for one in record["scenarios"]]
    except (OSError, ValueError, KeyError, TypeError):  # of another version, or cut off: as if there were none
        return []
    return [one for one in told if set(one.promises) & set(promises)]


def _ran(told: dict[str, object]) -> Ran:
    lists = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
    return Ran(**{**told, **lists})  # type: ignore[arg-type] # as `keep` wrote it
