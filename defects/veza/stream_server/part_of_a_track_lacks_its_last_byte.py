"""The last byte that is asked for is taken for the first one that is not."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.BOUNDARY,
    story="A player that fetches a track piece by piece gets each piece one byte short, with a click at each seam.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.stream_server.delivery")
def leave_out_the_last_byte(delivery: Any) -> None:
    part_of = delivery.part_of

    def part_without_end(size: int, wanted: str | None) -> tuple[int, int] | None:
        part: tuple[int, int] | None = part_of(size, wanted)
        if part is None or wanted is None or wanted.rstrip().endswith("-"):
            return part
        start, end = part
        return start, max(start, end - 1)

    delivery.part_of = part_without_end
