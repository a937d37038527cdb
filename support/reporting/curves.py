"""What was measured again and again while something went on, drawn over its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 480.0, 60.0
"""Pixels of one drawing."""
_STYLE = (
    "body{font:14px system-ui,sans-serif;margin:1rem;color:#1d2433}table{border-collapse:collapse}"
    "caption{text-align:left;font-weight:600;padding-bottom:.5rem}"
    "th,td{padding:.3rem .7rem;border-bottom:1px solid #d8dce4;text-align:right;white-space:nowrap}"
    "th:first-child,td:first-child{text-align:left}"
)


@dataclass(frozen=True)
class Curve:
    """Figures of one kind, each with the second in which it was measured, and the one that is promised, if any."""

    what: str
    points: Sequence[tuple[float, float]]
    promised: float | None = None


def page(title: str, seconds: float, curves: Sequence[Curve], said: Sequence[str] = ()) -> str:
    """A page of HTML that needs nothing else: each from nothing to its highest; dashed is what is promised.

    `said` are sentences to stand below.
    """
    head = "".join(f'<th scope="col">{one}</th>' for one in ("", "lowest", "highest", "promised", ""))
    rows = "".join(_row(one, seconds) for one in curves)
    told = "".join(f"<p>{escape(one)}</p>" for one in said)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f"<table><caption>{escape(title)}, {seconds:.1f} s</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table>{told}</html>"
    )


def _row(one: Curve, seconds: float) -> str:
    figures = [figure for _, figure in one.points]
    promised = "" if one.promised is None else f"{one.promised:,.0f}"
    lowest, highest = (f"{kind(figures):,.0f}" if figures else "" for kind in (min, max))
    cells = (escape(one.what), lowest, highest, promised, _drawing(one, seconds))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _drawing(one: Curve, seconds: float) -> str:
    top = max([figure for _, figure in one.points] + [one.promised or 0.0]) or 1.0
    places = [(at / seconds * WIDTH, HEIGHT * (1 - figure / top)) for at, figure in one.points]
    line = " ".join(f"{across:.1f},{down:.1f}" for across, down in places)
    limit = ""
    if one.promised is not None:
        down = HEIGHT * (1 - one.promised / top)
        limit = f'<path d="M0 {down:.1f}H{WIDTH:.0f}" stroke="#a1121f" stroke-dasharray="4 3"/>'
    return (
        f'<svg width="{WIDTH:.0f}" height="{HEIGHT:.0f}" role="img" aria-label="{escape(one.what, quote=True)}">'
        f'{limit}<polyline points="{line}" fill="none" stroke="#2f6f8f" stroke-width="2"/></svg>'
    )
