"""A line of progress that is rewritten in place while something takes its time."""

import shutil
import threading
import time
from typing import TextIO

CLEAR = "\r\x1b[2K"
LONG = 15
"""Seconds after which, and after which again, something is told of that goes on."""


class LiveLine:
    """On a terminal, shows what is being done and for how long; elsewhere tells it only when it takes long."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._on_terminal = stream.isatty()
        self._lock = threading.Lock()
        self._text = ""
        self._since = 0.0
        self._shown = 0
        self._told = 0
        self._over = threading.Event()
        self._ticker: threading.Thread | None = None

    def show(self, text: str) -> None:
        """Show this until the next word. Its seconds are counted from now."""
        with self._lock:
            self._text, self._since, self._told = text, time.monotonic(), 0
            if self._on_terminal:
                self._draw()
        if self._ticker is None:
            self._ticker = threading.Thread(target=self._tick, name="progress", daemon=True)
            self._ticker.start()

    def draw(self, text: str) -> None:
        """On a terminal, show this until the next word, without counting."""
        with self._lock:
            if self._on_terminal and text != self._text:
                self._text, self._since = text, time.monotonic()
                self._draw()

    def rest(self) -> None:
        """Have no thread, so that the process can fork; the next word begins anew."""
        if self._ticker:
            self._over.set()
            self._ticker.join()
            self._over.clear()
            self._ticker = None

    def print(self, text: str = "") -> None:
        """Print a line that stays."""
        with self._lock:
            if self._text and self._on_terminal:
                self._stream.write(CLEAR)
            self._text = ""
            self._stream.write(f"{text}\n")
            self._stream.flush()

    def close(self) -> None:
        """Take the line away."""
        self._over.set()
        if self._ticker:
            self._ticker.join()
        with self._lock:
            if self._text and self._on_terminal:
                self._stream.write(CLEAR)
                self._stream.flush()

    def _tick(self) -> None:
        while not self._over.wait(0.25):
            with self._lock:
                if self._text and self._on_terminal and self._seconds() != self._shown:
                    self._draw()
                elif self._text and not self._on_terminal and self._seconds() >= self._told + LONG:
                    self._told = self._seconds()
                    self._stream.write(f"{self._text} ({self._told} s so far)\n")
                    self._stream.flush()

    def _seconds(self) -> int:
        return int(time.monotonic() - self._since)

    def _draw(self) -> None:
        self._shown = self._seconds()
        text = f"{self._text} ({self._shown} s)" if self._shown else self._text
        self._stream.write(CLEAR + text[: shutil.get_terminal_size().columns - 1])
        self._stream.flush()
