"""The button to join or leave a place cannot be reached with the keyboard."""

from pathlib import Path
from typing import Any

from starlette.responses import Response

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="realtime",
    breaks=("GL-16",),
    kind=Kind.MISSING_CHECK,
    story="Whoever uses the map page by keyboard cannot get to the button with which one joins or leaves a place.",
    subtle=Subtlety.CHANNEL,
    noticed=("cannot come to",),
)

OLD = 'make("button", { type: "button", onclick: act })'
NEW = 'make("button", { type: "button", onclick: act, tabindex: "-1" })'


@defect.applies_to("platforms.common.pages")
def serve_another(pages: Any) -> None:
    class Changed(pages.StaticFiles):  # type: ignore[misc]
        async def get_response(self, path: str, scope: Any) -> Any:
            if path == "map.js":
                text = (Path(self.directory) / path).read_text(encoding="utf-8")
                return Response(replaced(text, OLD, NEW), media_type="text/javascript")
            return await super().get_response(path, scope)

    pages.StaticFiles = Changed
