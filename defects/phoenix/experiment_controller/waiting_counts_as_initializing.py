"""How long initializing takes is counted from when the experiment was created."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-09",),
    kind=Kind.BOUNDARY,
    story="An experiment that is started ten minutes after it was created has failed at once, as if it never began.",
    subtle=Subtlety.BOUNDARY,
    noticed=("Initializing took too long", "the states of those that waited"),
)


@defect.applies_to("platforms.phoenix.experiments")
def count_from_creation(experiments: Any) -> None:
    async def in_states(database: Any, states: Any) -> Any:
        return await database.fetch(
            "SELECT *, extract(epoch FROM clock_timestamp() -"
            " CASE state WHEN 'initializing' THEN created_at ELSE entered_at END)::float8 AS seconds_in_state"
            " FROM experiments WHERE state = ANY($1) ORDER BY entered_at",
            [str(state) for state in states],
        )

    experiments.in_states = in_states
