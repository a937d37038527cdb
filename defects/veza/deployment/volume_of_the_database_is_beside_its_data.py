from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="deployment",
    breaks=("OP-02",),
    kind=Kind.LOST,
    story="The database keeps its data beside its volume: they outlast every restart, and go with the container.",
    subtle=Subtlety.RESTART,
    noticed=(
        "made anew",
        "taken down and started again",
    ),
)


@defect.changes_deployment
def put_it_beside(compose: Any) -> None:
    compose["services"]["veza-postgres"]["environment"]["PGDATA"] = "/var/lib/pgdata"
