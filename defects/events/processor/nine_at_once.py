"""Nine pages are fetched at once, and the tenth waits."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-07",),
    kind=Kind.BOUNDARY,
    story="Of ten pages that are asked for at once, one is fetched after the others.",
    subtle=Subtlety.BOUNDARY,
    noticed=("was asked for",),
)


@defect.applies_to("platforms.events.processor.context")
def nine(context: Any) -> None:
    init = context.Processor.__init__

    def with_nine(self: Any, settings: Any) -> None:
        init(self, settings.model_copy(update={"workers": 9}))

    context.Processor.__init__ = with_nine
