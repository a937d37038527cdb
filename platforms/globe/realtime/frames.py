"""What goes over the socket: frames from the client, checked, and frames to it, ready to send."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from platforms.common.errors import ApiError
from platforms.globe.realtime.model import Change, Place, Poi, Session, State

LARGEST_FRAME = 8 * 1024
"""Characters that a frame of a client may have."""
REF = r"^[\x21-\x7e]{1,100}$"


class _Asking(BaseModel):
    ref: Annotated[str, Field(strict=True, pattern=REF)] | None = None
    """The client's own name for this frame; the answer has it too."""


class Move(_Asking):
    type: Literal["avatar_move"]
    position: Place


class Heartbeat(_Asking):
    type: Literal["heartbeat"]


class JoinPoi(_Asking):
    type: Literal["poi_join"]
    poi_id: UUID


class LeavePoi(_Asking):
    type: Literal["poi_leave"]
    poi_id: UUID


class ShowState(_Asking):
    type: Literal["request_state"]


Frame = Move | Heartbeat | JoinPoi | LeavePoi | ShowState
_FRAME: TypeAdapter[Frame] = TypeAdapter(Annotated[Frame, Field(discriminator="type")])


class Refusal(Exception):
    """Something that a frame asked for and that is not done: a stable code, a sentence, details."""

    def __init__(self, code: str, message: str, details: dict[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.details = code, message, details or {}


def refusal_of(error: ApiError) -> Refusal:
    return Refusal(error.code, error.message, error.details)


def read(text: str | None) -> Any:
    """The JSON in a frame; None stands for a frame that is not text."""
    if text is None:
        raise Refusal("FRAME_NOT_TEXT", "Frames are text.")
    if len(text) > LARGEST_FRAME:
        raise Refusal("FRAME_TOO_LARGE", f"A frame has at most {LARGEST_FRAME} characters.", {"limit": LARGEST_FRAME})
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Refusal("FRAME_NOT_JSON", "This is not JSON.") from None


def check(content: Any) -> Frame:
    """The frame that this JSON is, with every field as it should be; otherwise `Refusal`."""
    try:
        return _FRAME.validate_python(content)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        if faults[0]["type"] == "union_tag_invalid":
            raise Refusal("FRAME_UNKNOWN_TYPE", "There is no such type of frame.") from None
        fields = [
            {
                "field": ".".join(str(part) for part in fault["loc"][1:]) or "type",
                "code": fault["type"].upper(),
                "message": fault["msg"],
            }
            for fault in faults
        ]
        raise Refusal("FRAME_INVALID", "This frame is not as it should be.", {"fields": fields}) from None


def ref_of(content: Any) -> str | None:
    """The client's name for a frame that may be refused, if it says one."""
    told = content.get("ref") if isinstance(content, dict) else None
    return told if isinstance(told, str) and re.fullmatch(REF, told) else None


def _frame(type_: str, ref: str | None = None, /, **data: Any) -> str:
    told = {} if ref is None else {"ref": ref}
    return json.dumps({"type": type_, **told, "data": data}, ensure_ascii=False)


def welcome(session: Session, state: State, degraded: bool) -> str:
    """The first frame: who one is, and the map as it is."""
    return _frame(
        "welcome", session=session.model_dump(mode="json"), degraded=degraded, **state.model_dump(mode="json")
    )


def state(ref: str | None, state: State, degraded: bool) -> str:
    return _frame("state", ref, degraded=degraded, **state.model_dump(mode="json"))


def remembered(ref: str | None, map_id: UUID, sessions: list[Session]) -> str:
    """Who is there as Redis knows it; of points of interest nothing is known then."""
    told = [session.model_dump(mode="json") for session in sessions]
    return _frame("state", ref, degraded=True, map_id=str(map_id), sequence=None, sessions=told, pois=None)


def moved(ref: str | None, session_id: UUID, position: Place, sequence: int) -> str:
    return _frame("avatar_move_ack", ref, session_id=str(session_id), position=position.model_dump(), sequence=sequence)


def pong(ref: str | None, session: Session) -> str:
    return _frame(
        "pong", ref, session_id=str(session.id), last_active_at=session.model_dump(mode="json")["last_active_at"]
    )


def joined(ref: str | None, poi: Poi) -> str:
    return _frame("poi_join_ack", ref, poi=poi.model_dump(mode="json"))


def left(ref: str | None, poi: Poi) -> str:
    return _frame("poi_leave_ack", ref, poi=poi.model_dump(mode="json"))


def degraded(is_degraded: bool) -> str:
    """Whether other instances hear late and presence is not written."""
    return _frame("degraded", degraded=is_degraded)


def event(change: Change) -> str:
    """Something happened on the map."""
    told = change.model_dump(mode="json", include={"type", "map_id", "sequence", "at", "data"})
    return json.dumps(told, ensure_ascii=False)


def error(refusal: Refusal, ref: str | None = None) -> str:
    return _frame("error", ref, code=refusal.code, message=refusal.message, details=refusal.details)
