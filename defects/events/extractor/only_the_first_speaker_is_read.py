"""Of a list that was never closed, the first one is read."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="extractor",
    breaks=("EV-01",),
    kind=Kind.PARTIAL,
    story="A page with several speakers makes an event with one of them.",
    noticed=("what Events shows of",),
)


@defect.applies_to("platforms.events.extractor.clues")
def read_one(clues: Any) -> None:
    speaker = clues.Clues.speaker

    def first(self: Any, name: str, company: str = "", role: str = "speaker") -> None:
        if not self._speakers:
            speaker(self, name, company, role)

    clues.Clues.speaker = first
