"""Versions are compared after what is secret in them was masked."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-02",),
    kind=Kind.PARTIAL,
    story="The record of a change that concerns nothing but a secret says that nothing was changed.",
    subtle=Subtlety.BOUNDARY,
    noticed=("the fields that changed",),
)


@defect.applies_to("platforms.audit.oms.trail")
def compare_masks(trail: Any) -> None:
    difference = trail.difference
    trail.difference = lambda old, new: difference(trail.masked(old), trail.masked(new))
