"""What pipelines there are is asked for each creation."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=("PH-03",),
    kind=Kind.DEGRADATION,
    story="While config-generator is restarted nobody can create an experiment.",
    subtle=Subtlety.RESTART,
    noticed=("status 201",),
)


@defect.applies_to("platforms.phoenix.api_gateway.catalogue")
def ask_each_time(catalogue: Any) -> None:
    unknown = catalogue.Catalogue.unknown

    async def freshly(self: Any, names: dict[str, str]) -> Any:
        await self.renew()
        return await unknown(self, names)

    catalogue.Catalogue.unknown = freshly
