"""How long analyzing takes is counted from when the experiment began to run."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="experiment-controller",
    breaks=("PH-09", "PH-10"),
    kind=Kind.BOUNDARY,
    story="An experiment that runs for longer than it may be analyzed is never judged: that is said to take too long.",
    subtle=Subtlety.BOUNDARY,
    noticed=("Analyzing took too long", "has no results"),
)


@defect.applies_to("platforms.phoenix.experiments")
def count_from_running(experiments: Any) -> None:
    async def in_states(database: Any, states: Any) -> Any:
        return await database.fetch(
            "SELECT *, extract(epoch FROM clock_timestamp() -"
            " CASE state WHEN 'analyzing' THEN started_at ELSE entered_at END)::float8 AS seconds_in_state"
            " FROM experiments WHERE state = ANY($1) ORDER BY entered_at",
            [str(state) for state in states],
        )

    experiments.in_states = in_states
