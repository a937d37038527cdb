"""Whether one piece of audio is another, and how good it is: decoded, and compared as it would be heard."""

from __future__ import annotations

import io
from collections import Counter
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
_MPEG_1_LAYER_3 = 0b111_1111_1111_11_01
_MP3_KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0)
"""By index in the header of a frame; nought for none and for any."""
_MP3_RATES = (44_100, 48_000, 32_000, 1)


def likeness(original: bytes, heard: bytes) -> float:
    """How alike two pieces of audio sound where they are least alike, from 0 to 1; WAV, FLAC, OGG or MP3.

    All channels are taken together. Each piece of half a second is correlated with the same piece of the other, after
    both were laid upon each other as well as can be, at the sample rate of the second. Costs about 10 ms for each 10 s,
    more where rates differ. Raises ValueError for what is no audio.
    """
    import numpy as np

    sounds, rate = _laid_upon(original, heard)
    one, other = (sound.mean(axis=1) for sound in sounds)
    piece = round(PIECE * rate)
    starts = range(0, max(1, len(one) - piece + 1), piece)
    return float(min(_correlation(one[at : at + piece], other[at : at + piece], np) for at in starts))


def fidelity(original: bytes, heard: bytes) -> float:
    """How much louder the original is than what is wrong with what is heard, in dB, over all of its channels.

    The higher the better: noisy music in stereo has about 11 dB at 128 kbit/s in mono, 13 at 192 and 18 at 320.
    Raises ValueError for what is no audio.
    """
    import numpy as np

    (one, other), _ = _laid_upon(original, heard)
    wrong = one - other  # what is mono is heard from both sides
    return float(10 * np.log10(np.square(one).sum() / max(np.square(wrong).sum(), 1e-12)))


def frames(mp3: bytes) -> Counter[tuple[int, int]]:
    """How many frames of an MP3 (MPEG 1, layer III) have which bit rate in kbit/s and number of channels.

    All of it is walked. Raises ValueError where there is anything but whole frames, a tag at the beginning aside.
    """
    found: Counter[tuple[int, int]] = Counter()
    at = 10 + sum((byte & 0x7F) << 7 * (3 - place) for place, byte in enumerate(mp3[6:10])) if mp3[:3] == b"ID3" else 0
    while at < len(mp3):
        header = int.from_bytes(mp3[at : at + 4], "big")
        rate = _MP3_KBITS[header >> 12 & 15] if header >> 17 == _MPEG_1_LAYER_3 else 0
        if not rate:
            raise ValueError(f"no frame at byte {at} of {len(mp3)}")
        found[rate, 1 if header >> 6 & 3 == 3 else 2] += 1
        at += 144_000 * rate // _MP3_RATES[header >> 10 & 3] + (header >> 9 & 1)
    if at != len(mp3):
        raise ValueError(f"the last frame lacks {at - len(mp3)} bytes")
    return found


def _laid_upon(original: bytes, heard: bytes) -> tuple[tuple[NDArray[np.float64], NDArray[np.float64]], int]:
    """Both as samples by channels, cut to what they have in common, and their samples a second: the second's."""
    (one, its_rate), (other, rate) = _decoded(original), _decoded(heard)
    if its_rate != rate:
        from scipy.signal import resample_poly  # type: ignore[import-untyped]

        one = resample_poly(one, rate, its_rate, axis=0)
    length = min(len(one), len(other))
    middle, its_middle = one[:length].mean(axis=1), other[:length].mean(axis=1)
    shift = _best_shift(middle, its_middle, round(SHIFT * rate))
    one, other = one[max(0, -shift) :], other[max(0, shift) :]
    length = min(len(one), len(other))
    return (one[:length], other[:length]), rate


def _decoded(audio: bytes) -> tuple[NDArray[np.float64], int]:
    import soundfile  # type: ignore[import-untyped]

    try:
        sound, rate = soundfile.read(io.BytesIO(audio), always_2d=True)
    except soundfile.LibsndfileError as error:
        raise ValueError(f"{len(audio)} bytes are no audio: {error}") from error
    if not len(sound):
        raise ValueError("there is no sound in it")
    return sound, int(rate)


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
