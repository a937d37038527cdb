"""Sound: what an upload holds, and the renditions made of it.

Everything here blocks and is run in threads; libsndfile works without Python's global lock. All of it goes
block by block, so that memory does not grow with the length of a track.
"""

from __future__ import annotations

import os
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Quality = Literal["low", "medium", "high"]
QUALITIES: tuple[Quality, ...] = get_args(Quality)
BITRATE_KBPS: dict[Quality, int] = {"low": 128, "medium": 192, "high": 320}
CONTENT_TYPE = "audio/mpeg"

MAX_SECONDS = 600
MIN_SECONDS = 0.1
ACCEPTED_FORMATS = ("WAV", "WAVEX", "FLAC", "OGG", "MP3")
LEAST_RATE, MOST_RATE = 8_000, 192_000
"""Sample rates in Hz that are accepted."""
MP3_RATES = (32_000, 44_100, 48_000)
"""Those at which MP3 knows all three bitrates."""

_BLOCK = 65_536
_OGG_PAGE_BYTES = 65_307
_OGG_HEADER_BYTES = 27
_LAST_PAGE = 0x04


class NotAudio(Exception):
    """An upload that is refused: a stable code, and a sentence for whoever sent it."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


class Abandoned(Exception):
    """A rendition that nobody waits for any more."""


@dataclass(frozen=True)
class Rendition:
    """One finished file: constant bitrate in kbit/s, size in bytes."""

    quality: Quality
    bitrate_kbps: int
    bytes: int


def examine(path: Path) -> float:
    """Decode all of it; returns its length in seconds, to the millisecond. Raises `NotAudio`.

    The header is believed in nothing: the length is what was really there, and a file that holds less than
    its header says is refused as damaged. (MP3 without a length in its header cannot be found out.)
    """
    soundfile = _soundfile()
    unreadable = NotAudio("NOT_AUDIO", "This is not a WAV, FLAC, OGG or MP3 file.")
    try:
        with soundfile.SoundFile(path) as sound:
            if sound.format not in ACCEPTED_FORMATS:
                raise unreadable
            if not 1 <= sound.channels <= 2:
                raise NotAudio("UNSUPPORTED", "Only mono and stereo are supported.")
            if not LEAST_RATE <= sound.samplerate <= MOST_RATE:
                raise NotAudio("UNSUPPORTED", f"A sample rate of {sound.samplerate} Hz is not supported.")
            frames = 0
            while count := len(sound.read(_BLOCK, dtype="float32")):
                frames += count
                if frames > MAX_SECONDS * sound.samplerate:
                    raise NotAudio("TOO_LONG", "A track is at most ten minutes long.")
            damaged = frames < sound.frames or _ends_early(path, sound.format)
            seconds = frames / int(sound.samplerate)
    except soundfile.LibsndfileError as error:
        if str(error).startswith("Error opening"):
            raise unreadable from None
        damaged, seconds = True, 0.0
    if damaged:
        raise NotAudio("DAMAGED", "The file is damaged or not complete.")
    if seconds < MIN_SECONDS:
        raise NotAudio("TOO_SHORT", "The file holds less than a tenth of a second of sound.")
    return round(seconds, 3)


def _soundfile() -> Any:
    """Imported where it is needed: it brings NumPy, and a service is ready sooner without."""
    import soundfile  # type: ignore[import-untyped]

    return soundfile


def _ends_early(path: Path, kind: str) -> bool:
    """Whether a WAV or OGG file stops before its end; libsndfile forgives both."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if kind in ("WAV", "WAVEX"):
            declared = int.from_bytes(file.read(8)[4:], "little")
            unknown = (0, 0xFFFFFFFF)  # written by programs that did not know the length beforehand
            return declared not in unknown and declared + 8 > size + 1
        if kind == "OGG":
            file.seek(max(0, size - _OGG_PAGE_BYTES))
            tail = file.read()
            page = tail[max(0, tail.rfind(b"OggS")) :]
            if len(page) < _OGG_HEADER_BYTES:
                return True
            segments = page[_OGG_HEADER_BYTES:][: page[26]]
            whole = len(segments) == page[26] and len(page) >= _OGG_HEADER_BYTES + len(segments) + sum(segments)
            return not (whole and page[5] & _LAST_PAGE)
    return False


def encode(source: Path, target: Path, quality: Quality, abandoned: threading.Event) -> Rendition:
    """Make one rendition; `target` appears whole or not at all. Raises `Abandoned` when told to give up.

    `low` is mono, which suits a poor line and takes a third of the time to encode.
    """
    import soxr  # type: ignore[import-untyped]

    soundfile = _soundfile()
    bitrate = BITRATE_KBPS[quality]
    unfinished = target.with_suffix(".part")
    with soundfile.SoundFile(source) as sound:
        channels = 1 if quality == "low" else sound.channels
        rate = _mp3_rate(sound.samplerate)
        converted = soxr.ResampleStream(sound.samplerate, rate, channels, dtype="float32")
        with soundfile.SoundFile(
            unfinished,
            "w",
            rate,
            channels,
            "MPEG_LAYER_III",
            format="MP3",
            bitrate_mode="CONSTANT",
            compression_level=(320 - bitrate) / (320 - 32),  # libsndfile: 0 is 320 kbit/s, 1 is 32
        ) as rendition:
            ended = False
            while not ended:
                if abandoned.is_set():
                    unfinished.unlink()
                    raise Abandoned
                block = sound.read(_BLOCK, dtype="float32", always_2d=True)
                ended = not len(block)
                rendition.write(converted.resample_chunk(_tamed(block, channels), last=ended))
    os.replace(unfinished, target)
    return Rendition(quality, bitrate, target.stat().st_size)


def _tamed(block: NDArray[np.float32], channels: int) -> NDArray[np.float32]:
    """Mixed down where needed, and within full scale: floating-point files may hold anything."""
    import numpy as np

    if channels < block.shape[1]:
        block = block.mean(axis=1, keepdims=True, dtype=np.float32)
    return np.clip(np.nan_to_num(block, copy=False), -1.0, 1.0)


def _mp3_rate(rate: int) -> int:
    """The sample rate to convert to: the same where MP3 has it, a simple fraction where there is one."""
    if rate in MP3_RATES:
        return rate
    return 48_000 if 48_000 % rate == 0 or rate % 48_000 == 0 else 44_100
