"""Whether one piece of audio is another: decoded, and compared as it would be heard."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SHIFT = 0.1
"""Seconds by which what was encoded may begin later or earlier: codecs put silence around it."""
PIECE = 0.5
"""Seconds of the pieces that are compared each by itself, so that a wrong one is not lost in an hour."""
ALIKE = 0.9
"""From which likeness on it is the same piece of music. Codecs at 128 kbit/s keep 0.99; another melody has 0.5."""


def likeness(original: bytes, heard: bytes) -> float:
    """How alike two pieces of audio sound where they are least alike, from 0 to 1; WAV, FLAC, OGG or MP3.

    All channels are taken together. Each piece of half a second is correlated with the same piece of the other, after
    both were laid upon each other as well as can be. Costs about 10 ms for each 10 s. Raises ValueError for what is no
    audio, or of another sample rate.
    """
    import numpy as np

    (one, rate), (other, its_rate) = _decoded(original), _decoded(heard)
    if rate != its_rate:
        raise ValueError(f"one has {rate} and the other {its_rate} samples a second")
    length = min(len(one), len(other))
    shift = _best_shift(one[:length], other[:length], round(SHIFT * rate))
    one, other = one[max(0, -shift) :], other[max(0, shift) :]
    length = min(len(one), len(other))
    piece = round(PIECE * rate)
    starts = range(0, max(1, length - piece + 1), piece)
    return float(min(_correlation(one[at : at + piece], other[at : at + piece], np) for at in starts))


def _decoded(audio: bytes) -> tuple[NDArray[np.float64], int]:
    import soundfile  # type: ignore[import-untyped]

    try:
        sound, rate = soundfile.read(io.BytesIO(audio), always_2d=True)
    except soundfile.LibsndfileError as error:
        raise ValueError(f"{len(audio)} bytes are no audio: {error}") from error
    if not len(sound):
        raise ValueError("there is no sound in it")
    mono: NDArray[np.float64] = sound.mean(axis=1)
    return mono, int(rate)


def _best_shift(one: NDArray[np.float64], other: NDArray[np.float64], most: int) -> int:
    """By how many samples `other` is later than `one`, so that they fit best."""
    import numpy as np

    size = 1 << (2 * len(one) - 1).bit_length()
    product = np.fft.rfft(other, size) * np.conj(np.fft.rfft(one, size))
    correlated = np.fft.irfft(product, size)
    shifts = np.arange(-most, most + 1)
    return int(shifts[correlated[shifts].argmax()])


def _correlation(one: NDArray[np.float64], other: NDArray[np.float64], np: Any) -> float:
    """From 0 to 1; what is silent is like nothing but silence."""
    loudness = float(np.sqrt(one @ one * (other @ other)))
    if loudness < 1e-9:
        return float(np.abs(one).max() < 1e-3 and np.abs(other).max() < 1e-3)
    return max(0.0, float(one @ other) / loudness)
