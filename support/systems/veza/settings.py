"""What each setting of Veza must not be, from docs/contracts/veza.md."""

from collections.abc import Mapping, Sequence

from support.systems import usual
from support.systems.usual import LOUDEST, NOWHERE, ORIGIN, QUIETEST, SIGNING
from support.systems.veza.operations import CHATS

__all__ = ["LOUDEST", "NOWHERE", "OPTIONAL", "QUIETEST", "RIGHT", "WRONG"]

WRONG: Mapping[str, Sequence[str]] = {
    **usual.WRONG,
    **{f"{name}_URL": ORIGIN for name in ("WEB", "BACKEND_API", "CHAT_SERVER", "OTHER_CHAT_SERVER", "STREAM_SERVER")},
    "INSTANCE": ("Two Words", "1-st", "x" * 42),
    "SIGNING_SECRET": SIGNING,
    "MEDIA_DIR": ("/dev/null",),
}
RIGHT: Mapping[str, Sequence[str]] = {
    **usual.RIGHT,
    "INSTANCE": ("a", f"a-{'1' * 39}"),
    "SIGNING_SECRET": ("x" * 32,),
}
OPTIONAL: Mapping[str, frozenset[str]] = {
    "web": usual.MAY_HAVE | {"OTHER_CHAT_SERVER_URL"},
    "backend-api": usual.MAY_HAVE | {"BCRYPT_ROUNDS", "SESSION_SECONDS"},
    **dict.fromkeys(CHATS, usual.MAY_HAVE | {"INSTANCE"}),
    "stream-server": usual.MAY_HAVE,
}
