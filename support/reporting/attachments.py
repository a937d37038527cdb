"""Handing evidence to the report. Where no report is being written, it goes nowhere and does no harm."""

from collections.abc import Callable
from pathlib import Path

Sink = Callable[[str, "str | Path", str, str], None]

_sink: list[Sink] = []

KINDS = {
    ".txt": "text/plain",
    ".log": "text/plain",
    ".json": "application/json",
    ".html": "text/html",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webm": "video/webm",
    ".zip": "application/vnd.allure.playwright-trace",
}


def attach(name: str, content: str | Path, kind: str = "") -> None:
    """Attach a text, or the file at a path, to the scenario under way.

    `kind` is a MIME type; without it a file's ending tells, and a text is plain.
    """
    told = next((ending for ending, told in KINDS.items() if told == kind), ".txt")
    suffix = content.suffix if isinstance(content, Path) else told
    for sink in _sink:
        sink(name, content, kind or KINDS.get(suffix, "application/octet-stream"), suffix.removeprefix("."))


def open_sink(sink: Sink) -> None:
    """From here attachments go to `sink(name, content, kind, file ending)`."""
    _sink.append(sink)


def close_sink(sink: Sink) -> None:
    """From here they no longer do."""
    if sink in _sink:
        _sink.remove(sink)
