"""Which lines of a log were written since a moment, and what of them fits into a sentence."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from support.environments.logs import BLOCK, STARTING, in_short, last_lines, lines_since, note, since_start, time_of

NOON = datetime(2026, 11, 21, 12, 0, 0, tzinfo=UTC)


def line(moment: datetime, message: str = "x") -> str:
    return json.dumps({"time": moment.isoformat(), "level": "INFO", "message": message})


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ('{"time": "2026-11-21T12:00:00.250Z", "message": "a"}', NOON + timedelta(milliseconds=250)),
        ('{"time": "2026-11-21T13:00:00+01:00"}', NOON),
        ('{"time": "2026-11-21T12:00:00"}', NOON),
        ("2026-11-21 12:00:00.250 UTC [4373] LOG:  database", NOON + timedelta(milliseconds=250)),
        ("[4400] 2026/11/21 12:00:00.000250 [INF] Server is ready", NOON + timedelta(microseconds=250)),
        ("4387:M 21 Nov 2026 12:00:00.250 * Server initialized", NOON + timedelta(milliseconds=250)),
        ('{"message": "no time"}', None),
        ('{"time": "soon"}', None),
        ('{"time": 7}', None),
        ("{broken", None),
        ("Traceback (most recent call last):", None),
        ("", None),
    ],
)
def test_the_time_of_a_line(text: str, moment: datetime | None) -> None:
    assert time_of(text) == moment


def test_lines_without_a_time_belong_to_the_one_before(tmp_path: Path) -> None:
    log = tmp_path / "log"
    lines = ["before any", line(NOON), "  its trace", line(NOON + timedelta(seconds=1)), "  another trace"]
    log.write_text("\n".join(lines) + "\n")
    assert lines_since(log, None) == lines
    assert lines_since(log, NOON) == lines[1:]
    assert lines_since(log, NOON + timedelta(milliseconds=1)) == lines[3:]
    assert lines_since(log, NOON + timedelta(seconds=2)) == []
    assert lines_since(log, NOON.astimezone(timezone(timedelta(hours=2)))) == lines[1:]
    assert lines_since(tmp_path / "none", NOON) == []


def test_a_moment_within_the_millisecond_of_a_line_counts(tmp_path: Path) -> None:
    (tmp_path / "log").write_text(line(NOON) + "\n")
    assert lines_since(tmp_path / "log", NOON + timedelta(microseconds=900)) == [line(NOON)]


@pytest.mark.parametrize("count", [10, 50_000])
@pytest.mark.parametrize("back", [0, 1, 7])
def test_only_the_end_of_a_long_log_is_read(tmp_path: Path, count: int, back: int) -> None:
    log = tmp_path / "log"
    lines = [line(NOON + timedelta(seconds=number), f"{number} é") for number in range(count)]
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert log.stat().st_size > BLOCK or count == 10
    assert lines_since(log, NOON + timedelta(seconds=count - back)) == lines[count - back :]
    assert lines_since(log, NOON - timedelta(days=1)) == lines
    assert last_lines(log, 3) == tuple(lines[-3:])


def test_a_sentence_holds_what_matters() -> None:
    told = in_short(
        [
            note("web", "starting", "INFO"),
            json.dumps({"level": "ERROR", "message": "no way", "exception": "Traceback\n  File x\nValueError: 3\n"}),
            "    raise Unhappy()",
            "    ^^^^^^^^^^^^^^^",
            "Unhappy: really",
        ]
    )
    assert told == "ERROR no way ValueError: 3 | raise Unhappy() | Unhappy: really"
    assert in_short([]) == "(it wrote nothing)"


def test_what_was_written_since_the_last_start() -> None:
    start, stop = note("web", STARTING, "INFO"), note("web", "asked to stop", "INFO")
    said = line(NOON, STARTING)
    assert since_start([start, "before", stop, start, "one", said, stop]) == ["one", said, stop]
    assert since_start(["one", said]) == ["one", said], "where nobody noted a start"
