"""What is made of a scenario's journal and of its services' logs: in order, whole, and bounded with a word."""

import io
import json
import shlex
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from support.environments import Platform
from support.evidence import logs
from support.evidence.journal import Entry
from support.observing import waiting
from support.reporting import allure, exchanges, live, timeline
from support.reporting.overview import summary

START = datetime(2026, 1, 2, 12, 0, 0, tzinfo=UTC)


def entry(second: float, channel: str, what: str, **details: Any) -> Entry:
    return Entry(START + timedelta(seconds=second), channel, what, details)


def exchange(second: float, status: int | None = 200, **details: Any) -> Entry:
    told = {
        "method": "POST", "url": "https://veza.test/x", "status": status, "ms": 12.4, "request_body": '{"a": 1}',
        "request_headers": {"content-type": "application/json"}, "response_headers": {}, "response_body": "",
    }  # fmt: skip
    return entry(second, "http", f"POST /x → {status or 'no answer: it hung up'} (12 ms)", **{**told, **details})


class Logged:
    """A platform that has nothing but logs."""

    name = "veza"
    units = ("chat-server", "postgres")

    def __init__(self, **lines: Sequence[str]) -> None:
        self.lines = {unit.replace("_", "-"): said for unit, said in lines.items()}

    def url(self, service: str) -> str:
        return {"chat-server": "https://veza.test"}[service]

    def logs(self, unit: str, since: datetime) -> Sequence[str]:
        return self.lines.get(unit, ())


def line(second: float, message: str, level: str = "INFO", correlation_id: str = "other") -> str:
    time = (START + timedelta(seconds=second)).isoformat()
    return json.dumps({"time": time, "level": level, "message": message, "correlation_id": correlation_id})


def told(platform: Logged, dead: dict[str, datetime] | None = None) -> list[tuple[float, str]]:
    found = logs.log_entries(cast(Platform, platform), "mine", START, dead or {})
    return [((one.at - START).total_seconds(), one.what) for one in found]


def test_logs_of_the_scenario_and_what_is_loud() -> None:
    lines = [line(1, "hello", correlation_id="mine"), line(2, "of another"), line(3, "too slow", "WARNING")]
    assert told(Logged(chat_server=lines)) == [(1, "chat-server INFO hello"), (3, "chat-server WARNING too slow")]


def test_a_traceback_comes_along_at_the_time_of_the_line_before() -> None:
    lines = [line(2, "of another"), "Traceback (most recent call last):", "", "MemoryError"]
    assert [what for _, what in told(Logged(chat_server=lines))] == [
        "chat-server Traceback (most recent call last):",
        "chat-server MemoryError",
    ]
    assert told(Logged(chat_server=lines))[0][0] == 2
    assert told(Logged(postgres=["LOG: checkpoint"])) == []


def test_all_that_a_dead_one_said() -> None:
    dead = {"postgres": START + timedelta(seconds=5)}
    assert told(Logged(postgres=["LOG: checkpoint", "PANIC: no space left"]), dead) == [
        (5, "postgres LOG: checkpoint"),
        (5, "postgres PANIC: no space left"),
        (5, "postgres died"),
    ]


def test_logs_are_bounded_and_say_so() -> None:
    found = told(Logged(chat_server=[line(number, f"{number}", "ERROR") for number in range(logs.MOST + 7)]))
    assert found[:2] == [(7.0, "chat-server: 7 lines before this one are left out"), (7.0, "chat-server ERROR 7")]
    assert len(found) == logs.MOST + 1


def test_a_timeline_is_bounded_and_says_so() -> None:
    entries = [entry(number, "note", f"no. {number}.") for number in range(timeline.FIRST + timeline.LAST + 3)]
    text = timeline.timeline(entries, dropped=5)
    assert "… 3 entries are left out here …" in text and "5 entries in the middle were not kept." in text
    assert f"no. {timeline.FIRST - 1}." in text and f"no. {timeline.FIRST}." not in text
    assert f"no. {timeline.FIRST + 2}." not in text and f"no. {timeline.FIRST + 3}." in text


