"""What the first page of a scenario's result says: its promises, how to replay it, and what happened.

Allure shows it as the description. For a failure that is one timeline of everything, sentence by sentence,
with the sentence that went wrong unfolded. Allure takes out styles and scripts, so all style is inline.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from support.evidence import masking
from support.reporting.promises import promises
from support.reporting.timeline import detail
from support.running.judging import of_step

if TYPE_CHECKING:
    from datetime import datetime

    from support.evidence.journal import Entry
    from support.running.planned import Planned
    from support.running.run import Run

MOST_OUT = 12
"""Entries that are told before all others because they stand out; the latest ones."""
FIRST, LAST = 30, 50
"""Entries of one sentence that are shown, from its beginning and its end; the attached timeline has the rest."""
MARKS = {"passed": "✓", "failed": "✗", "skipped": "–", "untested": "·"}
COLOURS = {
    "http": "#2f7bd9", "websocket": "#8250df", "sql": "#b7791f", "redis": "#c2410c", "nats": "#0f8a7e",
    "page": "#c2257a", "fault": "#d1242f", "log": "#5b7083", "wait": "#78716c", "note": "#78716c",
}  # fmt: skip
NAMES = {
    "http": ("HTTP exchange", "HTTP exchanges"), "websocket": ("frame", "frames"), "sql": ("query", "queries"),
    "redis": ("command", "commands"), "nats": ("message", "messages"), "page": ("page action", "page actions"),
}  # fmt: skip
MONO = "font-family:ui-monospace,monospace;font-size:12px;"
FOLDED = f"{MONO}white-space:pre-wrap;overflow-wrap:anywhere;margin:2px 0 6px 16px;"


def words(planned: "Planned") -> str:
    """The scenario's own words, the promises it stands for, and what was seen while it ran (Markdown)."""
    told = ["\n".join(planned.scenario.description)]
    told += [f"{promise}: {promises().get(promise, 'not in docs/promises.md')}" for promise in planned.promises]
    if planned.outcome and planned.outcome.status == "passed":
        told.append(summary(planned.journal.unmasked if planned.journal else ()))
        if planned.earlier:
            told.append(f"Flaky: passed at attempt {len(planned.earlier) + 1}.")
    return "\n\n".join(filter(None, told))


def summary(happened: "Sequence[Entry]") -> str:
    """What a scenario did, in a sentence: `Seen: 12 HTTP exchanges, 3 frames; longest wait 0.21 s.`"""
    counts = Counter(entry.channel for entry in happened)
    seen = [f"{counts[channel]} {names[counts[channel] > 1]}" for channel, names in NAMES.items() if counts[channel]]
    waits = [entry.details["seconds"] for entry in happened if entry.channel == "wait"]
    longest = f"; longest wait {max(waits):.2f} s" if waits else ""
    return f"Seen: {', '.join(seen)}{longest}." if seen else ""


def story(planned: "Planned", run: "Run") -> str:
    """The first page of something that went wrong (HTML): words, circumstances, replay, timeline."""
    place = f"{run.planned.index(planned) + 1}. of {len(run.planned)}" if planned in run.planned else ""
    circumstances = [
        f"seed {run.settings.seed}", f"{run.settings.order} order" + (f", {place}" if place else ""),
        f"worker {planned.worker}", f"{run.settings.environment} environment", f"run {run.token}",
    ]  # fmt: skip
    if planned.earlier:
        circumstances.append(f"attempt {len(planned.earlier) + 1}")
    parts = [f"<p>{_markdown(paragraph)}</p>" for paragraph in words(planned).split("\n\n") if paragraph]
    commands = [f"Replay: <code>{html.escape(run.replay(planned))}</code>"]
    if again := run.repeat():
        commands.append(f"With all its neighbours: <code>{html.escape(masking.mask(again))}</code>")
    parts.append(f"<p>{'<br>'.join([*commands, ' · '.join(circumstances)])}</p>")
    if planned.quarantined:
        parts.append(f"<p>Quarantined: {html.escape(planned.quarantined.words)}</p>")
    if planned.happened:
        parts.append(_timeline(planned))
    return "\n".join(parts)


@dataclass
class _Chapter:
    """A sentence of the scenario and what happened while it was carried out."""

    sentence: str
    status: str
    entries: "list[Entry]"

    @property
    def bad(self) -> bool:
        return self.status not in {"passed", "skipped", "untested"}


