"""The origin of a call has to begin like web's own, and need not be it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-22",),
    kind=Kind.MISSING_CHECK,
    story="A page whose address begins like that of Veza signs out whoever looks at it.",
    subtle=Subtlety.BOUNDARY,
    noticed=("asked for by a page from",),
)


@defect.applies_to("platforms.veza.web.context")
def look_at_the_beginning(context: Any) -> None:
    class Beginning(str):
        """Equal to whatever begins with it."""

        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            return isinstance(other, str) and other.startswith(str(self))

        def __ne__(self, other: object) -> bool:
            return not self == other

    make = context.Web.__init__

    def make_tolerant(self: Any, settings: Any) -> None:
        make(self, settings)
        object.__setattr__(self.settings, "public_url", Beginning(settings.public_url))

    context.Web.__init__ = make_tolerant
