"""The table of figures that a scenario measured, each beside what is promised, and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from support.observing.measuring import Sample, milliseconds

WIDTH = 320.0
"""Pixels of the longest line that is drawn."""
_STYLE = (
    "body{font:14px system-ui,sans-serif;margin:1rem;color:#1d2433}"
    "table{border-collapse:collapse}caption{text-align:left;font-weight:600;padding-bottom:.5rem}"
    "th,td{padding:.3rem .7rem;border-bottom:1px solid #d8dce4;text-align:right;white-space:nowrap}"
    "th:first-child,td:first-child,th:nth-child(2),td:nth-child(2){text-align:left}"
    ".over{color:#a1121f;font-weight:600}"
)


@dataclass(frozen=True)
class Figure:
    """What was measured of one thing that a service does, and the average that is promised of it, in seconds."""

    service: str
    call: str
    sample: Sample
    promised: float | None = None

    @property
    def kept(self) -> bool:
        return self.promised is None or self.sample.mean <= self.promised


def page(title: str, figures: Sequence[Figure]) -> str:
    """A page of HTML that needs nothing else.

    Lines go from the median to the 95th percentile, with a dot at the average; upright is what is promised of it.
    """
    longest = max((max(one.sample.p95, one.promised or 0.0) for one in figures), default=1.0) or 1.0
    rows = "".join(_row(one, WIDTH / longest) for one in figures)
    heads = ("service", "call", "times", "average", "promised", "median", "95 %", "longest", "")
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f"<table><caption>{escape(title)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></html>"
    )


def _row(one: Figure, scale: float) -> str:
    sample = one.sample
    promised = "" if one.promised is None else milliseconds(one.promised)
    cells = [
        f"<td>{escape(one.service)}</td><td>{escape(one.call)}</td><td>{sample.count}</td>",
        f"<td{'' if one.kept else ' class=over'}>{milliseconds(sample.mean)}</td><td>{promised}</td>",
        *(f"<td>{milliseconds(value)}</td>" for value in (sample.p50, sample.p95, sample.max)),
        f"<td>{_drawing(one, scale)}</td>",
    ]
    return f"<tr>{''.join(cells)}</tr>"


def _drawing(one: Figure, scale: float) -> str:
    sample = one.sample
    left, right, average = (value * scale for value in (sample.p50, sample.p95, sample.mean))
    mark = ""
    if one.promised is not None:
        place = one.promised * scale
        mark = f'<path d="M{place:.1f} 1V15" stroke="#a1121f"/>'
    return (
        f'<svg width="{WIDTH + 8:.0f}" height="16" role="img" aria-label="{milliseconds(sample.p50)} to '
        f'{milliseconds(sample.p95)}"><path d="M{left:.1f} 8H{max(right, left + 1):.1f}" stroke="#3b6fd4" '
        f'stroke-width="5"/><circle cx="{average:.1f}" cy="8" r="4" fill="#1d2433"/>{mark}</svg>'
    )
