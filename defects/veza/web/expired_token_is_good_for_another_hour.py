"""The minute by which clocks may differ became an hour."""

from functools import partial
from types import SimpleNamespace
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-22",),
    kind=Kind.UNIT,
    story="A token that has expired is taken by the web for another hour.",
    subtle=Subtlety.BOUNDARY,
)

LEEWAY_SECONDS = 60 * 60


@defect.applies_to("platforms.common.security")
def give_an_hour(security: Any) -> None:
    patient = partial(security.jwt.decode, leeway=LEEWAY_SECONDS)
    security.jwt = SimpleNamespace(**{**vars(security.jwt), "decode": patient})
