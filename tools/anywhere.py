"""`behave` from any folder.

Behave reads its settings only from the folder it is called in. `.venv/bin/behave` therefore calls this:
it goes to the project's folder first, and takes paths on the command line relative to where it was called,
as everybody expects. Called on features that are no part of this project, it is plain behave.
"""

import os
import re
import sys
from pathlib import Path

from behave.__main__ import main as behave
from behave.configuration import setup_parser

from tools.stages import ROOT

MARKS = ("behave.ini", "features", "steps", "environment.py")


def located(argument: str, here: Path) -> Path | None:
    """What FILE, FOLDER, FILE:LINE or @LIST names, seen from `here`; None where there is nothing."""
    path = here / re.sub(r":\d+$", "", argument.removeprefix("@"))
    return path.resolve() if path.exists() else None


def arguments(given: list[str], here: Path) -> list[str] | None:
    """The command line as seen from the project's folder; None when it concerns some other project."""
    parser = setup_parser()
    parser.set_defaults(junit_directory=None)
    parsed = parser.parse_args(given)
    found = {path: place for path in parsed.paths if (place := located(path, here))}
    if any(not place.is_relative_to(ROOT) for place in found.values()):
        return None
    if not parsed.paths and not here.is_relative_to(ROOT) and any((here / mark).exists() for mark in MARKS):
        return None
    moved = {
        path: path.replace(path.removeprefix("@").split(":")[0], os.path.relpath(place, ROOT))
        for path, place in found.items()
    }
    written = [*(parsed.outfiles or ()), *filter(None, [parsed.junit_directory])]
    moved |= {name: str(here / name) for name in written if name != "-"}
    return [moved.get(argument, argument) for argument in given]


def main() -> int:
    """Run behave on the command line given; its exit status."""
    here = Path.cwd()
    given = sys.argv[1:]
    if here != ROOT and (translated := arguments(given, here)) is not None:
        os.chdir(ROOT)
        given = translated
    try:
        return int(behave(given))
    except BrokenPipeError:  # whoever read the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
