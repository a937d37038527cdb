"""Of what a page says for machines only the first part that can be read is looked at."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="extractor",
    breaks=("EV-01",),
    kind=Kind.PARTIAL,
    story="A page that tells machines of its site first, and then of its event, is taken for one without an event.",
    subtle=Subtlety.SELDOM,
)


@defect.applies_to("platforms.events.extractor.structured")
def look_once(structured: Any) -> None:
    json_ld, things = structured.json_ld, structured._things

    def first_only(page: Any, clues: Any) -> None:
        seen: list[Any] = []

        def things_of_the_first(known: Any, depth: int = 0) -> Any:
            if depth == 0:
                seen.append(known)
            return things(known, depth) if len(seen) == 1 else iter(())

        structured._things = things_of_the_first
        json_ld(page, clues)

    structured.json_ld = first_only
