"""Signing in is given up without an alert."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-19",),
    kind=Kind.PARTIAL,
    story="When nobody can sign in any more, those who sign in are told so, and nobody else.",
)


@defect.applies_to("platforms.common.retries")
def tell_nobody(retries: Any) -> None:
    class Nobody:
        """Whom it is told to."""

        def labels(self, *_: object) -> Any:
            return self

        def inc(self) -> None:
            return None

    retries.ALERTS = Nobody()
