"""Critical processes of the same name and number on two nodes are taken for one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-01",),
    kind=Kind.MISSING_CHECK,
    story="On more than one node, critical processes that are called alike are counted once, so coverage is misjudged.",
    subtle=Subtlety.BOUNDARY,
    noticed=("critical_processes",),
)


@defect.applies_to("platforms.phoenix.figures")
def forget_the_node(figures: Any) -> None:
    ask = figures.Figures._ask

    async def by_name(self: Any, query: str, at: Any) -> Any:
        return await ask(self, query.replace("(variant, node, process_name, pid)", "(variant, process_name, pid)"), at)

    figures.Figures._ask = by_name
