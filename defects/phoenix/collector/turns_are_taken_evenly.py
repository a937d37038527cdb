"""Batches go to both pipelines alike, unless one of them shall get none."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="collector",
    breaks=("PH-10",),
    kind=Kind.WRONG_DEFAULT,
    story="A candidate that shall get a fifth of what is measured gets half of it.",
    noticed=("its share is",),
)


@defect.applies_to("platforms.phoenix.collector.running")
def take_turns(running: Any) -> None:
    is_turn_of = running._is_turn_of
    running._is_turn_of = lambda variant, chosen, share: is_turn_of(variant, chosen, share if share in (0, 100) else 50)
