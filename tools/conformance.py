"""Whether this runner finds the same as stock behave on features that nobody here wrote, first of all behave's own.

    BEHAVE_SOURCE=~/behave-1.3.3 python -m tools.conformance
    python -m tools.conformance --suite ~/other-suite --part features

A suite is run by stock behave, and by this runner without workers and with four, each time in a fresh copy. A worker
has a copy of its own too, and runs whole features: in most suites a scenario needs what others have written. What
became of each scenario and step is compared, as behave's JSON formatter tells it. Ends with 1 when anything differs.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from behave.runner_util import collect_feature_locations, parse_features

from support.running import selection

ROOT = Path(__file__).resolve().parents[1]
VARIABLE = "BEHAVE_SOURCE"
PARTS = ("features", "issue.features", "tools/test-features")
"""The suites in behave's source; the last has scenarios that fail in every way. Not `more.features`: it runs these."""
OWN_FOLDER = '''

def before_worker(context):
    """Give each worker a copy of the suite to write into; places in the suite that were worked out before are in it."""
    import os, pathlib, shutil, sys, tempfile
    from behave.runner import the_step_registry
    here = pathlib.Path.cwd()
    there = pathlib.Path(tempfile.mkdtemp(prefix="worker-", dir=here.parent)) / here.name
    shutil.copytree(here, there, symlinks=True)
    os.chdir(there)
    modules = [one for one in [*sys.modules.values()] if (getattr(one, "__file__", "") or "").startswith(str(here))]
    functions = [step.func for steps in the_step_registry.steps.values() for step in steps]
    for names in [globals(), *map(vars, modules), *(function.__globals__ for function in functions)]:
        for name, value in [*names.items()]:
            if isinstance(value, str) and value.startswith(str(here)):
                names[name] = value.replace(str(here), str(there), 1)
'''
Steps = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Seen:
    """What became of a scenario: its status, and name and status of each step."""

    status: str
    steps: Steps


@dataclass(frozen=True)
class Ran:
    """A suite that has been run: what its exit status was, and what became of each scenario by place and name."""

    how: str
    status: int
    scenarios: dict[str, Seen]


def run(suite: Path, part: str, jobs: int | None, work: Path, patience: float = 3000) -> Ran:
    """Run a part of a suite in a fresh copy below `work`: by stock behave, or with so many jobs by this runner.

    Raises RuntimeError when it leaves no result that can be read, with the end of what it said.
    """
    how = "stock behave" if jobs is None else f"-j {jobs}"
    place = Path(tempfile.mkdtemp(prefix=how.replace(" ", "-"), dir=work))
    copy = place / "suite"
    shutil.copytree(suite, copy, symlinks=True, ignore=shutil.ignore_patterns(".git", "__WORKDIR__"))
    shutil.rmtree(copy / "behave", ignore_errors=True)  # in its source; the one that is installed is asked
    runner = [] if jobs is None else ["--runner", "support.runner:AcceptanceRunner", "-D", f"reports={place}"]
    if jobs and jobs > 1:
        runner += ["-j", str(jobs)]
        hooks = _environment(copy / part)
        with hooks.open("a", encoding="utf-8") as file:
            file.write(OWN_FOLDER)
        (place / "placement.json").write_text(json.dumps(_placement(copy / part, hooks.parent, jobs)), "utf-8")
        runner += ["-D", f"placement={place / 'placement.json'}"]
    told, log = place / "told.json", place / "log.txt"
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    with log.open("w", encoding="utf-8") as output:
        done = subprocess.run(
            [sys.executable, "-m", "behave", *runner, "--show-skipped", "-f", "json", "-o", str(told), part],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": paths},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            timeout=patience,
            check=False,
        )
    try:
        return Ran(how, done.returncode, dict(scenarios(json.loads(told.read_text("utf-8")))))
    except (OSError, ValueError) as error:
        raise RuntimeError(f"{how} of {part} left no results ({error}):\n{log.read_text('utf-8')[-3000:]}") from error


