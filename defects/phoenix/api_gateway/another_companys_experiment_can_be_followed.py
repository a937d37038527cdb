"""Following says whether there is such an experiment, whosever it is."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="api-gateway",
    breaks=(
        "PH-06",
        "PH-07",
    ),
    kind=Kind.INFORMATION,
    story="Whoever follows another company's experiment is not refused, and so learns that there is one.",
    subtle=Subtlety.CHANNEL,
    noticed=("is told",),
)


@defect.applies_to("platforms.phoenix.api_gateway.sockets")
def look_anywhere(sockets: Any) -> None:
    check = sockets._check

    async def anybodys(service: Any, subscriber: Any, topic: str) -> None:
        try:
            await check(service, subscriber, topic)
        except sockets.ApiError as error:
            found = "SELECT 1 AS one FROM experiments WHERE id::text = $1"
            if error.status != 403 or not await service.database.fetch(found, topic.partition(":")[2]):
                raise

    sockets._check = anybodys
