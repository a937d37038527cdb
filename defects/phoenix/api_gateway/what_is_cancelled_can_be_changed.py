"""An experiment that was cancelled takes another configuration."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-04",),
    kind=Kind.MISSING_CHECK,
    story="Pipelines of an experiment that is over get another version, which never runs.",
    subtle=Subtlety.BOUNDARY,
    noticed=("it is told that it does not run",),
)


@defect.applies_to("platforms.phoenix.api_gateway.acting")
def allow_when_over(acting: Any) -> None:
    class Lenient(tuple[Any, ...]):
        def __getitem__(self, key: Any) -> Any:
            found = super().__getitem__(key)
            return (*found, acting.State.CANCELLED) if isinstance(key, slice) else found

    acting.ACTIVE = Lenient(acting.ACTIVE)
