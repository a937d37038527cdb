"""What is the same piece of audio is told from what is not."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]

from support.observing.sound import ALIKE, likeness
from support.scenario.data.audio import RATE, wav

SECONDS = 4.0
ORIGINAL = wav(SECONDS, 7)


def as_mp3(audio: bytes, change: Callable[[Any], Any] = lambda sound: sound, *, kbit: int = 128) -> bytes:
    sound, rate = soundfile.read(io.BytesIO(audio))
    file = io.BytesIO()
    level = (320 - kbit) / (320 - 32)
    soundfile.write(
        file, change(sound), rate, "MPEG_LAYER_III", format="MP3", bitrate_mode="CONSTANT", compression_level=level
    )
    return file.getvalue()


@pytest.mark.parametrize("kbit", [128, 192, 320])
def test_what_was_encoded_is_the_same(kbit: int) -> None:
    assert likeness(ORIGINAL, as_mp3(ORIGINAL, kbit=kbit)) > 0.97


def test_two_channels_are_heard_together() -> None:
    assert likeness(wav(SECONDS, 7, channels=2), as_mp3(ORIGINAL)) > 0.97


@pytest.mark.parametrize("seed", range(20))
def test_another_melody_is_another(seed: int) -> None:
    assert likeness(ORIGINAL, as_mp3(wav(SECONDS, 100 + seed))) < ALIKE - 0.1


def hum(sound: Any) -> Any:
    return np.sin(2 * np.pi * 220 * np.arange(len(sound)) / RATE) / 4


def with_a_hole(sound: Any) -> Any:
    return np.concatenate((sound[: 2 * RATE], np.zeros(RATE // 2), sound[2 * RATE + RATE // 2 :]))


def other_in_the_middle(sound: Any) -> Any:
    other, _ = soundfile.read(io.BytesIO(wav(SECONDS, 8)))
    return np.concatenate((sound[:RATE], other[RATE : 2 * RATE], sound[2 * RATE :]))


@pytest.mark.parametrize("change", [hum, with_a_hole, other_in_the_middle, np.zeros_like, lambda sound: sound[::-1]])
def test_what_is_wrong_anywhere_is_not_the_same(change: Callable[[Any], Any]) -> None:
    assert likeness(ORIGINAL, as_mp3(ORIGINAL, change)) < ALIKE - 0.1


def test_what_is_no_audio() -> None:
    with pytest.raises(ValueError, match="5 bytes are no audio"):
        likeness(ORIGINAL, b"noise")
