"""What goes over the socket: frames from the client, checked, and frames to it, ready to send."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from platforms.veza.chat_server.model import (
    LONGEST_CONTENT,
    Listener,
    Message,
    Mute,
    Person,
    Snapshot,
    TrackReference,
    fault_in,
)

CLIENT_MESSAGE_ID = r"^[\x21-\x7e]{1,100}$"


class JoinConversation(BaseModel):
    """`after`: the last sequence that the client has; what came later is sent before anything new."""

    type: Literal["JoinConversation"]
    conversation_id: UUID
    after: int | None = Field(default=None, ge=0, lt=2**63)


class LeaveConversation(BaseModel):
    type: Literal["LeaveConversation"]
    conversation_id: UUID


class SendMessage(BaseModel):
    """`client_message_id`: the sender's own name for this message; sent again it is the same message."""

    type: Literal["SendMessage"]
    conversation_id: UUID
    client_message_id: str = Field(pattern=CLIENT_MESSAGE_ID)
    content: str
    track_id: UUID | None = None


class Ping(BaseModel):
    type: Literal["Ping"]


Frame = JoinConversation | LeaveConversation | SendMessage | Ping
_FRAME: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


class Refusal(Exception):
    """Something that a frame asked for and that is not done: a stable code, a sentence, details."""

    def __init__(self, code: str, message: str, details: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.details = code, message, details or {}


def not_a_member(conversation_id: UUID) -> Refusal:
    return Refusal(
        "CHAT_NOT_A_MEMBER",
        "You are not a member of this conversation.",
        {"conversation_id": str(conversation_id)},
    )


def invalid_message(field: str, code: str, message: str) -> Refusal:
    return Refusal("CHAT_MESSAGE_INVALID", message, {"fields": [{"field": field, "code": code, "message": message}]})


def muted(mute: Mute) -> Refusal:
    told = mute.model_dump(mode="json", include={"until", "reason"})
    return Refusal("CHAT_MUTED", f"You are muted until {told['until']}: {mute.reason}", told)


def read(text: str | None) -> Any:
    """The JSON in a frame; None stands for a frame that is not text."""
    if text is None:
        raise Refusal("CHAT_BAD_FRAME", "Frames are text.")
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal("CHAT_BAD_FRAME", "This is not JSON.") from None


def check(content: Any) -> Frame:
    """The frame that this JSON is, with every field as it should be; otherwise `Refusal`."""
    try:
        frame = _FRAME.validate_python(content)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        if faults[0]["type"] == "union_tag_invalid":
            raise Refusal("CHAT_UNKNOWN_TYPE", "There is no such type of frame.") from None
        fields = [
            {
                "field": str(fault["loc"][-1] if fault["loc"] else "type"),
                "code": fault["type"].upper(),
                "message": fault["msg"],
            }
            for fault in faults
        ]
        raise Refusal("CHAT_BAD_FRAME", "This frame is not as it should be.", {"fields": fields}) from None
    if isinstance(frame, SendMessage):
        if not 1 <= len(frame.content) <= LONGEST_CONTENT:
            raise invalid_message("content", "LENGTH", f"A message has 1 to {LONGEST_CONTENT} characters.")
        if fault := fault_in(frame.content, allowed="\n\t"):
            raise invalid_message("content", "UNREADABLE", fault)
    return frame


def which_message(content: dict[str, Any]) -> str | None:
    """The message that a refused frame is about, if it says so."""
    told = content.get("client_message_id")
    return told if isinstance(told, str) and re.fullmatch(CLIENT_MESSAGE_ID, told) else None


def _frame(type_: str, **fields: Any) -> str:
    return json.dumps({"type": type_, **fields}, ensure_ascii=False)


CONNECTED = _frame("ActionConfirmed", action="connected")
PONG = _frame("Pong")


def joined(conversation_id: UUID, shown: Snapshot, present: list[Person], playing: list[Listener]) -> str:
    return _frame(
        "ActionConfirmed",
        action="joined_conversation",
        conversation_id=str(conversation_id),
        **shown.history.model_dump(mode="json"),
        present=[person.model_dump(mode="json") for person in present],
        members=[person.model_dump(mode="json") for person in shown.members],
        playing=[listener.model_dump(mode="json") for listener in playing],
    )


def left(conversation_id: UUID) -> str:
    return _frame("ActionConfirmed", action="left_conversation", conversation_id=str(conversation_id))


def sent(client_message_id: str, message: Message) -> str:
    return _about(message, _frame("ActionConfirmed", action="message_sent", client_message_id=client_message_id))


def new_message(message: Message) -> str:
    return _about(message, _frame("NewMessage"))


def _about(message: Message, frame: str) -> str:
    """The frame with the message in it, written by pydantic itself: these are nearly all that is sent."""
    return f'{frame[:-1]}, "message": {message.model_dump_json()}}}'


def presence_changed(conversation_id: UUID, person: Person, present: bool) -> str:
    return _frame(
        "PresenceChanged",
        conversation_id=str(conversation_id),
        person=person.model_dump(mode="json"),
        present=present,
    )


def now_playing(conversation_id: UUID, person: Person, track: TrackReference | None, *, paused: bool) -> str:
    return _frame(
        "NowPlaying",
        conversation_id=str(conversation_id),
        person=person.model_dump(mode="json"),
        track=track.model_dump(mode="json") if track else None,
        paused=paused,
    )


def person_renamed(conversation_id: UUID, person: Person) -> str:
    return _frame("PersonRenamed", conversation_id=str(conversation_id), person=person.model_dump(mode="json"))


def message_removed(conversation_id: UUID, message_id: UUID, by: str) -> str:
    return _frame("MessageRemoved", conversation_id=str(conversation_id), message_id=str(message_id), by=by)


def member_muted(mute: Mute) -> str:
    return _frame("MemberMuted", **mute.model_dump(mode="json"))


def error(refusal: Refusal, client_message_id: str | None = None) -> str:
    which = {} if client_message_id is None else {"client_message_id": client_message_id}
    return _frame("Error", code=refusal.code, message=refusal.message, details=refusal.details, **which)
