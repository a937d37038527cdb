"""Something to look at: people, music, a conversation and a playlist, made through Veza's own doors."""

from __future__ import annotations

import asyncio
import io
import json
import secrets
from collections.abc import Mapping, Sequence
from uuid import uuid4

import httpx
import numpy as np
import soundfile  # type: ignore[import-untyped]
import websockets

from platforms.common.beginning import Account, Where, done, run

PEOPLE = {"Lina": "listener", "Arno": "artist", "Milo": "moderator", "Zoe": "listener"}
"""Who lives here, beside the admin that every deployment is born with."""
TRACKS = {"Night Bus": ("Night jazz", 220.0), "Harbour Lights": ("Night jazz", 196.0), "Slow Ferry": ("Ambient", 146.8)}
"""Kind and lowest note in hertz."""
TALK = (
    ("Arno", "Night Bus is out. Tell me what you think 🎷"),
    ("Lina", "The bass line! I missed my stop."),
    ("Milo", "Headphones on. Good night, everybody 🌙"),
)
RATE = 44_100
TRACK_SECONDS = 24
READY_WITHIN = 60.0
"""Seconds until the tracks can be listened to."""


def begin(where: Where) -> list[str]:
    """Make all of it; returns the lines that say how to look around. httpx.HTTPError when a door is shut."""
    mark = secrets.token_hex(2)  # the same people again are others: an e-mail belongs to one account
    admin = where.admin("web")
    people = {name: where.register("web", name, f"{name.lower()}.{mark}@veza.test") for name in PEOPLE}
    for name, role in PEOPLE.items():
        if role != "listener":
            where.give_role("backend-api", admin, people[name], role)
    tracks = _publish(where, people["Arno"])
    _make_playlist(where, people["Lina"], tracks)
    for track in tracks[:2]:
        wanted = {"track_id": track, "quality": "medium"}
        done(where.client("stream-server", people["Lina"].token).post("/api/stream/start", json=wanted))
    asyncio.run(_talk(where, people))
    return [
        f"  Look around at {where.urls['web']}",
        *(people[name].told(role) for name, role in PEOPLE.items() if name != "Zoe"),
        admin.told("admin"),
    ]


def _publish(where: Where, artist: Account) -> list[str]:
    """The tracks by id, when all of them can be listened to."""
    backend = where.client("backend-api", artist.token)
    made = []
    for title, (kind, note) in TRACKS.items():
        audio = {"audio": (f"{title}.flac", _music(note), "audio/flac")}
        made.append(str(done(backend.post("/api/v1/tracks", data={"title": title, "genre": kind}, files=audio))["id"]))
    asyncio.run(_await_ready(backend, made))
    return made


async def _await_ready(backend: httpx.Client, tracks: Sequence[str]) -> None:
    async with asyncio.timeout(READY_WITHIN):
        while any(done(backend.get(f"/api/v1/tracks/{track}"))["status"] == "processing" for track in tracks):
            await asyncio.sleep(0.2)


def _make_playlist(where: Where, owner: Account, tracks: Sequence[str]) -> None:
    wanted = {"name": "Late evening", "public": True, "tracks": list(tracks)}
    done(where.client("backend-api", owner.token).post("/api/v1/playlists", json=wanted))


async def _talk(where: Where, people: Mapping[str, Account]) -> None:
    """A conversation of those who talk, and what they say."""
    talkers = dict.fromkeys(name for name, _ in TALK)
    chat = where.client("chat-server", people["Arno"].token)
    wanted = {"name": "Night owls", "members": [people[name].id for name in talkers]}
    conversation = done(chat.post("/api/conversations", json=wanted))["id"]
    address = where.urls["chat-server"].replace("https:", "wss:", 1) + "/ws/chat"
    for name, text in TALK:
        headers = {"Authorization": f"Bearer {people[name].token}"}
        async with websockets.connect(address, ssl=where.trust, additional_headers=headers) as socket:
            frame = {"type": "SendMessage", "conversation_id": conversation, "content": text}
            await socket.send(json.dumps({**frame, "client_message_id": str(uuid4())}))
            while json.loads(await socket.recv()).get("action") != "message_sent":
                pass


def _music(note: float) -> bytes:
    """A slow tune of four chords over this note, as FLAC."""
    at = np.arange(RATE * TRACK_SECONDS) / RATE
    chords = np.array([(1, 1.25, 1.5), (1.125, 1.333, 1.687), (0.889, 1.125, 1.333), (0.75, 1, 1.5)])
    chord = chords[(at // 3).astype(int) % len(chords)]
    sound = np.sin(2 * np.pi * note * chord * at[:, None]).sum(axis=1) * (0.6 + 0.4 * np.cos(2 * np.pi * at / 1.5))
    fade = np.minimum(1, np.minimum(at, TRACK_SECONDS - at))
    written = io.BytesIO()
    soundfile.write(written, (0.2 * sound * fade).astype("float32"), RATE, format="FLAC")
    return written.getvalue()


if __name__ == "__main__":
    run(begin)