def test_a_card_has_request_and_response() -> None:
    card = json.loads(exchanges.card(exchange(1, 500, response_headers={"x-request-id": "r"}, response_body="sorry")))
    milliseconds = START.timestamp() * 1000 + 1000
    assert (card["start"], card["stop"]) == (milliseconds - 12, milliseconds)
    assert card["request"]["body"] == {"contentType": "application/json", "encoding": "utf8", "value": '{"a": 1}'}
    assert card["response"]["status"] == 500 and card["response"]["statusText"] == "Internal Server Error"
    assert card["response"]["headers"] == [{"name": "x-request-id", "value": "r"}]
    assert card["response"]["body"]["value"] == "sorry" and "error" not in card


def test_a_card_without_an_answer() -> None:
    card = json.loads(exchanges.card(exchange(1, None)))
    assert card["error"]["message"] == "no answer: it hung up (12 ms)" and "response" not in card


def test_an_exchange_can_be_repeated_with_curl() -> None:
    sent = {"host": "veza.test", "Content-Length": "8", "authorization": "Bearer ***", "x-correlation-id": "it's"}
    told = exchanges.command(exchange(1, 500, url="https://veza.test/x?a=1&b=2", request_headers=sent))
    words = shlex.split(told, comments=True)
    assert words == [
        "curl", "--request", "POST", "https://veza.test/x?a=1&b=2", "--header", "authorization: Bearer ***",
        "--header", "x-correlation-id: it's", "--data-binary", '{"a": 1}',
    ]  # fmt: skip
    assert told.endswith("  # 500 (12 ms)")


@pytest.mark.parametrize(
    ("body", "words"),
    [("", []), ("<12 bytes of audio/ogg>", ["--data-binary", "@body"]), ("<a>", ["--data-binary", "<a>"])],
)
def test_what_is_sent_by_curl_as_body(body: str, words: list[str]) -> None:
    told = exchanges.command(exchange(1, None, request_headers={}, request_body=body))
    assert shlex.split(told, comments=True)[4:] == words
    assert told.endswith("  # no answer: it hung up (12 ms)")


def test_only_the_last_exchanges_have_cards() -> None:
    entries = [exchange(number) for number in range(exchanges.MOST + 2)] + [entry(99, "http", "something else")]
    assert exchanges.shown(entries) == entries[2:-1]


def test_a_summary_counts_and_tells_the_longest_wait() -> None:
    entries = [exchange(1), entry(2, "sql", "SELECT 1"), entry(3, "sql", "SELECT 2")]
    entries += [entry(4, "wait", "waited", seconds=0.31), entry(5, "wait", "waited", seconds=1.2)]
    assert summary(entries) == "Seen: 1 HTTP exchange, 2 queries; longest wait 1.20 s."
    assert summary([entry(1, "note", "x")]) == ""


def test_a_log_hears_of_what_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "LONG", 1)
    stream = io.StringIO()
    shown = live.LiveLine(stream)
    shown.show("tea: When it boils")
    waiting.eventually(stream.getvalue, waiting_for("(2 s so far)"), within=5, what="what is told")
    shown.print("done")
    shown.close()
    assert stream.getvalue() == "tea: When it boils (1 s so far)\ntea: When it boils (2 s so far)\ndone\n"


def waiting_for(text: str) -> Any:
    from hamcrest import contains_string

    return contains_string(text)


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        (
            {
                "GITHUB_RUN_ID": "7",
                "GITHUB_SERVER_URL": "https://github.test",
                "GITHUB_REPOSITORY": "a/b",
            },
            {"type": "github", "buildName": "7", "buildUrl": "https://github.test/a/b/actions/runs/7"},
        ),
        ({"CI_PIPELINE_ID": "8"}, {"type": "gitlab", "buildName": "8", "buildUrl": ""}),
        ({"BUILD_NUMBER": "9", "BUILD_URL": "https://x"}, {"type": "jenkins", "buildUrl": "https://x"}),
        ({}, {"type": "local"}),
    ],
)
def test_who_runs_it(environ: dict[str, str], wanted: dict[str, str]) -> None:
    assert wanted.items() <= allure.executor(environ).items()
