from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="deployment",
    breaks=("OP-01",),
    kind=Kind.WRONG_DEFAULT,
    story="What monitors Veza was put into a network of its own, where it finds none of the services.",
    noticed=("which services Prometheus knows",),
)


@defect.changes_deployment
def put_it_there(compose: Any) -> None:
    compose["networks"]["veza-monitoring"] = {}
    compose["services"]["veza-prometheus"]["networks"] = {"veza-monitoring": None}
