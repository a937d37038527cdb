"""From promise to proof: each promise with its scenarios, what became of them, and the defects that were tried on it.

`traceability.json` and `traceability.html` in the reports folder, the latter also among the attachments of the whole
run in the Allure report. Made after every run of its record, and again after a proof (`proof.json`).
"""

from __future__ import annotations

import html
import json
import re
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from support.evidence import masking
from support.files import put
from support.reporting.promises import promises
from support.reporting.tallies import BROKEN, PARTLY, SEEN, UNSEEN, judged
from support.running.outcome import Outcome

NAME = "traceability"
PROOF = "proof.json"
ATTACHED = "Promises and proof"
PLURALS = {
    "operation": "API operations", "message": "socket messages", "event": "events", "table": "tables", "key": "keys",
}  # fmt: skip
NONE = "no scenario"
MARKS = {SEEN: "✓", PARTLY: "◐", BROKEN: "✗", UNSEEN: "·", NONE: "!"}
OPERATIONS = "OP"
"""What the promises begin with that all platforms make together."""


def trace(record: Mapping[str, Any], surface: Sequence[Mapping[str, Any]], proof: Mapping[str, Any]) -> dict[str, Any]:
    """The whole of it, from `run.json`, from what was exercised, and from `proof.json`, which may be empty."""
    tried: list[Mapping[str, Any]] = list(proof.get("defects", ()))
    return {
        "run": record["run"],
        "started": record["started"],
        "whole": record["whole"],
        "environment": record["environment"],
        "proof": {name: proof[name] for name in ("started", "holds", "seconds")} if proof else None,
        "promises": [_promise(promise, text, record, tried) for promise, text in promises().items()],
        "surface": list(surface),
    }


