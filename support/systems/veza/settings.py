"""What each setting of Veza must not be, from docs/contracts/veza.md."""

from collections.abc import Mapping, Sequence

from support.systems import usual
from support.systems.usual import LOUDEST, NOWHERE, ORIGIN, QUIETEST, SIGNING

__all__ = ["LOUDEST", "NOWHERE", "OPTIONAL", "QUIETEST", "WRONG"]

WRONG: Mapping[str, Sequence[str]] = {
    **usual.WRONG,
    **{f"{name}_URL": ORIGIN for name in ("WEB", "BACKEND_API", "CHAT_SERVER", "STREAM_SERVER")},
    "SIGNING_SECRET": SIGNING,
    "MEDIA_DIR": ("/dev/null",),
}
OPTIONAL: Mapping[str, frozenset[str]] = {
    "web": usual.MAY_HAVE,
    "backend-api": usual.MAY_HAVE | {"BCRYPT_ROUNDS", "SESSION_SECONDS"},
    "chat-server": usual.MAY_HAVE,
    "stream-server": usual.MAY_HAVE,
}
