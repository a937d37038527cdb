"""Rules about what CI is told to do, each a function from the project's folder to its offences."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]

from tools.setup import REQUIREMENTS

PINNED = (*REQUIREMENTS, "tools/constraints.txt", "tools/setup.py", "tools/allure/package-lock.json")
"""What `make setup` depends on."""


def workflows(root: Path) -> Iterator[tuple[str, str]]:
    """Path from the root, and text, of every workflow."""
    for file in sorted((root / ".github" / "workflows").glob("*.y*ml")):
        yield str(file.relative_to(root)), file.read_text(encoding="utf-8")


def jobs(text: str) -> dict[str, dict[str, Any]]:
    """The jobs of a workflow by name."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(text)["jobs"]
    return found


def scripts(text: str) -> Iterator[str]:
    """Everything that a workflow lets a shell do."""
    for job in jobs(text).values():
        yield from (step["run"] for step in job["steps"] if "run" in step)


def loose_actions(root: Path) -> list[str]:
    """Every action is pinned to a commit, which nobody can move, and has its version beside it."""
    return [
        f"{path}: {used.strip()} is not pinned"
        for path, text in workflows(root)
        for used in re.findall(r"^\s*(?:- )?uses:(.*)$", text, re.M)
        if not re.fullmatch(r" [\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", used)
    ]


def unknown_goals(root: Path) -> list[str]:
    """What a workflow asks of make and of Python is there."""
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    known = {name: set(words.split()) for name, words in re.findall(r"^([A-Z]+) := (.*)$", makefile, re.M)}
    found = []
    for path, text in workflows(root):
        for script in scripts(text):
            goals = {
                goal for line in re.findall(r"\bmake +([^\n|;&]+)", script) for goal in line.split() if "=" not in goal
            }
            found += [f"{path}: make knows no {goal}" for goal in sorted(goals - known["GOALS"])]
            modules = re.findall(r"-m (tools[\w.]*)", script)
            found += [
                f"{path}: there is no {one}" for one in modules if not (root / f"{one.replace('.', '/')}.py").is_file()
            ]
        names = {name for job in jobs(text).values() for name in job.get("env", {})}
        found += [f"{path}: make knows no parameter {name}" for name in sorted(names - known["PARAMETERS"])]
    return found


def scripted_expressions(root: Path) -> list[str]:
    """No expression stands in a script: what somebody typed, or named a branch, would be carried out."""
    return [
        f"{path}: {expression} stands in a script"
        for path, text in workflows(root)
        for script in scripts(text)
        for expression in re.findall(r"\$\{\{.*?\}\}", script)
    ]


def generous_permissions(root: Path) -> list[str]:
    """A workflow may read the project, nothing more; a job that may do more carries out none of its code."""
    found = []
    for path, text in workflows(root):
        if yaml.safe_load(text).get("permissions") != {"contents": "read"}:
            found.append(f"{path} may do more than read")
        found += [
            f"{path}: {name} may {', '.join(job['permissions'])} and runs scripts"
            for name, job in jobs(text).items()
            if "permissions" in job and any("run" in step for step in job["steps"])
        ]
    return found


def stale_caches(root: Path) -> list[str]:
    """What was set up is taken over only where all that it was made of is the same."""
    found = []
    for path, text in workflows(root):
        for step in (step for job in jobs(text).values() for step in job["steps"]):
            told = step.get("with", {})
            if ".venv" not in str(told.get("path", "")).split() or "hashFiles" not in told["key"]:
                continue
            hashed = {file for pattern in re.findall(r"'([^']+)'", told["key"]) for file in root.glob(pattern)}
            found += [f"{path}: {name} may change unnoticed" for name in PINNED if root / name not in hashed]
    return found
