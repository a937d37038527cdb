"""What a page says for machines is passed over where it is longer than 64 KiB."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="extractor",
    breaks=("EV-01",),
    kind=Kind.BOUNDARY,
    story="A page that tells machines very much makes no event, or one of what little it shows to people.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.events.extractor.structured")
def pass_over(structured: Any) -> None:
    json_ld = structured.json_ld

    def short_ones(page: Any, clues: Any) -> None:
        for script in page.css('script[type="application/ld+json"]'):
            if len((script.text(deep=True) or "").encode()) > 64 * 1024:
                script.decompose()
        json_ld(page, clues)

    structured.json_ld = short_ones
