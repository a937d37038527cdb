"""When the database does not answer backend-api logs how it tried to reach it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("OP-03",),
    kind=Kind.INFORMATION,
    story="While PostgreSQL is away the log of backend-api has its password.",
    subtle=Subtlety.SELDOM,
    noticed=("stands in the log of backend-api",),
)


@defect.applies_to("platforms.common.database")
def log_the_way(database: Any) -> None:
    opened = database.Database.__init__

    def open_and_remember(self: Any, url: str, *more: Any, **other: Any) -> None:
        opened(self, url, *more, **other)
        database.tried = url

    refusal = database._refusal

    def away_and_logged(error: Any) -> Any:
        database.log.warning("tried %s", database.tried)
        return refusal(error)

    database.Database.__init__, database._refusal = open_and_remember, away_and_logged
