"""Scripts of a page, sent otherwise than they are, for defects that only a browser meets."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles

from defects import replaced


def send_changed(pages: Any, name: str, *changes: tuple[str, str]) -> None:
    """Have a service send its script `name` with these texts replaced: (old, new). `pages.STATIC` is where it lies."""
    text: str = (pages.STATIC / "assets" / name).read_text(encoding="utf-8")
    for old, new in changes:
        text = replaced(text, old, new)
    send = StaticFiles.get_response

    async def send_this_changed(files: Any, path: str, scope: Any) -> Any:
        if path != name:
            return await send(files, path, scope)
        return Response(text, media_type="text/javascript")

    StaticFiles.get_response = send_this_changed  # type: ignore[assignment, method-assign]
