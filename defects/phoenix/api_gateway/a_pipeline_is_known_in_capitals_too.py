"""Whether a pipeline is known is looked up without minding capitals."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-11",),
    kind=Kind.MISSING_CHECK,
    story="An experiment of a pipeline that nobody has, but for its capitals, is created, and can never run.",
    subtle=Subtlety.BOUNDARY,
    noticed=("answered 201",),
)


@defect.applies_to("platforms.phoenix.api_gateway.catalogue")
def any_case(catalogue: Any) -> None:
    unknown = catalogue.Catalogue.unknown

    async def in_any_case(self: Any, names: dict[str, str]) -> Any:
        return await unknown(self, {field: name.lower() for field, name in names.items()})

    catalogue.Catalogue.unknown = in_any_case
