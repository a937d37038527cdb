"""Recordings are what they are said to be."""

import io

import pytest
import soundfile  # type: ignore[import-untyped]

from support.scenario.data.recordings import Kind, Recording
from support.systems.veza.files import FILES, MOST_BYTES, named


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG", "Opus", "MP3"])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_recording_has_its_format_length_and_channels(kind: Kind, channels: int) -> None:
    sound, rate = soundfile.read(io.BytesIO(Recording(kind, 48_000, channels).file(1.5, 1)), always_2d=True)

    assert rate == 48_000
    assert sound.shape[1] == channels
    assert len(sound) / rate == pytest.approx(1.5, abs=0.05)


def test_the_seed_makes_the_music() -> None:
    made = Recording("WAV")

    assert made.file(1, 1) == made.file(1, 1) != made.file(1, 2)


def test_words_make_a_file() -> None:
    file = named("a FLAC file in stereo at 96 kHz")

    assert file.name == "song.flac"
    assert soundfile.info(io.BytesIO(file.content)).samplerate == 96_000


def test_words_that_mean_nothing() -> None:
    with pytest.raises(ValueError, match="a sandwich"):
        named("a sandwich")


def test_files_at_the_limit_are_exactly_there() -> None:
    whole = FILES["a file of 20 MB"]()

    assert len(whole.content) == MOST_BYTES
    assert soundfile.info(io.BytesIO(whole.content)).duration == pytest.approx(whole.seconds)
    assert len(FILES["a file of 20 MB and one byte"]().content) == MOST_BYTES + 1
    assert soundfile.info(io.BytesIO(FILES["a file of ten minutes"]().content)).duration == 600
