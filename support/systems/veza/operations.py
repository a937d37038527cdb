"""All that Veza offers, to whom, and what it takes, from docs/contracts/veza.md."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from support.scenario.data.audio import wav
from support.systems.contract import Command, For, Operation
from support.systems.fields import Choice, Field, File, Flag, Id, Ids, Mail, Other, Text, Whole
from support.systems.lists import Listed

ROLES = ("listener", "artist", "moderator", "admin")
_OWNER, _MEMBER = frozenset({"owner"}), frozenset({"owner", "member"})
_ADMIN, _MODERATORS = frozenset({"admin"}), frozenset({"moderator", "admin"})

_web, _backend = partial(Operation, "web"), partial(Operation, "backend-api")
CHATS = ("chat-server", "chat-server-2")
"""The instances of chat-server."""
_chat, _stream = partial(Operation, CHATS[0]), partial(Operation, "stream-server")
_page = partial(Operation, "web", answers=For.EVERYBODY, described=False)
_inner = partial(Operation, "backend-api", answers=For.SERVICES)

_LIMIT: dict[str, Field] = {"limit": Whole(1, 200)}
_SEARCH: dict[str, Field] = {"q": Text(0, 100, "a")}
_EMAIL, _NEW_PASSWORD = Mail(), Text(8, 128, "long enough for anybody", raw=True)
_REGISTRATION: dict[str, Field] = {
    "email": _EMAIL,
    "password": _NEW_PASSWORD,
    "display_name": Text(1, 50, "Somebody New"),
}
_CREDENTIALS: dict[str, Field] = {"email": _EMAIL, "password": Text(1, 128, "not anybody's", raw=True)}
_TITLE, _GENRE = Text(1, 100, "A Short Piece"), Text(1, 40, "Night jazz")
_AUDIO = File(("piece.wav", wav(0.5, seed=7), "audio/wav"))
_QUALITIES = ("low", "medium", "high")
_QUALITY = Choice(_QUALITIES)
_SOUND = "/stream/{track_id}/{quality}.mp3"
_SEAL: dict[str, Field] = {name: Text(1, 200, "1") for name in ("expires", "listener", "signature")}
_PLAYLIST, _CONVERSATION = "/api/v1/playlists/{playlist_id}", "/api/conversations/{conversation_id}"
_PERSON = "/api/v1/admin/people/{person_id}"

_WEB = (
    *(_page(f"GET {path}") for path in ("/", "/sign-in", "/dashboard", "/conversations", "/playlists", "/publish")),
    _page("GET /conversations/{page_id}"),
    _page("GET /playlists/{page_id}"),
    _web("POST /api/auth/register", For.EVERYBODY, sends=_REGISTRATION, makes="person_id"),
    _web("POST /api/auth/login", For.EVERYBODY, sends=_CREDENTIALS),
    _web("GET /api/health", For.EVERYBODY),
    _web("POST /api/auth/logout", ends_session=True),
    _web("GET /api/session"),
    _web("GET /api/dashboard", shared=True),
)
_BACKEND = (
    _backend("GET /api/v1/users/me"),
    _backend("PUT /api/v1/users/me", sends={"display_name": Text(1, 50, "Somebody New")}),
    _backend("PATCH /api/v1/users/me", sends={"preferred_quality": _QUALITY}),
    _backend("GET /api/v1/people", asks=_SEARCH, shared=True, lists=Listed(by="display_name", most=20)),
    _backend(
        "GET /api/v1/activity",
        asks=_LIMIT,
        lists=Listed(known_by="subject_id", limit="limit", unless_told=20, most=200),
    ),
    _backend(
        "GET /api/v1/tracks",
        asks={**_SEARCH, "artist_id": Id("person_id")},
        shared=True,
        lists=Listed(by="title", most=200),
    ),
    _backend(
        "POST /api/v1/tracks",
        to=frozenset({"artist", "admin"}),
        sends={"title": _TITLE, "genre": _GENRE, "audio": _AUDIO},
    ),
    _backend("GET /api/v1/tracks/{track_id}"),
    _backend("DELETE /api/v1/tracks/{track_id}", to=frozenset({"artist of it", "admin"})),
    _backend(
        "GET /api/v1/playlists",
        asks={"scope": Choice(("public", "mine"))},
        shared=True,
        lists=Listed(most=200),
    ),
    _backend(
        "POST /api/v1/playlists",
        sends={"name": Text(1, 100), "public": Flag(), "tracks": Ids("track_id", 500, repeats=True)},
        makes="playlist_id",
    ),
    _backend(f"GET {_PLAYLIST}", to=_OWNER, refusal=404),
    _backend(f"DELETE {_PLAYLIST}", to=_OWNER, refusal=404),
    _backend(f"PUT {_PLAYLIST}/tracks", to=_OWNER, refusal=404, sends={"tracks": Ids("track_id", 500, repeats=True)}),
    _backend(f"POST {_PLAYLIST}/tracks", to=_OWNER, refusal=404, sends={"track_id": Id("track_id")}),
    _backend(f"PUT {_PERSON}/role", to=_ADMIN, sends={"role": Choice(("artist", "listener", "moderator", "admin"))}),
    _backend(f"POST {_PERSON}/deactivate", to=_ADMIN),
    _backend(
        "GET /api/v1/admin/audit-log",
        to=_ADMIN,
        asks={
            **{"target_id": Id("person_id"), "actor_id": Id("person_id")},
            **{"action": Choice(("role_changed", "account_deactivated")), **_LIMIT},
        },
        shared=True,
        lists=Listed(known_by="details", limit="limit", unless_told=50, most=200),
    ),
    _inner("POST /internal/people", sends=_REGISTRATION),
    _inner("GET /internal/people/{person_id}"),
    _inner("POST /internal/sessions", sends={**_CREDENTIALS, "session_id": Id("session_id", optional=True)}),
    _inner("GET /internal/sessions/{session_id}"),
    _inner("DELETE /internal/sessions/{session_id}"),
)
_CHAT = (
    _chat("GET /api/conversations", lists=Listed()),
    _chat(
        "POST /api/conversations",
        sends={"name": Text(1, 100), "members": Ids("person_id", 200)},
        makes="conversation_id",
    ),
    _chat(f"GET {_CONVERSATION}", to=_MEMBER),
    _chat(f"DELETE {_CONVERSATION}", to=_OWNER | _ADMIN),
    _chat(f"POST {_CONVERSATION}/members", to=_OWNER, sends={"person_id": Id("person_id")}),
    _chat(
        f"GET {_CONVERSATION}/messages",
        to=_MEMBER,
        asks={**_LIMIT, "before": Whole(1, 2**63 - 1, 1_000_000)},
        lists=Listed(
            at="messages",
            newest_first=False,
            limit="limit",
            unless_told=50,
            most=200,
            before="before",
            place="sequence",
            more="has_more",
        ),
    ),
    _chat(f"DELETE {_CONVERSATION}/messages/{{message_id}}", to=_MODERATORS),
    _chat(
        f"POST {_CONVERSATION}/mutes",
        to=_MODERATORS,
        sends={"person_id": Id("person_id"), "seconds": Whole(1, 86_400), "reason": Text(1, 200)},
        makes="mute_id",
    ),
)
_STREAM = (
    _stream("GET /api/tracks/{track_id}"),
    _stream("GET /api/recommendations", asks={"limit": Whole(1, 50)}, shared=True, lists=Listed(elsewhere="VZ-03")),
    _stream(
        "POST /api/stream/start",
        sends={
            **{"track_id": Id("track_id"), "quality": Choice(_QUALITIES, optional=True)},
            "valid_seconds": Whole(1, 300, optional=True),
            "instead_of": Choice(_QUALITIES, optional=True),
        },
    ),
    _stream("POST /api/stream/{stream_id}/stop", to=_OWNER),
    _stream(f"GET {_SOUND}", For.WHO_HAS_AN_ADDRESS, asks=_SEAL),
    _stream(f"HEAD {_SOUND}", For.WHO_HAS_AN_ADDRESS, asks=_SEAL),
    _stream(
        "PUT /internal/tracks/{track_id}",
        For.SERVICES,
        sends={
            **{"title": _TITLE, "artist_id": Id("person_id"), "artist_name": Text(1, 50, "Somebody")},
            **{"genre": _GENRE, "audio": _AUDIO},
        },
    ),
    _stream("DELETE /internal/tracks/{track_id}", For.SERVICES),
)
OPERATIONS = (
    *(*_WEB, *_BACKEND),
    *(replace(operation, service=chat) for chat in CHATS for operation in _CHAT),
    *_STREAM,
)

_COMMAND: dict[str, Field] = {"command_id": Text(1, 100, "c1", raw=True)}
_OF_STREAM: dict[str, Field] = {**_COMMAND, "stream_id": Id("stream_id")}
_PLACE = partial(Other, 0, wrong=("many", -1, -0.1, True, [1], {"a": 1}))
"""Seconds from the beginning, whole or not."""
_OF_CONVERSATION: dict[str, Field] = {"conversation_id": Id("conversation_id")}
_AFTER = Whole(0, 2**63 - 1, optional=True)

_SAID = (
    Command("chat-server", "Ping"),
    Command("chat-server", "JoinConversation", {**_OF_CONVERSATION, "after": _AFTER}, _MEMBER),
    Command("chat-server", "LeaveConversation", _OF_CONVERSATION),
    Command(
        "chat-server",
        "SendMessage",
        {
            **_OF_CONVERSATION,
            **{"client_message_id": Text(1, 100, "m1"), "content": Text(1, 2000, "Let me in")},
            "track_id": Id("track_id", optional=True),
        },
        _MEMBER,
    ),
)
COMMANDS = (
    *(replace(command, service=chat) for chat in CHATS for command in _SAID),
    Command("stream-server", "Ping", _COMMAND),
    Command("stream-server", "Play", {**_OF_STREAM, "position_seconds": _PLACE(optional=True)}, _OWNER),
    Command("stream-server", "Pause", {**_OF_STREAM, "position_seconds": _PLACE(optional=True)}, _OWNER),
    Command("stream-server", "Stop", {**_OF_STREAM, "position_seconds": _PLACE(optional=True)}, _OWNER),
    Command("stream-server", "Seek", {**_OF_STREAM, "position_seconds": _PLACE()}, _OWNER),
    Command("stream-server", "Progress", {**_OF_STREAM, "position_seconds": _PLACE()}, _OWNER),
)
