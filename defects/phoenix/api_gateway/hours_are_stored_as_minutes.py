"""The length of an experiment in hours is stored as so many minutes."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("PH-05",),
    kind=Kind.UNIT,
    story="An experiment that is to run for two hours, and says so, is over after two minutes.",
)


@defect.applies_to("platforms.phoenix.api_gateway.creating")
def shorten(creating: Any) -> None:
    insert = creating.Creating.insert

    async def insert_short(self: Any, row: dict[str, Any]) -> Any:
        duration = row["config"]["duration"]
        if duration.endswith("h"):
            row = {**row, "run_seconds": int(duration[:-1]) * 60}
        return await insert(self, row)

    creating.Creating.insert = insert_short
