"""The table of who was there how much of the time, and the course of it, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 640.0
"""Pixels of the whole time."""
_STYLE = (
    "body{font:14px system-ui,sans-serif;margin:1rem;color:#1d2433}table{border-collapse:collapse}"
    "caption{text-align:left;font-weight:600;padding-bottom:.5rem}"
    "th,td{padding:.3rem .7rem;border-bottom:1px solid #d8dce4;text-align:right;white-space:nowrap}"
    "th:first-child,td:first-child{text-align:left}"
)


@dataclass(frozen=True)
class Presence:
    """One service in the time that was looked at; all times in seconds since its beginning."""

    service: str
    asked: int
    answered: int
    own: tuple[tuple[float, float], ...]
    """When it was restarted: from when to when."""
    away: tuple[tuple[float, float], ...]
    """When it did not answer: from the first question without an answer to the next answer."""

    @property
    def longest(self) -> float:
        """Seconds that it was away at most; 0 when it never was."""
        return max((end - begin for begin, end in self.away), default=0.0)


def page(title: str, seconds: float, services: Sequence[Presence]) -> str:
    """A page of HTML that needs nothing else: grey is a service's own restart, red when it did not answer."""
    heads = ("service", "asked", "answered", "longest away", "")
    head = "".join(f'<th scope="col">{one}</th>' for one in heads)
    rows = "".join(_row(one, WIDTH / seconds) for one in services)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
        f"<table><caption>{escape(title)}, {seconds:.1f} s</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></html>"
    )


def _row(one: Presence, scale: float) -> str:
    share = one.answered / one.asked if one.asked else 0.0
    cells = (escape(one.service), str(one.asked), f"{share:.2%}", f"{one.longest:.2f} s", _drawing(one, scale))
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _drawing(one: Presence, scale: float) -> str:
    own = "".join(_bar(begin, end, scale, 'y="0" height="16" fill="#c3c8d2"') for begin, end in one.own)
    away = "".join(_bar(begin, end, scale, 'y="5" height="6" fill="#a1121f"') for begin, end in one.away)
    line = f'<rect x="0" y="5" width="{WIDTH:.0f}" height="6" fill="#2f8f5b"/>'
    told = "; ".join(f"away from {begin:.2f} s to {end:.2f} s" for begin, end in one.away) or "never away"
    return f'<svg width="{WIDTH:.0f}" height="16" role="img" aria-label="{told}">{own}{line}{away}</svg>'


def _bar(begin: float, end: float, scale: float, looks: str) -> str:
    return f'<rect x="{begin * scale:.1f}" width="{max(1.0, (end - begin) * scale):.1f}" {looks}/>'
