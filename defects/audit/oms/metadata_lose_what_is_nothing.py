"""What is null in metadata is left out, in lists as well."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01",),
    kind=Kind.LOST_UPDATE,
    story="A developer who writes down that something is not known finds that it was never written.",
    subtle=Subtlety.SELDOM,
    noticed=(
        "metadata was sent as",
        "what Depot says",
    ),
)


def _without_nothing(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_nothing(one) for one in value if one is not None]
    if isinstance(value, dict):
        return {name: _without_nothing(one) for name, one in value.items() if one is not None}
    return value


@defect.applies_to("platforms.audit.oms.ontology")
def leave_it_out(ontology: Any) -> None:
    told = ontology._told
    ontology._told = lambda body: {**told(body), "metadata": _without_nothing(told(body)["metadata"])}
