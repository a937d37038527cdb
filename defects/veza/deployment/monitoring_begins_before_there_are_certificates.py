from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="deployment",
    breaks=("OP-01",),
    kind=Kind.RACE,
    story="When Veza is first started, what monitors it may be there before the authority that it has to trust.",
    subtle=Subtlety.SELDOM,
    noticed=("what prometheus stands on, and does not wait for",),
)


@defect.changes_deployment
def forget_the_certificates(compose: Any) -> None:
    del compose["services"]["veza-prometheus"]["depends_on"]["veza-certificates"]
