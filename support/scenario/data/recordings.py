"""Recordings: music as artists hand it in, in several formats, rates and channels; made by code, real to the ear."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Kind = Literal["WAV", "FLAC", "OGG", "Opus", "MP3"]
_WRITTEN: dict[Kind, tuple[str, str]] = {
    "WAV": ("WAV", "PCM_16"),
    "FLAC": ("FLAC", "PCM_16"),
    "OGG": ("OGG", "VORBIS"),
    "Opus": ("OGG", "OPUS"),
    "MP3": ("MP3", "MPEG_LAYER_III"),
}
_BEAT = 0.25
_LOUDNESS = 0.25


@dataclass(frozen=True)
class Recording:
    """What a file is to be: its format, samples a second, channels."""

    kind: Kind
    rate: int = 44_100
    channels: int = 2

    def file(self, seconds: float, seed: int) -> bytes:
        """The file, of this length; another seed is other music. 2 s take about 20 ms."""
        return written(music(seconds, self.rate, self.channels, seed), self.rate, self.kind)


def music(seconds: float, rate: int, channels: int, seed: int) -> NDArray[np.float32]:
    """A melody with a breath of noise over all the frequencies there are, another in each channel: hard to encode."""
    import numpy as np

    chance = np.random.default_rng(seed)
    count = round(seconds * rate)
    time = np.arange(count) / rate
    beats = chance.integers(0, 24, size=int(seconds / _BEAT) + 1)
    notes = 220 * 2 ** (beats[(time / _BEAT).astype(int)] / 12)
    phase = np.cumsum(2 * np.pi * notes / rate)
    fading = (1 - time % _BEAT / _BEAT) ** 2
    melody = np.sin(phase) + 0.4 * np.sin(2 * phase)
    sound = [fading * (melody + 0.3 * chance.standard_normal(count)) for _ in range(channels)]
    return (_LOUDNESS * np.stack(sound, axis=1)).astype(np.float32).clip(-1, 1)


def written(sound: NDArray[np.float32], rate: int, kind: Kind) -> bytes:
    """Sound (samples by channels, from -1 to 1) as a file of this kind."""
    import soundfile  # type: ignore[import-untyped]

    file = io.BytesIO()
    container, subtype = _WRITTEN[kind]
    soundfile.write(file, sound, rate, subtype, format=container)
    return file.getvalue()