def _timeline(planned: "Planned") -> str:
    began = planned.happened[0].at
    local = began.astimezone()
    parts = [
        "<p><b>Timeline</b> of everything that went to and fro, and what the services logged of it. "
        f"Seconds since {local:%H:%M:%S}.{local.microsecond // 1000:03} (UTC{local:%z}).</p>"
    ]
    if told := [_row(entry, began) for entry in planned.happened if _stands_out(entry)]:
        before = f"<div style='{MONO}'>… {len(told) - MOST_OUT} before these</div>" if len(told) > MOST_OUT else ""
        parts.append(f"<p><b>What stands out</b></p>{before}{''.join(told[-MOST_OUT:])}<p></p>")
    chapters = list(_chapters(planned))
    wrong = next((number for number, one in enumerate(chapters) if one.bad), len(chapters) - 1)
    while wrong and not chapters[wrong].entries:
        wrong -= 1  # what it is judged by happened before
    parts += [_told(chapter, began, unfolded=number == wrong) for number, chapter in enumerate(chapters)]
    if planned.dropped:
        parts.append(f"<p>{planned.dropped} entries in the middle were not kept.</p>")
    return "\n".join(parts)


def _stands_out(entry: "Entry") -> bool:
    """True for what is rarely meant to be: a fault, trouble in a page, a service that fails, dies or complains."""
    details = entry.details
    if entry.channel == "http":
        return "status" in details and (details["status"] is None or details["status"] >= 500)
    if entry.channel == "log":
        return entry.what.endswith(" died") or not _CALM.match(entry.what)
    return entry.channel == "fault" or bool(details.get("trouble") or details.get("error"))


def _chapters(planned: "Planned") -> "Iterable[_Chapter]":
    """The sentences that were begun, then those that were not; the entries before the first have none."""
    steps = list(planned.scenario.all_steps)
    chapter = _Chapter("", "passed", [])
    for entry in planned.happened:
        if entry.channel != "step":
            chapter.entries.append(entry)
            continue
        if chapter.sentence or chapter.entries:
            yield chapter
        status = of_step(steps.pop(0)).status if steps else "untested"
        chapter = _Chapter(entry.what, status, [])
    yield chapter
    for step in steps:
        yield _Chapter(f"{step.keyword} {step.name}", "untested", [])


def _told(chapter: _Chapter, began: "datetime", *, unfolded: bool) -> str:
    counts = Counter(entry.channel for entry in chapter.entries)
    inside = ", ".join(f"{number} {channel}" for channel, number in counts.most_common())
    colour = "color:#d1242f;" if chapter.bad else ""
    head = (
        f'<b style="{colour}">{MARKS.get(chapter.status, "!")} {html.escape(chapter.sentence or "Before")}</b> '
        f'<span style="font-weight:400;opacity:.7;font-size:12px">{inside}</span>'
    )
    if not chapter.entries:
        return f'<div style="margin:4px 0 4px 16px">{head}</div>'
    rows = [_row(entry, began) for entry in chapter.entries]
    if (left_out := len(rows) - FIRST - LAST) > 0:
        told = f"<div style='{MONO}'>… {left_out} more, all in the attached timeline …</div>"
        rows[FIRST:-LAST] = [told]
    opened = " open" if unfolded else ""
    return (
        f'<details{opened} style="margin:4px 0"><summary style="margin:0 0 2px">{head}</summary>'
        f"{''.join(rows)}</details>"
    )


def _row(entry: "Entry", began: "datetime") -> str:
    colour = COLOURS.get(entry.channel, "inherit")
    line = (
        f"+{(entry.at - began).total_seconds():.3f} "
        f'<b style="color:{colour}">{entry.channel}</b> {html.escape(entry.what)}'
    )
    details = {
        name: value for name, value in entry.details.items() if value not in ("", None, {}, []) and name != "who"
    }
    if not details:
        return f'<div style="{MONO}margin:0 0 0 29px;overflow-wrap:anywhere">{line}</div>'
    inner = "\n".join(f"{html.escape(name)}: {html.escape(detail(value))}" for name, value in details.items())
    return (
        f'<details style="{MONO}margin:0 0 0 16px"><summary style="margin:0;overflow-wrap:anywhere">'
        f'<span style="font-weight:400">{line}</span></summary>'
        f'<div style="{FOLDED}">{inner}</div></details>'
    )


def _markdown(text: str) -> str:
    """The little of Markdown that promises are written in."""
    escaped = html.escape(text).replace("\n", "<br>")
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", escaped))


_CALM = re.compile(r"[\w-]+ (DEBUG|INFO)\b")  # a structured log line that is no warning
