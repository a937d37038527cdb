"""The ends of the lines of a description are made all alike."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("PH-11",),
    kind=Kind.LOST_UPDATE,
    story="What a user has written on several lines of a description is not what is kept of it.",
    noticed=("was sent",),
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def make_them_alike(creating: Any) -> None:
    create = creating.create

    async def create_alike(orders: Any, catalogue: Any, caller: Any, new: Any) -> Any:
        plain = new.description.replace("\r\n", "\n")
        return await create(orders, catalogue, caller, new.model_copy(update={"description": plain}))

    creating.create = create_alike
