"""People as chat-server knows them: id and name, told by events, asked for when still unknown."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from uuid import UUID

from platforms.common.errors import ApiError
from platforms.veza.chat_server import carrier, fanout
from platforms.veza.chat_server.chat import Chat
from platforms.veza.chat_server.model import Person


async def learn(chat: Chat, person: Person) -> None:
    """What an event tells of a person is how they are called from now on."""
    await chat.database.execute(
        """
        INSERT INTO people (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE
        SET name = excluded.name, renamed_at = clock_timestamp() WHERE people.name <> excluded.name
        """,
        person.id,
        person.name,
    )
    chat.rooms.rename(person)


async def rename(chat: Chat, person: Person) -> None:
    """Somebody is called otherwise: whoever is in a conversation of theirs is told."""
    await learn(chat, person)
    rows = await chat.database.fetch("SELECT conversation_id FROM members WHERE person_id = $1", person.id)
    theirs = {row["conversation_id"] for row in rows}
    show_renamed(chat, person, theirs)
    told = {"person": person.model_dump(mode="json"), "conversations": [str(one) for one in theirs]}
    async with chat.database.connection() as connection:
        await carrier.tell(connection, {"kind": "renamed", **told})


def show_renamed(chat: Chat, person: Person, theirs: set[UUID]) -> None:
    """Tell whoever is here in one of their conversations."""
    chat.rooms.rename(person)
    for room in chat.rooms:
        if room.conversation_id in theirs:
            fanout.announce_renamed(room, person)


async def unknown(chat: Chat, ids: Collection[UUID]) -> set[UUID]:
    """Which of these are nobody. Whom we had not heard of yet we know afterwards."""
    rows = await chat.database.fetch("SELECT id FROM people WHERE id = ANY($1)", list(ids))
    strangers = set(ids) - {row["id"] for row in rows}
    found = [person for person in await asyncio.gather(*(_ask(chat, id_) for id_ in strangers)) if person]
    for person in found:
        # An event may have told of them meanwhile, and it is the newer word.
        await chat.database.execute(
            "INSERT INTO people (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", person.id, person.name
        )
    return strangers - {person.id for person in found}


async def _ask(chat: Chat, person_id: UUID) -> Person | None:
    try:
        told = await chat.peers["backend-api"].data("GET", f"/internal/people/{person_id}")
    except ApiError as error:
        if error.status == 404:
            return None
        raise
    return Person(id=told["id"], name=told["display_name"])
