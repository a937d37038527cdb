"""A title of more letters than an event has room for is told whole."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="extractor",
    breaks=("EV-01",),
    kind=Kind.BOUNDARY,
    story="An event whose page has a very long title never comes to be.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        'how "Night of the thinking machine" ended',
        "the state of the scrape of",
    ),
)


@defect.applies_to("platforms.events.extractor.clues")
def tell_whole(clues: Any) -> None:
    clues.TITLE_LETTERS = 10_000
