"""Which scenarios a run will run, under which names, and in which order."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from support.failures import SettingsFailure, SuiteFailure

if TYPE_CHECKING:
    from support.running.model import Container, Scenario

NEEDS = "needs."
DISRUPTS = "disrupts."
BROWSER = "browser"
IMPLIED = {"load": "load", "ui": BROWSER}
"""Tags that say what a scenario does, and the capability that it needs for it."""
ALONE = "alone"


@dataclass(frozen=True)
class Identity:
    """What tells a scenario from every other, in this run and the next.

    It survives a change of line and of order, so that data seeds and the history in reports follow the
    scenario. `ordinal` counts scenarios of the same file that are alike in everything else.
    """

    path: str
    rule: str
    name: str
    row: tuple[tuple[str, str], ...]
    ordinal: int

    @property
    def platform(self) -> str:
        """The platform it belongs to, from features/<platform>/; empty outside such a folder."""
        return platform_of(self.path)

    @cached_property
    def key(self) -> str:
        """The identity as one text."""
        cells = (f"{heading}={cell}" for heading, cell in self.row)
        return "\n".join((self.path, self.rule, self.name, *cells, str(self.ordinal)))

    @cached_property
    def digest(self) -> str:
        """The identity as a short text for files: 16 hexadecimal digits."""
        return hashlib.sha256(self.key.encode()).hexdigest()[:16]

    @property
    def full_name(self) -> str:
        """How reports, and test plans made of them, name it; the rows of an outline share it."""
        return f"{self.path}: " + ": ".join(filter(None, (self.rule, self.name)))

    def seed(self, run_seed: int) -> int:
        """A seed of its own for this scenario: 64 bits that follow from the run's seed."""
        return int.from_bytes(hashlib.sha256(f"{run_seed}\n{self.key}".encode()).digest()[:8], "big")


def platform_of(file: str) -> str:
    """The platform of a feature file, from features/<platform>/; empty outside such a folder."""
    _, _, below = f"/{file}".rpartition("/features/")
    platform, found, _ = below.partition("/")
    return platform if found else ""


def rule_of(scenario: Scenario) -> Container | None:
    """The rule that a scenario stands in, also by way of an outline."""
    parent = scenario.parent
    while parent is not None and parent.type != "rule":
        parent = getattr(parent, "parent", None)
    found: Container | None = parent
    return found


def title(scenario: Scenario) -> str:
    """The name as a reader knows it: that of an outline's row without behave's numbering."""
    return scenario.name.rsplit(" -- @", 1)[0] if scenario._row else scenario.name


def identify(features: Iterable[Container], root: Path) -> dict[int, Identity]:
    """The identity of every scenario, by `id(scenario)`; paths as seen from `root`."""
    seen: Counter[tuple[object, ...]] = Counter()
    identities: dict[int, Identity] = {}
    for feature in features:
        file = Path(feature.filename).resolve()
        path = file.relative_to(root).as_posix() if file.is_relative_to(root) else file.as_posix()
        for scenario in feature.walk_scenarios():
            rule = rule_of(scenario)
            row = scenario._row
            name = scenario.parent.name if row else scenario.name
            cells = tuple(zip(row.headings, row.cells, strict=True)) if row else ()
            alike = (path, rule.name if rule else "", name, cells)
            identities[id(scenario)] = Identity(*alike, ordinal=seen[alike])
            seen[alike] += 1
    return identities


def shuffle(features: list[Any], seed: int, identities: dict[int, Identity]) -> None:
    """Put features, rules, scenarios and rows in an order that follows from the seed alone.

    Each thing's place follows from the seed and its own name, so that a part of the suite runs in the order
    it has within the whole.
    """

    def place(item: Any) -> bytes:
        scenario = identities.get(id(item))
        name = scenario.key if scenario else f"{item.type}\n{item.filename}\n{item.name}\n{item.line}"
        return hashlib.sha256(f"{seed}\n{name}".encode()).digest()

    def arrange(items: list[Any]) -> None:
        items.sort(key=place)
        for item in items:
            inner = item.scenarios if item.type == "scenario_outline" else getattr(item, "run_items", None)
            if inner:
                arrange(inner)

    arrange(features)


