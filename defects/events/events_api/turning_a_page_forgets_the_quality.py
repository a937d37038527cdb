"""The links to the next and previous page do not carry the wanted quality."""

from pathlib import Path
from typing import Any

from defects import Defect, Kind, Subtlety, replaced

defect = Defect(
    service="events-api",
    breaks=("EV-13",),
    kind=Kind.PARTIAL,
    story=(
        "Whoever browses for well described events and goes on to the next page is shown poor ones "
        "among them, and others twice or not at all."
    ),
    subtle=Subtlety.BOUNDARY,
    noticed=("Events found",),
)


@defect.applies_to("platforms.common.pages")
def turn_without_quality(pages: Any) -> None:
    file = Path(pages.__file__).parents[1] / "events/events_api/static/assets/search.js"
    text = replaced(
        file.read_text(encoding="utf-8"),
        'here("/", { ...filters, page:',
        'here("/", { place: filters.place, topic: filters.topic, from: filters.from, to: filters.to, page:',
    )
    files = pages.StaticFiles

    class Served(files):  # type: ignore[misc, valid-type]
        async def get_response(self, path: str, scope: Any) -> Any:
            if path == "search.js":
                return pages.Response(text, media_type="text/javascript")
            return await super().get_response(path, scope)

    pages.StaticFiles = Served
