"""Which uploads are taken, and what the renditions of them really are."""

from __future__ import annotations

import threading
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]
from numpy.typing import NDArray

from platforms.veza.stream_server import audio

BITRATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""Of MPEG-1 layer III in kbit/s, as the headers of its frames number them."""
SAMPLE_RATES = (44_100, 48_000, 32_000)


def chord(seconds: float, rate: int = 44_100, channels: int = 2) -> NDArray[np.float32]:
    time = np.arange(int(seconds * rate)) / rate
    notes = [0.2 * sum(np.sin(2 * np.pi * tone * time) for tone in (220 + n, 277, 330)) for n in range(channels)]
    return np.stack(notes, axis=1).astype(np.float32)


def write(path: Path, sound: NDArray[Any], rate: int = 44_100, kind: str = "WAV", subtype: str = "PCM_16") -> Path:
    soundfile.write(path, sound, rate, subtype, format=kind)
    return path


def frames_of(mp3: bytes) -> Counter[tuple[int, int, int]]:
    """How many frames have which bitrate (kbit/s), sample rate (Hz) and number of channels; all bytes are walked."""
    found: Counter[tuple[int, int, int]] = Counter()
    at = 0
    while at < len(mp3):
        header = int.from_bytes(mp3[at : at + 4], "big")
        assert header >> 17 == 0b111_1111_1111_11_01, f"no MPEG-1 layer III frame at byte {at}"
        bitrate, rate = BITRATES[header >> 12 & 15], SAMPLE_RATES[header >> 10 & 3]
        found[bitrate, rate, 1 if header >> 6 & 3 == 3 else 2] += 1
        at += 144_000 * bitrate // rate + (header >> 9 & 1)
    assert at == len(mp3)
    return found


@pytest.mark.parametrize(
    ("kind", "subtype", "rate"),
    [
        ("WAV", "PCM_16", 44_100),
        ("WAV", "FLOAT", 22_050),
        ("FLAC", "PCM_16", 96_000),
        ("OGG", "VORBIS", 44_100),
        ("OGG", "OPUS", 48_000),
        ("MP3", "MPEG_LAYER_III", 44_100),
    ],
)
def test_audio_is_known_by_its_content(tmp_path: Path, kind: str, subtype: str, rate: int) -> None:
    upload = write(tmp_path / "holiday.jpg", chord(1.5, rate), rate, kind, subtype)

    assert audio.examine(upload) == pytest.approx(1.5, abs=0.001)


@pytest.mark.parametrize(
    ("kind", "subtype"),
    [("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"), ("OGG", "OPUS"), ("MP3", "MPEG_LAYER_III")],
)
@pytest.mark.parametrize("missing", [1_000, 0.5], ids=["the end", "the second half"])
def test_audio_that_ends_early_is_refused(tmp_path: Path, kind: str, subtype: str, missing: float) -> None:
    rate = 48_000 if subtype == "OPUS" else 44_100
    upload = write(tmp_path / "upload", chord(2, rate), rate, kind, subtype)
    content = upload.read_bytes()
    upload.write_bytes(content[: -int(missing if missing > 1 else len(content) * missing)])

    with pytest.raises(audio.NotAudio) as refused:
        audio.examine(upload)
    assert refused.value.code == "DAMAGED"


def test_an_ogg_file_that_lacks_its_last_page_is_refused(tmp_path: Path) -> None:
    upload = write(tmp_path / "upload", chord(2), kind="OGG", subtype="VORBIS")
    content = upload.read_bytes()
    upload.write_bytes(content[: content.rindex(b"OggS")])

    with pytest.raises(audio.NotAudio) as refused:
        audio.examine(upload)
    assert refused.value.code == "DAMAGED"


@pytest.mark.parametrize(
    "content",
    [b"", b"RIFF", b"hello " * 5_000, b"\x89PNG\r\n\x1a\n" + bytes(9_000), b"\xff\xfb\x90\x00" + bytes(9_000)],
    ids=["empty", "four bytes", "text", "picture", "one MP3 header"],
)
def test_what_is_no_audio_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "song.wav").write_bytes(content)

    with pytest.raises(audio.NotAudio) as refused:
        audio.examine(tmp_path / "song.wav")
    assert refused.value.code == "NOT_AUDIO"


def test_a_header_that_promises_gigabytes_is_not_believed(tmp_path: Path) -> None:
    upload = write(tmp_path / "song.wav", chord(0.5))
    content = bytearray(upload.read_bytes())
    content[4:8] = content[40:44] = (2**31 - 1).to_bytes(4, "little")
    upload.write_bytes(content)

    with pytest.raises(audio.NotAudio) as refused:
        audio.examine(upload)
    assert refused.value.code == "DAMAGED"


@pytest.mark.parametrize(
    ("sound", "rate", "code"),
    [
        (np.zeros(8_000 * 601, np.int16), 8_000, "TOO_LONG"),
        (np.zeros(400, np.int16), 8_000, "TOO_SHORT"),
        (np.zeros((44_100, 6), np.int16), 44_100, "UNSUPPORTED"),
        (np.zeros(50_000, np.int16), 7_000, "UNSUPPORTED"),
    ],
    ids=["601 seconds", "a twentieth of a second", "six channels", "37 kHz"],
)
def test_audio_outside_the_limits_is_refused(tmp_path: Path, sound: NDArray[np.int16], rate: int, code: str) -> None:
    upload = write(tmp_path / "song.flac", sound, rate, "FLAC")

    with pytest.raises(audio.NotAudio) as refused:
        audio.examine(upload)
    assert refused.value.code == code


def test_ten_minutes_are_not_too_long(tmp_path: Path) -> None:
    upload = write(tmp_path / "song.flac", np.zeros(8_000 * 600, np.int16), 8_000, "FLAC")

    assert audio.examine(upload) == 600


@pytest.mark.parametrize("quality", audio.QUALITIES)
@pytest.mark.parametrize(
    ("rate", "encoded"), [(44_100, 44_100), (48_000, 48_000), (32_000, 32_000), (22_050, 44_100), (96_000, 48_000)]
)
def test_every_frame_of_a_rendition_has_its_bitrate(
    tmp_path: Path, quality: audio.Quality, rate: int, encoded: int
) -> None:
    source = write(tmp_path / "source", chord(3, rate), rate)

    made = audio.encode(source, tmp_path / "made.mp3", quality, threading.Event())

    content = (tmp_path / "made.mp3").read_bytes()
    channels = 1 if quality == "low" else 2
    assert set(frames_of(content)) == {(made.bitrate_kbps, encoded, channels)}
    assert made.bytes == len(content)
    assert made.bytes * 8 / 3 == pytest.approx(made.bitrate_kbps * 1_000, rel=0.04)  # a header frame, and padding
    assert soundfile.info(tmp_path / "made.mp3").duration == pytest.approx(3, abs=0.001)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["made.mp3", "source"]


def test_renditions_sound_like_their_source(tmp_path: Path) -> None:
    source = write(tmp_path / "source", chord(2))

    audio.encode(source, tmp_path / "made.mp3", "high", threading.Event())

    made, _ = soundfile.read(tmp_path / "made.mp3")
    assert np.abs(made - chord(2))[2_000:-2_000].max() < 0.02


def test_the_mono_rendition_holds_both_channels(tmp_path: Path) -> None:
    source = write(tmp_path / "source", chord(1) * np.array([0, 1], np.float32))

    audio.encode(source, tmp_path / "made.mp3", "low", threading.Event())

    made, _ = soundfile.read(tmp_path / "made.mp3")
    assert np.abs(made - chord(1)[:, 1] / 2)[2_000:-2_000].max() < 0.02


def test_impossible_samples_do_no_harm(tmp_path: Path) -> None:
    sound = chord(1)
    sound[100:200], sound[300], sound[400] = np.nan, np.inf, -1e30
    source = write(tmp_path / "source", sound, subtype="FLOAT")

    made = audio.encode(source, tmp_path / "made.mp3", "medium", threading.Event())

    assert set(frames_of((tmp_path / "made.mp3").read_bytes())) == {(made.bitrate_kbps, 44_100, 2)}


def test_an_abandoned_rendition_leaves_nothing(tmp_path: Path) -> None:
    source = write(tmp_path / "source", chord(1))
    abandoned = threading.Event()
    abandoned.set()

    with pytest.raises(audio.Abandoned):
        audio.encode(source, tmp_path / "made.mp3", "high", abandoned)
    assert [path.name for path in tmp_path.iterdir()] == ["source"]


@pytest.mark.parametrize("rate", [8_000, 11_025, 16_000, 22_050, 37_000, 48_000, 88_200, 192_000])
def test_every_rate_keeps_pitch_level_and_length_across_blocks(rate: int, tmp_path: Path) -> None:
    seconds = 3
    tone = np.sin(2 * np.pi * 1_000 * np.arange(rate * seconds) / rate) / 2
    source = write(tmp_path / "source", tone, rate)

    audio.encode(source, tmp_path / "made.mp3", "high", threading.Event())

    made, made_rate = soundfile.read(tmp_path / "made.mp3")
    assert made_rate in audio.MP3_RATES
    assert len(made) / made_rate == pytest.approx(seconds, abs=0.06), "a frame or two of silence around it"
    middle = made[made_rate // 2 :][: 2 * made_rate]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert spectrum.argmax() == 2_000, "two seconds of 1 kHz"
    assert np.abs(middle).max() == pytest.approx(0.5, abs=0.02)
    assert np.delete(spectrum, range(1_980, 2_020)).max() < spectrum.max() / 300
