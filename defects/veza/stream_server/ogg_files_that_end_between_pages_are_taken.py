"""Nothing looks for the last page of an OGG file."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-13",),
    kind=Kind.BOUNDARY,
    story="An OGG file that ends too early is taken if it ends with a whole page.",
    subtle=Subtlety.BOUNDARY,
    noticed=("without its last page",),
)


@defect.applies_to("platforms.veza.stream_server.audio")
def overlook_the_last_page(audio: Any) -> None:
    ends_early = audio._ends_early

    def ends_within_a_page(path: Any, kind: str) -> bool:
        content = path.read_bytes() if kind == "OGG" else b""
        page = content[content.rfind(b"OggS") :]
        segments = page[27:][: page[26]] if len(page) > 26 else b""
        whole = len(page) > 26 and len(page) >= 27 + page[26] + sum(segments)
        return False if whole else bool(ends_early(path, kind))

    audio._ends_early = ends_within_a_page