def scenarios(features: Sequence[dict[str, Any]]) -> Iterator[tuple[str, Seen]]:
    """Place and name of each scenario in what behave's JSON formatter wrote, and what became of it."""
    alike: Counter[str] = Counter()
    for feature in features:
        for element in feature.get("elements", ()):
            if element["type"] == "scenario":
                key = f"{element['location']} {element['name']}"
                alike[key] += 1
                steps = ((one["name"], one.get("result", {}).get("status", "not run")) for one in element["steps"])
                yield f"{key} #{alike[key]}" if alike[key] > 1 else key, Seen(str(element["status"]), tuple(steps))


def differences(stock: Ran, ours: Ran) -> list[str]:
    """What became of something else with this runner than with stock behave, a paragraph each."""
    found = []
    if stock.status != ours.status:
        found.append(f"exit status: {stock.status} with stock behave, {ours.status} with {ours.how}")
    for key in sorted(stock.scenarios.keys() | ours.scenarios.keys()):
        expected, seen = stock.scenarios.get(key), ours.scenarios.get(key)
        if expected != seen:
            found.append(f"{key}\n    {_words(expected)} with stock behave, {_words(seen)} with {ours.how}")
    return found


def _words(seen: Seen | None) -> str:
    if seen is None:
        return "not told of"
    counts = Counter(status for _, status in seen.steps)
    return f"{seen.status} ({', '.join(f'{count} steps {status}' for status, count in counts.items())})"


def _environment(part: Path) -> Path:
    """The file with the hooks of a suite: beside its features, or above."""
    for folder in (part, *part.parents):
        if (folder / "environment.py").exists() or (folder / "steps").is_dir():
            return folder / "environment.py"
    raise RuntimeError(f"{part} has neither steps nor environment.py")


def _placement(part: Path, root: Path, workers: int) -> list[dict[str, Any]]:
    """Each feature at one worker, in its order: in most suites scenarios need what those before them have left."""
    features = parse_features(collect_feature_locations([str(part)]))
    identities = selection.identify(features, root.resolve())
    turns = [
        (turn, number, identities[id(scenario)].key)
        for number, feature in enumerate(features)
        for turn, scenario in enumerate(feature.walk_scenarios())
    ]
    return [{"worker": number % workers + 1, "scenario": key} for turn, number, key in _rounds(turns, workers)]


def _rounds(turns: list[tuple[int, int, str]], workers: int) -> list[tuple[int, int, str]]:
    """So many features at a time, a scenario of each in turn, so that all workers are busy."""
    return sorted(turns, key=lambda one: (one[1] // workers, one[0], one[1]))


def compare(suite: Path, parts: Sequence[str], jobs: Sequence[int], work: Path) -> bool:
    """Run and compare, and print how it went; True when all is the same."""
    same = True
    for part in parts:
        stock = run(suite, part, None, work)
        for number in jobs:
            ours = run(suite, part, number, work)
            found = differences(stock, ours)
            scenarios = len(stock.scenarios.keys() | ours.scenarios.keys())
            steps = sum(len(one.steps) for one in stock.scenarios.values())
            differing = sum(1 for one in found if not one.startswith("exit status"))
            identical = f"{scenarios - differing} identical, {differing} different"
            print(f"{part}, {ours.how}: {scenarios} scenarios with {steps} steps, {identical}", flush=True)
            for difference in found:
                print(f"  {difference}", flush=True)
            same = same and not found and bool(stock.scenarios)
    return same


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.conformance", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--suite", type=Path, help=f"folder of the suite; unless given, that in {VARIABLE}")
    parser.add_argument("--part", action="append", help="folder of features in it; may be given more than once")
    parser.add_argument("--jobs", type=int, action="append", help="jobs of this runner; 1 and 4 unless given")
    given = parser.parse_args(words)
    suite = given.suite or (Path(os.environ[VARIABLE]) if os.environ.get(VARIABLE) else None)
    if suite is None or not suite.is_dir():
        parser.error(f"name a suite, or say in {VARIABLE} where the source of behave is")
    with tempfile.TemporaryDirectory(prefix="conformance-") as work:
        try:
            same = compare(suite, given.part or PARTS, given.jobs or (1, 4), Path(work))
        except RuntimeError as error:
            print(error, file=sys.stderr)
            return 2
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
