from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="deployment",
    breaks=("OP-01",),
    kind=Kind.WRONG_DEFAULT,
    story="The container of the broker has one name for all on the machine: only the first of them can start a Veza.",
    noticed=("did not come up",),
)


@defect.changes_deployment
def name_it(compose: Any) -> None:
    compose["services"]["veza-nats"]["container_name"] = "veza-nats"
