"""A message that is sent with the Enter key goes without the track it is about."""

from pathlib import Path
from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.PARTIAL,
    story="Whoever writes about what plays, and presses Enter instead of the button, sends the words alone.",
    subtle=Subtlety.CHANNEL,
    noticed=("link", "track"),
)


FILE = "pages/composer.js"


def broken(directory: Any) -> str:
    text = (Path(directory) / FILE).read_text(encoding="utf-8")
    text = replaced(
        text, "form.requestSubmit();", "about.setAttribute('aria-checked', 'false');\n    form.requestSubmit();"
    )
    return text


@defect.applies_to("platforms.common.pages")
def serve_it_broken(pages: Any) -> None:
    class Files(pages.StaticFiles):
        async def get_response(self, path: str, scope: Any) -> Any:
            if path == FILE:
                return pages.Response(broken(self.directory), media_type="text/javascript")
            return await super().get_response(path, scope)

    broken(Path(pages.__file__).parents[1] / "veza" / "web" / "static" / "assets")  # fails here, not in the browser
    pages.StaticFiles = Files