def write(reports: Path, record: Mapping[str, Any], surface: Sequence[Mapping[str, Any]]) -> None:
    """Write both files, and attach the page to the Allure results if there are any."""
    proof = _read(reports / PROOF)
    told = trace(record, masking.mask_value([*surface]), proof)  # records are masked where they are made
    put(reports / f"{NAME}.json", json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    shown = page(told)
    put(reports / f"{NAME}.html", shown)
    _attach(reports / "allure-results", shown)


def exercised(reports: Path) -> list[dict[str, Any]]:
    """What a run that left its report in this folder has exercised."""
    return list(_read(reports / f"{NAME}.json").get("surface", []))


def together(surfaces: Iterable[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """What the shards of a run have exercised together."""
    things: dict[tuple[str, ...], dict[str, Any]] = {}
    for thing in (thing for surface in surfaces for thing in surface):
        key = tuple(str(thing[part]) for part in ("platform", "kind", "place", "name"))
        if known := things.get(key):
            counts = {name: known[name] + thing[name] for name in ("scenarios", "refused")}
            known.update(counts, used=known["used"] or thing["used"])
        else:
            things[key] = {**thing}
    return list(things.values())


def refresh(reports: Path) -> bool:
    """Make them anew, after a proof; False when there is no run that they could be of."""
    if record := _read(reports / "run.json"):
        write(reports, record, exercised(reports))
    return bool(record)


def _read(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return told if isinstance(told, dict) else {}


def _promise(promise: str, text: str, record: Mapping[str, Any], tried: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    scenarios = [
        {name: one[name] for name in ("location", "name", "row", "status", "seconds")}
        for one in record["scenarios"]
        if promise in one["promises"]
    ]
    name = re.match(r"\*\*(.+?)\*\*", text)
    return {
        "id": promise,
        "name": name[1].rstrip(".") if name else "",
        "text": text,
        "state": _state([str(one["status"]) for one in scenarios], whole=record["whole"]),
        "seconds": round(sum(one["seconds"] for one in scenarios), 3),
        "scenarios": scenarios,
        "defects": [_defect(one, promise) for one in tried if promise in one["promises"]],
    }


def _defect(one: Mapping[str, Any], promise: str) -> dict[str, Any]:
    """A defect as it concerns one promise: one of several that it breaks may have had nobody who noticed."""
    noticed = [scenario["location"] for scenario in one["by"] if promise in scenario["promises"]]
    caught = bool(one["caught"] and noticed)
    told = {name: one[name] for name in ("defect", "kind", "subtle", "story", "verdict", "reason")}
    if one["caught"] and not caught:
        told["verdict"] = "caught for another promise only"
    return told | {"caught": caught, "by": noticed}


def _state(statuses: Sequence[str], *, whole: bool) -> str:
    """What a run has seen of a promise (`tallies.VERDICTS`), or `NONE` when a whole run knew of no scenario."""
    for one in judged((("it",), status) for status in statuses):
        return one.verdict
    return NONE if whole else UNSEEN


def _attach(results: Path, shown: str) -> None:
    """Put the page among the attachments of the whole run, in the place of an earlier one."""
    if not results.is_dir():
        return
    for old in (*results.glob(f"{NAME}-*-attachment.html"), *results.glob(f"{NAME}-*-globals.json")):
        old.unlink()
    now = int(datetime.now(UTC).timestamp() * 1000)
    name = f"{NAME}-{uuid.uuid4()}"
    source = f"{name}-attachment.html"
    put(results / source, shown)
    attachment = {"name": ATTACHED, "source": source, "type": "text/html", "timestamp": now}
    put(results / f"{name}-globals.json", json.dumps({"attachments": [attachment], "errors": []}))


def page(told: Mapping[str, Any]) -> str:
    """The page, one file that needs nothing else."""
    parts = [_heading(told)]
    for platform, group in groupby(told["promises"], key=lambda one: str(one["id"])[:2]):
        ours = list(group)
        if any(one["scenarios"] or one["defects"] for one in ours):
            parts.append(f"<h2>{_platform(platform, told)}</h2>{''.join(_told(one) for one in ours)}")
    for platform, group in groupby(told["surface"], key=lambda one: one["platform"]):
        parts.append(f"<h2>What was exercised of {html.escape(platform.title())}</h2>{_surface(list(group))}")
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{ATTACHED}</title><style>{STYLE}</style><body><main>{''.join(parts)}</main></body></html>\n"
    )


def _platform(letters: str, told: Mapping[str, Any]) -> str:
    """The heading of the promises that begin with these letters."""
    ours = [one for one in told["promises"] if one["id"].startswith(letters)]
    places = [scenario["location"].split("/") for one in ours for scenario in one["scenarios"]]
    name = next((place[1].title() for place in places if len(place) > 2), letters)
    if letters == OPERATIONS:
        name = "Operations"
    seen, kept = sum(one["state"] == SEEN for one in ours), sum(_kept(one) for one in ours)
    return f"{html.escape(name)} <small>{kept} of {len(ours)} promises kept, {seen} seen</small>"


def _kept(one: Mapping[str, Any]) -> bool:
    """Whether all its scenarios passed, and noticed every known defect that breaks it."""
    return one["state"] == SEEN and bool(one["defects"]) and all(defect["caught"] for defect in one["defects"])


def _heading(told: Mapping[str, Any]) -> str:
    proof = told["proof"]
    which = "the whole suite" if told["whole"] else "a part of the suite"
    ground = (
        f"Defects were last tried on {html.escape(proof['started'][:10])}, "
        f"and {'all were caught' if proof['holds'] else 'not all were caught'}."
        if proof
        else "No defects have been tried yet (<code>make prove</code>)."
    )
    when = html.escape(told["started"][:16].replace("T", " "))
    return (
        f"<h1>{ATTACHED}</h1><p>Run {html.escape(told['run'])} of {when} UTC, "
        f"{which}, {html.escape(told['environment'])} environment. {ground} A promise is seen when all its scenarios "
        "passed, and kept when they noticed every known defect as well.</p>"
    )


def _told(one: Mapping[str, Any]) -> str:
    scenarios, defects = one["scenarios"], one["defects"]
    passed = sum(scenario["status"] == "passed" for scenario in scenarios)
    caught = sum(defect["caught"] for defect in defects)
    none = "no scenarios" if one["state"] == NONE else "none of its scenarios in this run"
    numbers = f"{passed} of {len(scenarios)} scenarios passed, {one['seconds']:.1f} s" if scenarios else none
    proof = f"{caught} of {len(defects)} defects caught" if defects else "no defects tried"
    weak = "" if defects and caught == len(defects) else ' class="weak"'
    head = (
        f'<span class="state {one["state"].replace(" ", "-")}">{MARKS[one["state"]]} {one["state"]}</span> '
        f"<b>{html.escape(one['id'])} {html.escape(one['name'])}</b> "
        f"<small>{numbers}; <span{weak}>{proof}</span></small>"
    )
    opened = " open" if one["state"] == BROKEN else ""
    return (
        f"<details{opened}><summary>{head}</summary><p>{_markdown(one['text'])}</p>"
        f"{_scenarios(scenarios)}{_defects(defects)}</details>"
    )


def _scenarios(scenarios: Sequence[Mapping[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td>{'✓' if one['status'] == 'passed' else '✗' if Outcome(one['status']).bad else '·'} {one['status']}"
        f"<td>{html.escape(_scenario(one))}<td><code>{html.escape(one['location'])}</code><td>{one['seconds']:.2f} s"
        for one in scenarios
    )
    return f"<table><caption>Scenarios</caption>{rows}</table>" if rows else ""


def _scenario(one: Mapping[str, Any]) -> str:
    row = ", ".join(f"{heading}: {cell}" for heading, cell in one["row"].items())
    return f"{one['name']} ({row})" if row else str(one["name"])


def _defects(defects: Sequence[Mapping[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td>{'✓' if one['caught'] else '✗'} {html.escape(one['verdict'])}<td>{html.escape(one['story'])}"
        f"<br><small>{html.escape(one['defect'])}: {html.escape(', '.join(filter(None, (one['kind'], one['subtle']))))}"
        f"</small><td><code>{html.escape(', '.join(one['by'][:3]))}</code><br>"
        f"<small>{html.escape(_first_line(one['reason']))}</small>"
        for one in defects
    )
    return f"<table><caption>Known defects, and who noticed</caption>{rows}</table>" if rows else ""


def _first_line(text: str) -> str:
    lines = text.strip().splitlines() or [""]
    return lines[0] if len(lines[0]) <= 160 else f"{lines[0][:160]}…"


def _surface(things: Sequence[Mapping[str, Any]]) -> str:
    parts = []
    for kind, plural in PLURALS.items():
        ours = [one for one in things if one["kind"] == kind]
        never = [one for one in ours if not one["used"]]
        if not ours:
            continue
        rows = "".join(
            f"<tr><td>{'✓' if one['used'] else '–' if one['because'] else '✗'}"
            f"<td>{html.escape(' '.join(filter(None, (one['place'], one['name']))))}"
            f"<td>{_times(one)}"
            for one in sorted(ours, key=lambda one: one["used"])
        )
        head = f"<b>{plural}</b> <small>{len(ours) - len(never)} of {len(ours)} exercised</small>"
        opened = " open" if any(not one["because"] for one in never) else ""
        parts.append(f"<details{opened}><summary>{head}</summary><table>{rows}</table></details>")
    return "".join(parts)


def _times(one: Mapping[str, Any]) -> str:
    """Who exercised it, if anybody did."""
    if one["scenarios"]:
        return f"{one['scenarios']} scenario{'s' * (one['scenarios'] != 1)}"
    if one["used"]:
        return "only by services and in clearing up"
    never = "only refused" if one["refused"] else "never"
    return f"{never}: {html.escape(one['because'])}" if one["because"] else never


def _markdown(text: str) -> str:
    escaped = html.escape(text)
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escaped))


STYLE = """
:root { color-scheme: light dark; --line: #8884; --quiet: #475569; --weak: #92400e; background: #fff; color: #0f172a; }
@media (prefers-color-scheme: dark) {
  :root { --quiet: #b6c2d1; --weak: #fbbf24; background: #0f172a; color: #e2e8f0; }
}
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 70rem; padding: 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.15rem; margin: 1.5rem 0 .5rem; }
small { color: var(--quiet); font-size: .85em; font-weight: 400; } code { font-size: .85em; overflow-wrap: anywhere; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .3rem 0; padding: .3rem .7rem; }
summary { cursor: pointer; } summary .weak { color: var(--weak); font-weight: 600; }
.state { border-radius: 4px; display: inline-block; font-size: .8em; min-width: 5.5rem; padding: 0 .4rem; color: #fff; }
.seen { background: #166534; } .seen-in-part { background: #1e40af; } .broken { background: #b91c1c; }
.not-seen { background: #475569; } .no-scenario { background: #92400e; }
table { border-collapse: collapse; margin: .5rem 0; width: 100%; } caption { font-weight: 600; text-align: left; }
td { border-top: 1px solid var(--line); padding: .25rem .5rem .25rem 0; vertical-align: top; }
td:first-child { white-space: nowrap; }
@media (max-width: 40rem) { td { display: block; border: 0; padding: 0; } tr { display: block; padding: .4rem 0;
  border-top: 1px solid var(--line); } }
"""
