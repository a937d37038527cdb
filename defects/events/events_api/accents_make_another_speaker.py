"""A name with an accent is another name."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-08",),
    kind=Kind.DOUBLED,
    story="A speaker who is announced once with and once without an accent is there twice.",
    noticed=("the speakers and the reviews of",),
)


@defect.applies_to("platforms.events.events_api.likeness")
def keep_accents(likeness: Any) -> None:
    import re

    def normal(name: str) -> str:
        parts = re.findall(r"\w+", name.casefold())
        return " ".join([part for part in parts if part not in likeness.TITLES] or parts)

    likeness.normal = normal
