"""Which frames of a client are taken, and what it is told of the others."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest

from platforms.veza.chat_server import frames
from platforms.veza.chat_server.frames import Refusal, SendMessage

CONVERSATION = str(uuid4())


def message(content: object, **more: object) -> dict[str, Any]:
    return {
        "type": "SendMessage",
        "conversation_id": CONVERSATION,
        "client_message_id": "m-1",
        "content": content,
        **more,
    }


def refusal_of(text: str | None) -> Refusal:
    with pytest.raises(Refusal) as refused:
        frames.check(frames.read(text))
    return refused.value


@pytest.mark.parametrize(
    "content",
    ["a", "x" * 2000, "🎵" * 2000, "two\nlines\tand a tab", "👩‍👩‍👧‍👦", "مرحبا", " . ", "<b>&amp;</b>"],
    ids=lambda content: content[:10],
)
def test_what_can_be_read_is_taken_as_it_is(content: str) -> None:
    frame = frames.check(frames.read(json.dumps(message(content))))

    assert isinstance(frame, SendMessage)
    assert frame.content == content


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "LENGTH"),
        ("x" * 2001, "LENGTH"),
        ("   \n\t ", "UNREADABLE"),
        ("\u00a0\u2003", "UNREADABLE"),
        ("\u200b\u200d", "UNREADABLE"),
        ("bell\a", "UNREADABLE"),
        ("null\0", "UNREADABLE"),
        ("return\r\n", "UNREADABLE"),
        ("c1\u0085", "UNREADABLE"),
        ("half an emoji \ud83c", "UNREADABLE"),
    ],
    ids=repr,
)
def test_what_cannot_be_read_is_an_invalid_message(content: str, code: str) -> None:
    refusal = refusal_of(json.dumps(message(content)))

    assert refusal.code == "CHAT_MESSAGE_INVALID"
    assert [(fault["field"], fault["code"]) for fault in refusal.details["fields"]] == [("content", code)]


@pytest.mark.parametrize(
    ("frame", "fields"),
    [
        ({"conversation_id": CONVERSATION}, ["type"]),
        ([], ["type"]),
        (None, ["type"]),
        (message(5), ["content"]),
        (message("x", track_id="a track"), ["track_id"]),
        (message("x", client_message_id=""), ["client_message_id"]),
        (message("x", client_message_id="x" * 101), ["client_message_id"]),
        (message("x", client_message_id="\ud83c"), ["client_message_id"]),
        ({"type": "SendMessage"}, ["conversation_id", "client_message_id", "content"]),
        ({"type": "JoinConversation", "conversation_id": "here", "after": -1}, ["conversation_id", "after"]),
        ({"type": "JoinConversation", "conversation_id": CONVERSATION, "after": 2**63}, ["after"]),
    ],
    ids=repr,
)
def test_a_frame_with_wrong_fields_names_them(frame: object, fields: list[str]) -> None:
    refusal = refusal_of(json.dumps(frame))

    assert refusal.code == "CHAT_BAD_FRAME"
    assert [fault["field"] for fault in refusal.details["fields"]] == fields


@pytest.mark.parametrize("text", [None, "", "{", "[" * 60_000, "1" * 5_000, '{"type": "Ping"} '[:-2]], ids=repr)
def test_what_is_no_json_is_a_bad_frame(text: str | None) -> None:
    assert refusal_of(text).code == "CHAT_BAD_FRAME"


@pytest.mark.parametrize("kind", ["Shout", "", "sendmessage", 7])
def test_an_unknown_type_is_named_as_such(kind: object) -> None:
    assert refusal_of(json.dumps({"type": kind})).code == "CHAT_UNKNOWN_TYPE"


@pytest.mark.parametrize(
    ("told", "repeated"), [("m-1", "m-1"), ("\ud83c", None), ("a b", None), (5, None), (None, None)], ids=repr
)
def test_an_error_repeats_the_client_message_id_only_if_it_is_one(told: object, repeated: str | None) -> None:
    which = frames.which_message(message("x", client_message_id=told))

    assert which == repeated
    sent = json.loads(frames.error(Refusal("CHAT_BAD_FRAME", "No."), which).encode())
    assert sent.get("client_message_id") == repeated
    assert ("client_message_id" in sent) is (repeated is not None)
