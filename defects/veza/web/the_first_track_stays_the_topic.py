"""What one writes about the playing track is about the first one that one wrote about."""

from typing import Any

from starlette.responses import Response

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="web",
    breaks=("VZ-12", "VZ-08"),
    kind=Kind.STALE,
    story=(
        "Whoever writes about the track that plays, and later in the evening about the next one, "
        "has the second message shown as about the first track."
    ),
    subtle=Subtlety.BOUNDARY,
    noticed=("the tracks it speaks of",),
)

FILE = "pages/composer.js"


@defect.applies_to("platforms.veza.web.pages")
def serve_another_script(web: Any) -> None:
    script = replaced(
        (web.STATIC / "assets" / FILE).read_text(encoding="utf-8"),
        "about.getAttribute('aria-checked') === 'true' ? player.track : null",
        "about.getAttribute('aria-checked') === 'true' ? (chat.topic ??= player.track) : null",
    )

    class Served(web.pages.StaticFiles):  # type: ignore[misc]
        async def get_response(self, path: str, scope: Any) -> Any:
            if path == FILE:
                return Response(script, media_type="text/javascript")
            return await super().get_response(path, scope)

    web.pages.StaticFiles = Served
