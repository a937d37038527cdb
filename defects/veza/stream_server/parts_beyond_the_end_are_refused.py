"""A part that begins in the audio and ends beyond it is refused like one that lies outside."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.BOUNDARY,
    story="A player that fetches a track in parts of equal length does not get the last one.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.stream_server.delivery")
def refuse_what_ends_outside(delivery: Any) -> None:
    part_of = delivery.part_of

    def part_inside(size: int, wanted: str | None) -> Any:
        match = delivery._ONE_RANGE.fullmatch(wanted.strip()) if wanted else None
        if match and all(match.groups()) and int(match.group(2)) >= size:
            raise delivery.Unsatisfiable
        return part_of(size, wanted)

    delivery.part_of = part_inside
