"""Of several who may be the same, the one who has been known longest is taken."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.DISORDERED,
    story="A speaker who is like two who are known is taken for the one who was there first, not for the likelier one.",
    subtle=Subtlety.SELDOM,
    noticed=("who speaks where",),
)


@defect.applies_to("platforms.events.events_api.likeness")
def take_the_first(likeness: Any) -> None:
    def first(name: str, company: str, known: Any) -> Any:
        plain, firm = likeness.normal(name), likeness.normal(company) if company else ""
        scored = [
            (likeness.score(plain, one.normal, firm, likeness.normal(one.company) if one.company else ""), one)
            for one in known
        ]
        same = [pair for pair in scored if pair[0] >= likeness.SAME]
        return same or [pair for pair in scored if pair[0] >= likeness.PERHAPS]

    likeness.nearest = first
