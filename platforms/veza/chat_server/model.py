"""What chat-server tells: people, messages, conversations, in the shapes of the contract."""

from __future__ import annotations

import unicodedata
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from platforms.common.fields import Moment, line

LONGEST_CONTENT = 2000
"""Characters in one message."""


Name = Annotated[str, line(1, 100)]
"""How a conversation is called."""
Reason = Annotated[str, line(1, 200)]
"""Why somebody is muted."""


def fault_in(text: str, *, allowed: str = "") -> str | None:
    """Why nobody could read this text, as a sentence; None when there is nothing to say against it.

    `allowed`: control characters that may be in it all the same.
    """
    kinds = {unicodedata.category(character) for character in text if character not in allowed}
    if kinds & {"Cc", "Cs"}:
        return "There are control characters in it."
    if all(kind[0] in "ZC" for kind in kinds):
        return "There is nothing to see in it."
    return None


class Person(BaseModel):
    id: UUID
    name: str


class TrackReference(BaseModel):
    id: UUID
    title: str


class Listener(BaseModel):
    """Somebody present who listens to a track."""

    person: Person
    track: TrackReference
    paused: bool


class Message(BaseModel):
    """`sequence` counts 1, 2, 3 … within the conversation; `track` is null when there is none (any more)."""

    id: UUID
    conversation_id: UUID
    sequence: int
    sender: Person
    content: str
    track: TrackReference | None
    sent_at: Moment


class History(BaseModel):
    """Messages, oldest first; `has_more`: there are further ones in the direction that was asked for."""

    messages: list[Message]
    has_more: bool


class Snapshot(BaseModel):
    """A conversation at the moment of joining. No message up to `last_sequence` is newer than the history."""

    members: list[Person]
    history: History
    last_sequence: int


class ConversationSummary(BaseModel):
    """`last_message_at` is null while nobody has said anything."""

    id: UUID
    name: str
    member_count: int
    last_message_at: Moment | None


class Conversation(BaseModel):
    """`present`: the members who have joined over a socket just now."""

    id: UUID
    name: str
    owner_id: UUID
    members: list[Person]
    present: list[Person]


class Mute(BaseModel):
    """The person cannot post in the conversation until that time."""

    conversation_id: UUID
    person_id: UUID
    until: Moment
    reason: str
