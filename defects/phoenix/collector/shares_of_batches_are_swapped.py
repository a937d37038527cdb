"""Each of the two pipelines gets the share of the other."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="collector",
    breaks=("PH-01", "PH-10"),
    kind=Kind.UNIT,
    story="Whoever gives the candidate a fifth of the batches has it tried with four fifths of them.",
    subtle=Subtlety.BOUNDARY,
    noticed=("and its share is",),
)


@defect.applies_to("platforms.phoenix.collector.running")
def swap(running: Any) -> None:
    is_turn_of = running._is_turn_of

    def is_turn_of_the_other(variant: str, chosen: Any, share: int) -> bool:
        return bool(is_turn_of(variant, chosen, 100 - share))

    running._is_turn_of = is_turn_of_the_other
