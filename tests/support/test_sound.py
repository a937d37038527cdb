"""What is the same piece of audio is told from what is not."""

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]

from support.observing.sound import ALIKE, fidelity, frames, likeness
from support.scenario.data.audio import RATE, wav
from support.scenario.data.recordings import Recording

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


NOISY = Recording("WAV").file(2, 3)


def test_another_rate_is_the_same_music() -> None:
    assert likeness(wav(SECONDS, 7), as_mp3(resampled(wav(SECONDS, 7)))) > 0.97


def resampled(audio: bytes) -> bytes:
    from scipy.signal import resample_poly  # type: ignore[import-untyped]

    sound, rate = soundfile.read(io.BytesIO(audio))
    file = io.BytesIO()
    soundfile.write(file, resample_poly(sound, 48_000, rate), 48_000, format="WAV")
    return file.getvalue()


def test_more_bits_are_nearer_to_what_was_there() -> None:
    low, medium, high = (fidelity(NOISY, as_mp3(NOISY, kbit=kbit)) for kbit in (128, 192, 320))

    assert low + 1 < medium < high - 1


def test_what_is_made_of_low_quality_is_no_better() -> None:
    low = as_mp3(NOISY)

    assert fidelity(NOISY, as_mp3(low, kbit=320)) < fidelity(NOISY, low) + 0.2


def test_one_channel_is_not_two() -> None:
    assert (
        fidelity(NOISY, as_mp3(NOISY, lambda sound: sound.mean(axis=1), kbit=320))
        < fidelity(NOISY, as_mp3(NOISY, kbit=320)) - 3
    )


@pytest.mark.parametrize("kbit", [128, 192, 320])
def test_every_frame_is_counted(kbit: int) -> None:
    found = frames(as_mp3(NOISY, kbit=kbit))

    assert set(found) == {(kbit, 2)}
    assert found.total() * 1_152 / RATE == pytest.approx(2, abs=0.1)


@pytest.mark.parametrize(
    "spoil", [lambda mp3: mp3[:-9], lambda mp3: mp3[:500] + b"noise" + mp3[500:], lambda _: b"noise"]
)
def test_what_is_not_whole_frames(spoil: Callable[[bytes], bytes]) -> None:
    with pytest.raises(ValueError, match="frame"):
        frames(spoil(as_mp3(NOISY)))
