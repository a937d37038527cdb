from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="deployment",
    breaks=("OP-01",),
    kind=Kind.RACE,
    story="The backend is started once the broker is, ready or not; mostly the database takes longer, and all is well.",
    subtle=Subtlety.SELDOM,
    noticed=("what backend-api stands on, and does not wait for",),
)


@defect.changes_deployment
def wait_for_less(compose: Any) -> None:
    compose["services"]["veza-backend-api"]["depends_on"]["veza-nats"]["condition"] = "service_started"
