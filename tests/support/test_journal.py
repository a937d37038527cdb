"""The journal: order, bounds, detachment from what it was given, and no secrets."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from support.evidence.journal import LONGEST_LIST, LONGEST_TEXT, Journal


def test_entries_have_time_channel_words_and_details() -> None:
    journal = Journal()
    before = datetime.now(UTC)
    journal.record("http", "GET /", status=200)
    entry = journal.entries[0]
    assert before <= entry.at <= datetime.now(UTC)
    assert (entry.channel, entry.what, entry.details["status"]) == ("http", "GET /", 200)


def test_entries_are_by_time_also_when_told_late() -> None:
    journal = Journal()
    journal.record("note", "second")
    journal.record("note", "first", at=datetime.now(UTC) - timedelta(seconds=1))
    assert [entry.what for entry in journal.entries] == ["first", "second"]


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(ValueError, match="no channel 'htpp': there are broker"[:26]):
        Journal().record("htpp", "GET /")


def test_everything_is_masked() -> None:
    journal = Journal()
    journal.record(
        "http",
        "GET /stream?sig=abc123",
        request_headers={"authorization": "Bearer abc"},
        response_body='{"data": {"access_token": "abc"}}',
        rows=[{"password_hash": "abc"}],
    )
    entry = journal.entries[0]
    assert entry.what == "GET /stream?sig=***"
    assert entry.details == {
        "request_headers": {"authorization": "Bearer ***"},
        "response_body": '{"data": {"access_token": "***"}}',
        "rows": [{"password_hash": "***"}],
    }


def test_details_are_detached_and_made_of_what_json_knows() -> None:
    journal = Journal()
    data = {"a": [1]}
    journal.record("note", "x", data=data, id=UUID(int=1), path=Path("/a"), body=b"1234", pair=(1, 2), flags={3})
    data["a"].append(2)
    details = dict(journal.entries[0].details)
    assert details == {
        "data": {"a": [1]},
        "id": "00000000-0000-0000-0000-000000000001",
        "path": "/a",
        "body": "<4 bytes>",
        "pair": [1, 2],
        "flags": [3],
    }
    assert json.loads(json.dumps(details)) == details


def test_long_texts_and_lists_are_cut_and_say_so() -> None:
    journal = Journal()
    journal.record("note", "x", text="y" * (LONGEST_TEXT + 7), rows=list(range(LONGEST_LIST + 5)))
    details = journal.entries[0].details
    assert details["text"] == "y" * LONGEST_TEXT + "… 7 more characters"
    assert details["rows"] == [*range(LONGEST_LIST), "… 5 more"]


def test_a_secret_at_the_cut_is_masked_whole() -> None:
    journal = Journal()
    token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJlLW9mLWl0"
    journal.record("note", "x", text=" " * (LONGEST_TEXT - 15) + token)
    assert "eyJ" not in journal.entries[0].details["text"]


def test_a_full_journal_keeps_the_first_and_the_last() -> None:
    journal = Journal(capacity=10)
    for number in range(25):
        journal.record("note", str(number))
    assert [int(entry.what) for entry in journal.entries] == [0, 1, *range(17, 25)]
    assert journal.dropped == 15


def test_it_is_safe_from_any_thread() -> None:
    journal = Journal(capacity=100_000)

    def record() -> None:
        for number in range(500):
            journal.record("note", str(number))

    threads = [threading.Thread(target=record) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(journal.entries) == 4_000
    assert journal.dropped == 0


def test_a_frame_costs_little() -> None:
    journal = Journal()
    frame = {
        "type": "NewMessage",
        "message": {"id": str(UUID(int=7)), "text": "Play it again? 🎧", "by": "Lina"},
    }
    start = datetime.now(UTC)
    for _ in range(500):
        journal.record("websocket", "← NewMessage", data=frame)
    assert (datetime.now(UTC) - start) / 500 < timedelta(milliseconds=0.5)
