"""What a proof leaves: lines on the console while it goes on, a table, and `proof.json`."""

from __future__ import annotations

import json
import shlex
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import defects
from proof.judging import Finding
from proof.proving import Proof
from support.evidence import masking
from support.files import put

NAME = "proof.json"
LONGEST_REASON = 120


def line(finding: Finding) -> str:
    """One finding, as it is told at once."""
    mark = "✓" if finding.caught else "✗"
    return f"    {mark} {finding.name}  {finding.verdict}, {_by(finding)}  {finding.seconds:.1f} s"


def table(proof: Proof, folder: Path = defects.HERE) -> str:
    """All findings by promise, those not caught last with all that is known of them; `folder` has the defects."""
    rows = [
        (finding.name, " ".join(finding.defect.breaks) if finding.defect else "", _kind(finding), _by(finding))
        for finding in sorted(proof.findings, key=_order)
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(3)] if rows else []
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[3]]) for row in rows
    ]
    return "\n".join([*lines, "", *_missed(proof.findings, folder), *_control(proof), _sum(proof)])


def caught_by(reports: Path) -> dict[str, list[str]]:
    """For each defect that the last proof caught, the ids of the scenarios that noticed it; empty without one."""
    told = _read(reports / NAME).get("defects", ())
    caught = {one["defect"]: one["by"] for one in told if one["caught"]}
    # The file may be of a time when scenarios had no id.
    return {defect: [str(one["id"]) for one in by if "id" in one] for defect, by in caught.items()}


def write(proof: Proof, reports: Path, known: Collection[str]) -> Path:
    """Write `proof.json` into the reports folder; its path. What it has of other known defects stays."""
    reports.mkdir(parents=True, exist_ok=True)
    path = reports / NAME
    before = _read(path)
    fresh = [finding.record() for finding in proof.findings]
    others = {*known} - {one["defect"] for one in fresh}
    entries = [*fresh, *(one for one in before.get("defects", ()) if one["defect"] in others)]
    control = {**before.get("control", {}), proof.platform: proof.control}
    record = {
        "started": proof.started.isoformat(timespec="seconds"),
        "seconds": round(proof.seconds, 1),
        "holds": proof.holds and all(one["caught"] for one in entries),
        "control": control,
        "defects": sorted(entries, key=lambda one: str(one["defect"])),
    }
    put(path, json.dumps(masking.mask_value(record), ensure_ascii=False, indent=1) + "\n")
    return path


def unproven(platform: str, names: Sequence[str], why: str) -> str:
    """What is said of defects that could not be tried; what an earlier proof found of them stays."""
    one = f"{len(names)} known defect{'s' * (len(names) != 1)} of the deployment of {platform}"
    return f"{one} not proven for want of containers ({why}): {', '.join(names)}."


def _read(path: Path) -> dict[str, Any]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _order(finding: Finding) -> tuple[tuple[str, ...], str]:
    return (finding.defect.breaks if finding.defect else (), finding.name)


def _kind(finding: Finding) -> str:
    if finding.defect is None:
        return ""
    return str(finding.defect.kind) + (f", {finding.defect.subtle}" if finding.defect.subtle else "")


def _by(finding: Finding) -> str:
    if not finding.caught:
        return _short(finding.reason)
    first, more = finding.by[0], len(finding.by) - 1
    others = f" and {more} more" if more else ""
    return f"by “{first.feature} · {first.name}”{others}: {_short(finding.reason)}"


def _short(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()] or [""]
    told = lines[0] if len(lines[0]) > 20 else " ".join(lines[:3])
    return told if len(told) <= LONGEST_REASON else f"{told[:LONGEST_REASON]}…"


def _missed(findings: Sequence[Finding], folder: Path) -> list[str]:
    lines = []
    elsewhere = "" if folder.resolve() == defects.HERE else f" DEFECTS={shlex.quote(str(folder))}"
    for finding in findings:
        if not finding.caught:
            story = finding.defect.story if finding.defect else ""
            lines += [f"Not caught: {finding.name} ({finding.verdict})", *([f"  {story}"] if story else [])]
            lines += [f"  {one}" for one in finding.reason.splitlines()]
            where = " ENVIRONMENT=containers" if finding.defect and finding.defect.of_deployment else ""
            lines += [f"  See for yourself: make up DEFECT={finding.name}{elsewhere}{where}"]
    return [*lines, ""] if lines else []


def _control(proof: Proof) -> list[str]:
    lines = []
    for when, control in (("before", proof.before), ("after", proof.after)):
        if control is not None and not control.green:
            lines.append(f"The control run {when} was not green {control.failure}".rstrip())
            lines += [f"  {one.location}  {one.name}: {_short(one.reason)}" for one in control.red]
        if control is not None and control.flaky:
            lines.append(f"Red at first in the control run {when}, green by itself:")
            lines += [f"  {one.location}  {one.name}: {_short(one.reason)}" for one in control.flaky]
    return [*lines, ""] if lines else []


def _sum(proof: Proof) -> str:
    caught = sum(finding.caught for finding in proof.findings)
    minutes, seconds = divmod(round(proof.seconds), 60)
    return f"{caught} of {len(proof.findings)} known defects of {proof.platform} caught in {minutes} min {seconds} s."
