"""Merges the reports of the shards of a run into one, with its HTML report; says what is missing or does not fit.

Each shard's machine leaves a reports folder. `make merge SHARDS="a b c"` makes of them what one machine would
have left: `run.json`, Allure results, evidence, `junit.xml` if the shards have one, and `times.json`, by which
the next run is divided.
"""

import argparse
import json
import os
import shutil
import sys
import tempfile
import uuid
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from support.reporting import run_record, traceability
from support.running import retries, times
from tools import report
from tools.stages import ToolFailure, ending, stage

RESULTS = "allure-results"
PIECES = (RESULTS, "evidence", "run.json", "junit.xml", times.FILE)
"""What a merged report consists of, besides the pages made of it."""
VERDICTS = ("passed", "failed", "interrupted", "unfinished", "suite failure")  # from good to bad
TOTALS = ("tests", "failures", "errors", "skipped")
NEEDED = {
    "verdict": str, "counts": dict, "started": str, "order": str, "environment": str, "platforms": list,
    "run": str, "versions": dict, "errors": list, "scenarios": list, "seed": int, "flaky_limit": int, "whole": bool,
    "leftovers": list, "defects": list,
}  # fmt: skip


@dataclass(frozen=True)
class Part:
    """The reports folder of one shard, and the record in it."""

    folder: Path
    record: dict[str, Any]

    @property
    def number(self) -> int:
        """Which shard it is, from 1; 0 for a run that was not divided."""
        return int(self.record["shard"]["number"]) if self.record["shard"] else 0

    @property
    def of(self) -> int:
        """How many shards there are."""
        return int(self.record["shard"]["of"]) if self.record["shard"] else 0

    @property
    def name(self) -> str:
        """How sentences call it."""
        return f"shard {self.number}/{self.of}" if self.number else str(self.folder)

    @property
    def opening(self) -> str:
        """The same where a sentence begins."""
        return self.name.replace("shard", "Shard", 1) if self.number else self.name

    @property
    def scenarios(self) -> list[dict[str, Any]]:
        """The scenarios of its record."""
        return list(self.record["scenarios"])

    @property
    def commit(self) -> str | None:
        """The commit of the suite; None when that is not known."""
        known = self.record["versions"].get("suite", "unknown")
        return None if known == "unknown" else str(known)


def read(folders: Sequence[Path]) -> tuple[list[Part], list[str]]:
    """The shards, by number and each once, and a sentence for each folder that is of no use."""
    parts: dict[object, Part] = {}
    told = []
    for folder in folders:
        try:
            record = json.loads((folder / "run.json").read_text(encoding="utf-8"))
        except OSError:
            told.append(f"There is no run.json in {folder}; that run left no report.")
            continue
        except ValueError:
            record = None
        if not _sound(record):
            told.append(f"{folder}/run.json is damaged, or of a version of the suite without shards.")
            continue
        part = Part(folder, record)
        if part.number and (part.number, part.of) in parts:
            there = parts[part.number, part.of].folder
            told.append(f"{part.opening} is there twice, in {there} and in {folder}; only the first counts.")
        else:
            parts[(part.number, part.of) if part.number else folder] = part
    return sorted(parts.values(), key=lambda part: part.number), told


def _sound(record: Any) -> bool:
    """True when a record has what is needed here."""
    if not isinstance(record, dict) or not all(isinstance(record.get(key), kind) for key, kind in NEEDED.items()):
        return False
    shard = record.get("shard")
    divided = isinstance(shard, dict) and all(isinstance(shard.get(key), int) for key in ("number", "of", "whole"))
    scenarios = all(
        isinstance(one, dict) and {"id", "location", "name", "status", "seconds", "flaky"} <= set(one)
        for one in record["scenarios"]
    )
    return (shard is None or divided) and scenarios and record["verdict"] in VERDICTS


def misfits(parts: Sequence[Part]) -> list[str]:
    """Why these are not all shards of one run, a sentence each; none when they are exactly the whole."""
    told = [f"{part.folder} is no shard of a run, but a run of its own." for part in parts if not part.number]
    told += [f"{part.opening} was killed before its end." for part in parts if part.record["verdict"] == "unfinished"]
    shards = [part for part in parts if part.number]
    sizes = sorted({part.of for part in shards})
    if len(sizes) > 1:
        told.append(f"The shards are of runs divided differently, into {_listed(map(str, sizes))}.")
    elif sizes:
        missing = sorted(set(range(1, sizes[0] + 1)) - {part.number for part in shards})
        told += [f"Shard {number}/{sizes[0]} is missing." for number in missing]
        if len({part.record["shard"].get("plan") for part in shards}) > 1:
            told.append(
                "The shards were not divided alike; every machine has to start from the same features, "
                f"the same selection and the same {times.FILE}."
            )
        if not missing:
            told += _gaps(shards)
    for what, seen in (
        ("seeds", {part.name: part.record["seed"] for part in parts}),
        ("orders", {part.name: part.record["order"] for part in parts}),
        ("environments", {part.name: part.record["environment"] for part in parts}),
        ("commits", {part.name: part.commit for part in parts if part.commit}),
    ):
        if len(set(seen.values())) > 1:
            told.append(
                f"The shards have different {what}: " + _listed(f"{v} ({name})" for name, v in seen.items()) + "."
            )
    return told


