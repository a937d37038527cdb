"""Whoever has never had a connection is taken for somebody whose last one is gone."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-01", "GL-05"),
    kind=Kind.BOUNDARY,
    story="Whoever is on a map without a live connection, as programs are, has left it two seconds later.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.globe.realtime.attachments")
def count_from_the_coming(attachments: Any) -> None:
    left = attachments.LEFT.replace("s.detached_at <", "coalesce(s.detached_at, s.opened_at) <")
    assert left != attachments.LEFT
    attachments.LEFT = left
