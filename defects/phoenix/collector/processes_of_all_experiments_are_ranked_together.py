"""What processes use is remembered for all pipelines together."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="collector",
    breaks=("PH-01", "PH-02"),
    kind=Kind.LEAK,
    story="The most expensive processes of one experiment keep those of another from being exported.",
    subtle=Subtlety.CONCURRENT,
    noticed=("is missing", "cuts", "the metrics of the other pipeline"),
)


@defect.applies_to("platforms.phoenix.collector.running")
def rank_all(running: Any) -> None:
    rank = running.Pipeline._rank
    usage: dict[Any, float] = {}

    def rank_with_all(self: Any) -> None:
        rank(self)
        usage.update(self._usage)
        self._usage = usage

    running.Pipeline._rank = rank_with_all
