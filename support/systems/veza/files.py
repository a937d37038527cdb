"""Files that artists hand in, in the words of the features: good ones, at every limit, and those not to be taken."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from support.scenario.data.recordings import Kind, Recording

MOST_BYTES = 20_000_000
SECONDS = 2.35
"""Length of a file where it does not matter: no whole seconds, so that nobody gets it right by rounding."""
_SEED = 13
_KINDS: dict[str, Kind] = {"WAV": "WAV", "FLAC": "FLAC", "OGG": "OGG", "Opus": "Opus", "MP3": "MP3"}
_RECORDING = r"an? (WAV|FLAC|OGG|Opus|MP3) file in (mono|stereo) at (\d+(?:\.\d+)?) kHz"


class File(NamedTuple):
    """A file as it is handed in."""

    name: str
    content: bytes
    seconds: float
    """Of sound; nought where there is none."""


def named(words: str) -> File:
    """The file that these words speak of: one of `FILES`, or "a FLAC file in stereo at 96 kHz"; else ValueError."""
    if found := re.fullmatch(_RECORDING, words):
        kind = _KINDS[found[1]]
        made = Recording(kind, round(float(found[3]) * 1000), 1 if found[2] == "mono" else 2)
        return File(f"song.{kind.lower()}", made.file(SECONDS, _SEED), SECONDS)
    if words not in FILES:
        raise ValueError(f"there is no file called {words!r}")
    return FILES[words]()


def _good(kind: Kind, seconds: float = SECONDS, rate: int = 44_100, channels: int = 2) -> bytes:
    return Recording(kind, rate, channels).file(seconds, _SEED)


def _of_size(size: int) -> File:
    """A WAV file of exactly so many bytes, at a rate at which it is short: it is quickly prepared."""
    header, rate = len(_good("WAV", 0.1, 96_000)) - 4 * 9_600, 96_000
    seconds = (size - header) // 4 / rate
    content = bytearray(_good("WAV", 1.0, rate))
    content[4:8] = (size - 8).to_bytes(4, "little")
    content[header - 4 : header] = (size - header).to_bytes(4, "little")
    sound = bytes(content[header:])
    content = bytearray(content[:header]) + (sound * (size // len(sound) + 1))[: size - header]
    return File("song.wav", bytes(content), seconds)


def _long(seconds: float) -> File:
    """Quiet, and at the lowest rate: a file of a few kB."""
    import numpy as np

    from support.scenario.data.recordings import written

    return File("song.flac", written(np.zeros((round(8_000 * seconds), 1), np.float32), 8_000, "FLAC"), seconds)


def _channels(number: int) -> File:
    return File("song.wav", _good("WAV", channels=number), 0)


def _cut(kind: Kind, share: float) -> File:
    """Only the first part of a good file."""
    content = _good(kind)
    return File(f"song.{kind.lower()}", content[: round(len(content) * share)], 0)


def _without_last_page(kind: Kind) -> File:
    """All that is there is whole: only that nothing says that this is the end tells that there was more."""
    content = _good(kind, rate=48_000)
    return File(f"song.{kind.lower()}", content[: content.rfind(b"OggS")], 0)


def _spoilt() -> File:
    content = bytearray(_good("FLAC"))
    middle = len(content) // 2
    content[middle : middle + 400] = bytes(range(200)) * 2
    return File("song.flac", bytes(content), 0)


FILES: dict[str, Callable[[], File]] = {
    "a file of 20 MB": lambda: _of_size(MOST_BYTES),
    "a file of 20 MB and one byte": lambda: File("song.wav", _of_size(MOST_BYTES).content + b"\0", 0),
    "a file of 25 MB": lambda: _of_size(25_000_000)._replace(seconds=0),
    "a file of ten minutes": lambda: _long(600),
    "a file of ten minutes and a second": lambda: _long(601)._replace(seconds=0),
    "a tenth of a second of music": lambda: File("song.wav", _good("WAV", 0.1), 0.1),
    "a twentieth of a second of music": lambda: File("song.wav", _good("WAV", 0.05), 0),
    "half a minute of music": lambda: File("song.ogg", _good("OGG", 30), 30),
    "a FLAC file that is called song.txt": lambda: File("song.txt", _good("FLAC"), SECONDS),
    "a text that is called song.mp3": lambda: File("song.mp3", b"I could listen to this all night.\n" * 500, 0),
    "a picture that is called song.wav": lambda: File("song.wav", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, 0),
    "an empty file": lambda: File("song.wav", b"", 0),
    "a WAV file with six channels": lambda: _channels(6),
    "a WAV file at 7 kHz": lambda: File("song.wav", _good("WAV", rate=7_000), 0),
    "a WAV file at 193 kHz": lambda: File("song.wav", _good("WAV", rate=193_000), 0),
    "a piece of music": lambda: File("song.flac", _good("FLAC"), SECONDS),
    "a second piece of music": lambda: File("song.flac", Recording("FLAC").file(SECONDS, _SEED + 1), SECONDS),
    "the first half of a WAV file": lambda: _cut("WAV", 0.5),
    "a FLAC file without its end": lambda: _cut("FLAC", 0.98),
    "a WAV file without its end": lambda: _cut("WAV", 0.95),
    "the first half of an OGG file": lambda: _cut("OGG", 0.5),
    "an OGG file without its last page": lambda: _without_last_page("OGG"),
    "an Opus file without its last page": lambda: _without_last_page("Opus"),
    "an MP3 file without its end": lambda: _cut("MP3", 0.95),
    "a FLAC file with a spoilt middle": _spoilt,
}
REASONS = {
    "it is no audio": ("NOT_AUDIO", "This is not a WAV, FLAC, OGG or MP3 file."),
    "it is damaged": ("DAMAGED", "The file is damaged or not complete."),
    "it is too large": ("TOO_LARGE", "The file is larger than 20 MB."),
    "it is too long": ("TOO_LONG", "A track is at most ten minutes long."),
    "it is too short": ("TOO_SHORT", "The file holds less than a tenth of a second of sound."),
    "it has too many channels": ("UNSUPPORTED", "Only mono and stereo are supported."),
    "its sample rate is too low": ("UNSUPPORTED", "A sample rate of 7000 Hz is not supported."),
    "its sample rate is too high": ("UNSUPPORTED", "A sample rate of 193000 Hz is not supported."),
}
"""Why a file is not taken: the code of the field, and what the artist is told."""
