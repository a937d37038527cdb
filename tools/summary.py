"""Tells in Markdown how the last run went, for the page that a CI system shows of a job.

Reads `run.json`, and needs nothing but Python, so that it has its say also where setting up has failed.
"""

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from support.reporting.tallies import VERDICTS, WORDS, counted, judged
from support.running.outcome import Outcome
from tools.report import reports
from tools.stages import ending

REASONS = 25
"""Reasons that are told; such a page may not be of any length."""
LINES, WIDTH, ALIKE = 30, 500, 10
"""Lines of each and characters of a line, and scenarios that have it."""
SIGNS = re.compile(r"([\\`*_\[\]<>|#~&])")


def summary(file: Path) -> str:
    """The page (Markdown) on the run whose record this is; a sentence when there is none."""
    try:
        record = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return f"No run has left a record in `{file}`: none began, or it could not be written. The log says why.\n"
    return "\n".join(_page(record)) + "\n"


def _page(record: Mapping[str, Any]) -> Iterator[str]:
    scenarios: list[Mapping[str, Any]] = record["scenarios"]
    yield f"## Acceptance: {record['verdict']}"
    seconds = f" in {record['seconds']:.1f} s" if record["seconds"] is not None else ""
    yield ""
    yield (
        f"**{counted(one['status'] for one in scenarios) or 'No scenario ran'}**{seconds} · seed {record['seed']}"
        f" · {record['order']} order · {record['environment']} environment"
    )
    yield from _list("", [_plain(error) for error in record["errors"]])
    if record["exit_status"] is None:
        yield from _list("", ["The run has not ended: it is still going on, or it was killed."])
    if scenarios:
        yield from _platforms(scenarios)
    yield from _failures([one for one in scenarios if Outcome(one["status"]).bad])
    yield from _list(
        "### Passed, but not at first",
        [_name(one) for one in scenarios if one["retries"] and one["status"] == "passed"],
    )
    if record["versions"]:
        yield from ("", "<details><summary>Versions</summary>", "", "| | |", "|---|---|")
        yield from (f"| {_plain(name)} | {_plain(version)} |" for name, version in record["versions"].items())
        yield from ("", "</details>")


def _platforms(scenarios: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """A row for each platform, with its promises by verdict."""
    by_platform: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for one in scenarios:
        by_platform[one["platform"]].append(one)
    yield from ("", f"| | scenarios | {' | '.join(VERDICTS)} |", f"|---|---|{'---|' * len(VERDICTS)}")
    for platform, of_it in sorted(by_platform.items()):
        promises = judged((one["promises"], one["status"]) for one in of_it)
        by_verdict = (", ".join(str(one) for one in promises if one.verdict == verdict) for verdict in VERDICTS)
        yield f"| {_plain(platform)} | {counted(one['status'] for one in of_it)} | {' | '.join(by_verdict)} |"


def _failures(bad: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Each reason once, with the scenarios that have it and the commands that replay them."""
    if not bad:
        return
    yield from ("", "### To look into")
    alike: dict[tuple[str, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for one in bad:
        alike[one["status"], one["step"], one["reason"]].append(one)
    for (status, step, reason), scenarios in list(alike.items())[:REASONS]:
        shown = scenarios[:ALIKE]
        yield from _list("", [f"{_name(one)}: **{WORDS[status]}**" for one in shown] + _rest(scenarios, ALIKE))
        lines = [*filter(None, [step]), *reason.splitlines()]
        yield from _code([*(line[:WIDTH] for line in lines[:LINES]), *_rest(lines, LINES)])
        yield from _code([one["replay"] for one in shown], "sh")
    yield from _list("", _rest(list(alike), REASONS))


def _rest(things: Sequence[object], limit: int) -> list[str]:
    return [f"… {len(things) - limit} more are in the report"] if len(things) > limit else []


def _list(heading: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield from ("", *filter(None, [heading]), *([""] if heading else []), *(f"- {item}" for item in items))


def _code(lines: Sequence[str], language: str = "") -> Iterator[str]:
    text = "\n".join(lines)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    yield from ("", f"{fence}{language}", text, fence)


def _name(scenario: Mapping[str, Any]) -> str:
    place = (scenario["feature"], scenario["rule"], scenario["name"])
    return f"{' › '.join(_plain(part) for part in place if part)} ({_plain(scenario['location'])})"


def _plain(text: str) -> str:
    """A text in which no sign has a meaning for Markdown, in one line."""
    return SIGNS.sub(r"\\\1", " ".join(text.split()))


def main() -> int:
    """Tell in Markdown how the last run went."""
    parser = argparse.ArgumentParser(prog="python -m tools.summary", description=main.__doc__)
    parser.add_argument(
        "reports", type=Path, nargs="?", help="folder with run.json; the one in the settings unless given"
    )
    print(summary((parser.parse_args().reports or reports()) / "run.json"), end="")
    return 0


if __name__ == "__main__":
    ending(main)