def _gaps(shards: Sequence[Part]) -> list[str]:
    """What is in two shards, or in none though all are there."""
    told = []
    owners: dict[str, Part] = {}
    for part in shards:
        for scenario in part.scenarios:
            other = owners.setdefault(scenario["id"], part)
            if other is not part:
                told.append(f"{scenario['location']} “{scenario['name']}” is in {other.name} and in {part.name}.")
    whole = max(part.record["shard"]["whole"] for part in shards)
    if len(owners) != whole:
        told.append(f"The run has {whole} scenarios, but its shards together have {len(owners)}.")
    return told


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def merged(parts: Sequence[Part], told: Sequence[str]) -> dict[str, Any]:
    """The record of the whole run: worst verdict, all counts and scenarios; `told` is what does not fit."""
    scenarios = [scenario for part in parts for scenario in part.scenarios]
    flaky = [f"{one['location']} “{one['name']}”" for one in scenarios if one["flaky"]]
    told = [*told, *retries.complaints(flaky, min(part.record["flaky_limit"] for part in parts))]
    worst = max(parts, key=lambda part: VERDICTS.index(part.record["verdict"])).record
    verdict, status = worst["verdict"], worst.get("exit_status")
    if verdict == "passed" and told:
        verdict, status = "failed", 1
    counts: Counter[str] = Counter()
    for part in parts:
        counts.update(part.record["counts"])
    started = min(part.record["started"] for part in parts)
    ended = max(part.record.get("ended") or part.record["started"] for part in parts)
    shown = ("verdict", "exit_status", "counts", "started", "ended", "seconds", "run")
    return {
        "verdict": verdict,
        "exit_status": 1 if status is None else status,
        "failure": worst.get("failure"),
        "interrupted_by": worst.get("interrupted_by"),
        "counts": dict(counts),
        "started": started,
        "ended": ended,
        "seconds": round((datetime.fromisoformat(ended) - datetime.fromisoformat(started)).total_seconds(), 3),
        "seed": parts[0].record["seed"],
        "order": parts[0].record["order"],
        "shard": None,
        "shards": [
            {"number": part.number, "of": part.of} | {key: part.record.get(key) for key in shown} for part in parts
        ],
        "whole": all(part.record["whole"] for part in parts),
        "flaky_limit": min(part.record["flaky_limit"] for part in parts),
        "environment": parts[0].record["environment"],
        "platforms": sorted({platform for part in parts for platform in part.record["platforms"]}),
        "run": "+".join(part.record["run"] for part in parts),
        "process": os.getpid(),
        "command": parts[0].record.get("command"),
        "versions": next((part.record["versions"] for part in parts if part.record["versions"]), {}),
        "errors": [*told, *_errors(parts)],
        "defects": sorted({defect for part in parts for defect in part.record["defects"]}),
        "usage": _usage(parts),
        "leftovers": [left for part in parts for left in part.record["leftovers"]],
        "scenarios": scenarios,
    }


def _usage(parts: Sequence[Part]) -> dict[str, Any]:
    """The processor time that all parts needed together, and the most memory that one of them had."""
    told = [usage for part in parts if (usage := part.record.get("usage"))]
    seconds = Counter[str]()
    for usage in told:
        seconds.update(usage["processor_seconds"])
    most = dict(seconds.most_common())
    return (
        {"processor_seconds": most, "peak_memory_bytes": max(one["peak_memory_bytes"] for one in told)} if told else {}
    )


def _errors(parts: Sequence[Part]) -> list[str]:
    """What went wrong outside of scenarios; what several shards say is said once, all else with its shard."""
    said = Counter(error for part in parts for error in dict.fromkeys(part.record["errors"]))
    one_by_one = [
        error if said[error] > 1 else f"{part.opening}: {error}" for part in parts for error in part.record["errors"]
    ]
    return list(dict.fromkeys(one_by_one))


def merge_results(parts: Sequence[Part], record: dict[str, Any], into: Path) -> None:
    """Gather the shards' Allure results; the errors outside of scenarios are those of the merged record."""
    into.mkdir()
    attachments = []
    for part in parts:
        for file in sorted((part.folder / RESULTS).glob("*")):
            if file.name.startswith(traceability.NAME):
                continue  # the whole has one of its own
            if file.name.endswith("-globals.json"):
                attachments += _attachments(file)
            elif file.name != "environment.properties":
                shutil.copy2(file, into)
    now = int(datetime.fromisoformat(record["ended"]).timestamp() * 1000)
    errors = [{"message": error, "timestamp": now} for error in record["errors"]]
    if errors or attachments:
        file = into / f"{uuid.uuid4()}-globals.json"
        file.write_text(json.dumps({"attachments": attachments, "errors": errors}), encoding="utf-8")
    (into / "environment.properties").write_text(_circumstances(parts), encoding="utf-8")