def only_platform(features: Sequence[Any], platform: str, root: Path) -> list[Any]:
    """The features of one platform; SettingsFailure when there is no such platform."""
    known = sorted(folder.name for folder in (root / "features").glob("*/") if any(folder.rglob("*.feature")))
    if platform not in known:
        import difflib

        near = difflib.get_close_matches(platform, known, 1)
        raise SettingsFailure(
            f"there is no platform {platform!r}",
            f"did you mean {near[0]!r}?" if near else f"the platforms are {', '.join(known) or 'none so far'}",
        )
    folder = (root / "features" / platform).resolve()
    return [feature for feature in features if Path(feature.filename).resolve().is_relative_to(folder)]


def select(features: Iterable[Container], config: Any, platform: str) -> list[Scenario]:
    """The scenarios that will run, given tags, names and lines, in order. SuiteFailure when there is none."""
    every = [scenario for feature in features for scenario in feature.walk_scenarios()]
    selected = [scenario for scenario in every if scenario.should_run(config)]
    if not selected:
        raise SuiteFailure(f"no scenario matches{_filters(config, platform)}", _advice(every, config))
    for scenario in selected:
        for tag in scenario.effective_tags:
            if tag.startswith(NEEDS):
                _check_need(scenario, tag.removeprefix(NEEDS))
    return selected


def _check_need(scenario: Scenario, need: str) -> None:
    from support.environments.protocol import CAPABILITIES

    if need not in CAPABILITIES:
        raise SuiteFailure(
            f"{scenario.filename}:{scenario.line} needs {need!r}, which no environment knows",
            f"use one of {', '.join('@' + NEEDS + name for name in sorted(CAPABILITIES))}",
        )


def needs(tags: Iterable[str]) -> set[str]:
    """The capabilities that a scenario with these tags needs."""
    tags = frozenset(map(str, tags))
    found = {tag.removeprefix(NEEDS) for tag in tags if tag.startswith(NEEDS)}
    found |= {need for tag, need in IMPLIED.items() if tag in tags}
    return found | {"disruption" for tag in tags if tag.startswith(DISRUPTS)}


def whole(selected: Sequence[Scenario], identities: Mapping[int, Identity], files: Iterable[Path], root: Path) -> bool:
    """True when nothing narrows the selection: all that was found in these files is in it, and those are all."""
    there = {file.resolve() for file in (root / "features").rglob("*.feature")}
    return len(selected) == len(identities) and there <= {file.resolve() for file in files}


def empty_outlines(features: Iterable[Any], config: Any, root: Path) -> list[str]:
    """A sentence on each selected outline that has no rows, and so no scenarios."""
    told = []
    for feature in features:
        for item in feature.walk_scenarios(with_outlines=True):
            if item.type == "scenario_outline" and not item.scenarios and item.should_run(config):
                file = Path(item.filename).resolve()
                path = file.relative_to(root) if file.is_relative_to(root) else file
                told.append(f"{path}:{item.line}: the outline “{item.name}” has no rows")
    return told


def _filters(config: Any, platform: str) -> str:
    told = []
    if config.tags:
        tags = config.tags if isinstance(config.tags, str) else " ".join(config.tags)
        told.append(f" the tags {tags}")
    if config.name:
        told.append(f" the name {' or '.join(config.name)}")
    if platform:
        told.append(f" the platform {platform}")
    told.append(f" in {' '.join(config.paths)}")
    return ",".join(told)


def _advice(every: Iterable[Scenario], config: Any) -> str:
    import difflib

    tags = {tag for scenario in every for tag in scenario.effective_tags}
    asked = re.findall(r"[^\s()@,~]+", " ".join(config.tags if not isinstance(config.tags, str) else [config.tags]))
    for word in asked:
        if word not in tags | {"not", "and", "or"} and (near := difflib.get_close_matches(word, tags, 1)):
            return f"did you mean @{near[0]}?"
    return "`behave --dry-run --format plain` lists every scenario with its tags"
