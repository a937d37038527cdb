"""Known defects: builds of a reference platform that break a promise on purpose.

A suite that was never seen to fail proves nothing. Each module `defects/<platform>/<service>/<name>.py` is one defect,
called `<platform>/<name>`, and has one name, `defect`:

    defect = Defect(
        service="chat-server",
        breaks=("VZ-08",),
        kind=Kind.LOST,
        story="When many people talk at once, whoever reads slowest misses one message in twenty.",
        subtle=Subtlety.SELDOM,
        noticed=("did not see", "never saw"),
    )

    @defect.applies_to("platforms.veza.chat_server.fanout")
    def drop_one_in_twenty(fanout: Any) -> None:
        ...  # replaces a function of that module

It is built in when the service starts (`defects/launch.py`); the service's own code knows nothing of it.

One of the service `deployment` (`defects/<platform>/deployment/<name>.py`) changes how the platform is deployed:

    @defect.changes_deployment
    def do_not_wait(compose: Any) -> None:
        del compose["services"]["veza-web"]["depends_on"]["veza-stream-server"]

It is given the Compose files as Compose reads them (`docker compose config`), before the containers are started from
them (`defects/deploy.py`); only containers have it.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from types import ModuleType
from typing import Any

HERE = Path(__file__).resolve().parent
NAME = re.compile(r"[a-z0-9]+/[a-z0-9-]+")

DEPLOYMENT = "deployment"
"""In the place of a service: what is wrong is how the platform is deployed."""

Change = Callable[[Any], None]


class Kind(StrEnum):
    """How a defect is wrong, as somebody who mends it would say."""

    RACE = "race"
    LOST_UPDATE = "lost update"
    WRONG_DEFAULT = "wrong default"
    MISSING_CHECK = "missing check"
    FALSE_HEADER = "false header"
    LOST = "lost message"
    DOUBLED = "doubled message"
    DISORDERED = "disordered messages"
    STALE = "stale cache"
    LEAK = "leak to somebody else"
    UNIT = "wrong unit"
    BOUNDARY = "wrong boundary"
    INFORMATION = "information leak"
    PARTIAL = "silent partial failure"
    NOT_FREED = "resource not freed"
    SLOW = "slow answer"
    DEGRADATION = "wrong degradation"


class Subtlety(StrEnum):
    """What keeps a defect from being noticed at once."""

    SELDOM = "seldom"
    CONCURRENT = "only when two do it at once"
    BOUNDARY = "only at a boundary"
    ROLE = "only for one role"
    RESTART = "only after a restart"
    CHANNEL = "only on one of two channels"


class DefectFailure(Exception):
    """A defect cannot be used as it is; the message says why."""


@dataclass(frozen=True)
class Defect:
    """One defect: what is wrong, for whom, and how it gets into the service."""

    service: str
    """The unit it afflicts, as `platform.toml` calls it, or `DEPLOYMENT`. Without the number where several are alike
    (`realtime` for `realtime-1` and `realtime-2`): each of them, as a mistake in their code would."""
    breaks: tuple[str, ...]
    """Ids of the promises it breaks, such as `("VZ-08",)`."""
    kind: Kind
    story: str
    """One sentence in business words: what goes wrong, for whom, when."""
    subtle: Subtlety | None = None
    noticed: tuple[str, ...] = ()
    """What must be noticed: phrases of which the scenario that turned red has to say one, in its rule, its name, the
    sentence that did not come true, or what was seen. Whatever else turns red is a side effect. Empty: not said."""
    spoils: bool = False
    """Whether what it leaves in the stores makes what comes later look broken, as a gap in a chain of records does."""
    changes: list[tuple[str, Change]] = field(default_factory=list, compare=False)
    redeployments: list[Change] = field(default_factory=list, compare=False)

    def applies_to(self, module: str) -> Callable[[Change], Change]:
        """Decorator: the function is given that module once it is imported, and breaks it."""

        def note(change: Change) -> Change:
            self.changes.append((module, change))
            return change

        return note

    def changes_deployment(self, change: Change) -> Change:
        """Decorator: the function is given what Compose reads in the Compose files, and changes it where it is."""
        self.redeployments.append(change)
        return change

    @property
    def of_deployment(self) -> bool:
        """Whether it is wrong how the platform is deployed, and not what one of its services does."""
        return self.service == DEPLOYMENT

    def redeploy(self, compose: Any) -> None:
        """Change what the platform is deployed from."""
        for change in self.redeployments:
            change(compose)

    def afflicts(self, unit: str) -> bool:
        """Whether it is built into that unit."""
        return re.fullmatch(rf"{re.escape(self.service)}(-\d+)?", unit) is not None

    def apply(self) -> None:
        """Break what there is in this process."""
        for module, change in self.changes:
            change(importlib.import_module(module))


def replaced(text: str, old: str, new: str) -> str:
    """`text` with its only `old` replaced, for pages and scripts; DefectFailure when it is not there once."""
    if text.count(old) != 1:
        raise DefectFailure(f"{old!r} is there {text.count(old)} times, not once")
    return text.replace(old, new)


def names(folder: Path = HERE) -> list[str]:
    """The defects in a folder, as `platform/name`, sorted."""
    files = [file.relative_to(folder) for file in folder.glob("*/**/*.py") if file.stem != "__init__"]
    return sorted(f"{file.parts[0]}/{file.stem.replace('_', '-')}" for file in files)


def of_deployments(folder: Path = HERE) -> set[str]:
    """Those of them that are of a deployment."""
    files = folder.glob(f"*/{DEPLOYMENT}/*.py")
    return {f"{file.parent.parent.name}/{file.stem.replace('_', '-')}" for file in files}


def load(name: str, folder: Path = HERE) -> Defect:
    """The defect of that name; DefectFailure when there is none or its module is not as it has to be."""
    platform, _, stem = name.partition("/")
    files = sorted((folder / platform).rglob(f"{stem.replace('-', '_')}.py")) if NAME.fullmatch(name) else []
    if not files:
        raise DefectFailure(f"there is no defect {name} in {folder}")
    if len(files) > 1:
        raise DefectFailure(f"two defects have the name {name}: {files[0]} and {files[1]}")
    file = files[0]
    try:
        found = getattr(_imported(file, f"known_defect_{platform}_{stem.replace('-', '_')}"), "defect", None)
    except Exception as error:
        raise DefectFailure(f"{file} cannot be loaded: {type(error).__name__}: {error}") from error
    if not isinstance(found, Defect):
        raise DefectFailure(f"{file} has no Defect by the name of defect")
    return found


def _imported(file: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