def _attachments(file: Path) -> list[Any]:
    try:
        return list(json.loads(file.read_text(encoding="utf-8")).get("attachments", []))
    except (ValueError, AttributeError):
        raise ToolFailure(f"{file} is damaged; take it away and repeat the command.") from None


def _circumstances(parts: Sequence[Part]) -> str:
    """The properties of all shards, in which one that differs has all its values."""
    known: dict[str, list[str]] = {}
    for part in parts:
        file = part.folder / RESULTS / "environment.properties"
        for line in file.read_text(encoding="utf-8").splitlines() if file.is_file() else ():
            name, _, value = line.partition(" = ")
            known.setdefault(name, []).append(value)
    return "".join(f"{name} = {', '.join(dict.fromkeys(values))}\n" for name, values in known.items())


def merge_junit(files: Sequence[Path]) -> ET.Element:
    """The test suites of all files under one root, with the totals of all. `ET.ParseError` for one that is damaged."""
    root = ET.Element("testsuites")
    for file in files:
        found = ET.parse(file).getroot()
        root.extend([found] if found.tag == "testsuite" else found.findall("testsuite"))
    for total in TOTALS:
        root.set(total, str(sum(int(suite.get(total) or 0) for suite in root)))
    root.set("time", f"{sum(float(suite.get('time') or 0) for suite in root):.3f}")
    return root


def merge_times(parts: Sequence[Part], *, complete: bool) -> times.Times:
    """The times that the shards were divided by, with what their scenarios took now."""
    known = next((file for part in parts if (file := part.folder / times.FILE).is_file()), None)
    merged = times.load(known) if known else times.Times()
    scenarios = [scenario for part in parts for scenario in part.scenarios]
    for scenario in scenarios:
        if scenario["status"] in times.TELLING:
            merged.record(scenario["id"], float(scenario["seconds"]))
    if complete:
        merged.whole_run([scenario["id"] for scenario in scenarios])
    return merged


def merge(folders: Sequence[Path], reports: Path) -> dict[str, Any]:
    """Merge the shards' reports into the reports folder, in place of the report that is there: the record.

    What is missing or does not fit is told among its errors and makes it fail; the report is made all the same.
    `ToolFailure` when none of the folders has a report, or when one is the reports folder itself.
    """
    reports = reports.resolve()
    for folder in folders:
        if folder.resolve() == reports:
            raise ToolFailure(f"{folder} is where the merged report goes; move that shard's report elsewhere first.")
    parts, told = read(folders)
    if not parts:
        raise ToolFailure(f"There is nothing to merge. {' '.join(told) or 'Name the reports folders of the shards.'}")
    told += misfits(parts)
    reports.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="merge-", dir=reports) as made:
        draft = Path(made)
        junit = [file for part in parts if (file := part.folder / "junit.xml").is_file()]
        try:
            if junit:
                ET.ElementTree(merge_junit(junit)).write(draft / "junit.xml", encoding="utf-8", xml_declaration=True)
        except (ET.ParseError, ValueError) as error:
            told.append(f"A junit.xml of the shards is damaged, so there is none of the whole: {error}.")
        record = merged(parts, told)
        merge_results(parts, record, draft / RESULTS)
        for part in parts:
            if (part.folder / "evidence").is_dir():
                shutil.copytree(part.folder / "evidence", draft / "evidence", dirs_exist_ok=True)
        ended = all(part.record["verdict"] in ("passed", "failed") for part in parts)
        merge_times(parts, complete=record["whole"] and ended and not told).save(draft / times.FILE)
        run_record.save(draft, record)
        for name in PIECES:
            old = reports / name
            shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
            if (draft / name).exists():
                shutil.move(draft / name, old)
    traceability.write(reports, record, traceability.together(traceability.exercised(part.folder) for part in parts))
    return record


def main() -> int:
    """Merge the reports of shards; the exit status is that of the worst shard, or 1 when something is missing."""
    parser = argparse.ArgumentParser(prog="python -m tools.merge", description=main.__doc__)
    parser.add_argument("folders", type=Path, nargs="*", metavar="FOLDER", help="the reports folder of a shard")
    folder = report.reports()
    options = parser.parse_args()
    with stage(f"Merging {len(options.folders)} reports"):
        record = merge(options.folders, folder)
    with stage("Making the HTML report"):
        page = report.build(folder)
    print(f"  {page}")
    for error in record["errors"]:
        print(error, file=sys.stderr)
    counted = ", ".join(f"{number} {status}" for status, number in record["counts"].items() if number)
    print(f"{counted}. {record['verdict'].capitalize()}.")
    return int(record["exit_status"])


if __name__ == "__main__":
    ending(main)
