"""The calls of chat-server; the socket has its own module."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from platforms.common.errors import Reply
from platforms.common.security import Caller
from platforms.common.service import SignedIn, roles
from platforms.veza.chat_server import conversations, moderation
from platforms.veza.chat_server.chat import TheChat
from platforms.veza.chat_server.model import Conversation, ConversationSummary, History, Mute, Name, Reason

Moderator = Annotated[Caller, Depends(roles("moderator", "admin"))]

router = APIRouter(
    prefix="/api/conversations",
    tags=["conversations"],
)


class NewConversation(BaseModel):
    name: Name
    members: list[UUID] = Field(max_length=200)
    """Whom to take in besides oneself."""


class NewMember(BaseModel):
    person_id: UUID


class NewMute(BaseModel):
    person_id: UUID
    seconds: int = Field(ge=1, le=86_400)
    reason: Reason


@router.get("")
async def list_conversations(chat: TheChat, caller: SignedIn) -> Reply[list[ConversationSummary]]:
    """The caller's own, by latest message."""
    return Reply(data=await conversations.mine(chat, UUID(caller.user_id)))


@router.post("", status_code=201)
async def create_conversation(chat: TheChat, caller: SignedIn, wanted: NewConversation) -> Reply[Conversation]:
    """A new conversation; the caller owns it and is a member."""
    return Reply(data=await conversations.create(chat, caller, wanted.name, set(wanted.members)))


@router.get("/{conversation_id}")
async def get_conversation(chat: TheChat, caller: SignedIn, conversation_id: UUID) -> Reply[Conversation]:
    """One conversation with its members and who is present; for members."""
    return Reply(data=await conversations.detail(chat, conversation_id, UUID(caller.user_id)))


@router.delete("/{conversation_id}", status_code=204)
async def delete_conversation(chat: TheChat, caller: SignedIn, conversation_id: UUID) -> None:
    """Delete a conversation with everything in it; for its owner and admins."""
    await conversations.delete(chat, conversation_id, caller)


@router.post("/{conversation_id}/members", status_code=201)
async def add_member(chat: TheChat, caller: SignedIn, conversation_id: UUID, wanted: NewMember) -> Reply[Conversation]:
    """Take somebody in; for the owner."""
    return Reply(data=await conversations.add_member(chat, conversation_id, caller, wanted.person_id))


@router.get("/{conversation_id}/messages")
async def list_messages(
    chat: TheChat,
    caller: SignedIn,
    conversation_id: UUID,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    before: Annotated[int | None, Query(ge=1, lt=2**63)] = None,
) -> Reply[History]:
    """The latest messages, or those before a sequence, oldest first; for members."""
    return Reply(data=await conversations.latest_messages(chat, conversation_id, UUID(caller.user_id), limit, before))


@router.delete("/{conversation_id}/messages/{message_id}", status_code=204)
async def remove_message(chat: TheChat, caller: Moderator, conversation_id: UUID, message_id: UUID) -> None:
    """Take a message out of the history; for moderators and admins."""
    await moderation.remove_message(chat, conversation_id, message_id, caller)


@router.post("/{conversation_id}/mutes", status_code=201)
async def mute_member(chat: TheChat, caller: Moderator, conversation_id: UUID, wanted: NewMute) -> Reply[Mute]:
    """Keep a member from posting for a while; for moderators and admins."""
    return Reply(
        data=await moderation.mute(
            chat, conversation_id, wanted.person_id, wanted.seconds, reason=wanted.reason, by=caller
        )
    )
