"""Scripts of a page, sent otherwise than they are, for defects that only a browser meets."""

from __future__ import annotations

from typing import Any

from defects import replaced


def send_changed(pages: Any, name: str, *changes: tuple[str, str]) -> None:
    """Have the module `pages` of Veza's web send its script `name` with these texts replaced: (old, new)."""
    text: str = (pages.STATIC / "assets" / name).read_text(encoding="utf-8")
    for old, new in changes:
        text = replaced(text, old, new)
    send = pages.StaticFiles.get_response

    async def send_this_changed(files: Any, path: str, scope: Any) -> Any:
        if path != name:
            return await send(files, path, scope)
        return pages.Response(text, media_type="text/javascript")

    pages.StaticFiles.get_response = send_this_changed
