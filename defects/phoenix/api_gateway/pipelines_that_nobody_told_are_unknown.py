"""A pipeline of which nobody has told is one that there is not."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-03",),
    kind=Kind.DEGRADATION,
    story="While config-generator is away, whoever creates an experiment on an api-gateway that was just restarted is"
    " told that there is no such pipeline.",
    subtle=Subtlety.RESTART,
    noticed=("expected a refusal with status 503",),
)


@defect.applies_to("platforms.phoenix.api_gateway.catalogue")
def know_nothing(catalogue: Any) -> None:
    unknown = catalogue.Catalogue.unknown

    async def guess(self: Any, names: dict[str, str]) -> Any:
        try:
            return await unknown(self, names)
        except catalogue.ApiError:
            return [
                {"field": field, "code": "UNKNOWN", "message": f"There is no pipeline {name}."}
                for field, name in names.items()
            ]

    catalogue.Catalogue.unknown = guess
