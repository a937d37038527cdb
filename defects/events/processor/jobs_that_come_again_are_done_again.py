"""A job that is handed over once more is done once more."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="processor",
    breaks=("EV-08",),
    kind=Kind.DOUBLED,
    story="A page is fetched again, though nobody asked for it, when its job is handed over twice.",
    subtle=Subtlety.SELDOM,
    noticed=(
        "how often the page of",
        "told of once more",
        "how often the page",
    ),
)


@defect.applies_to("platforms.events.processor.queue")
def do_again(queue: Any) -> None:
    put = queue.put

    async def put_anew(database: Any, job: Any) -> None:
        await put(database, job)
        await database.execute(
            "UPDATE jobs SET state = 'waiting', step = 'fetching', lease = NULL, ended_at = NULL"
            " WHERE id = $1 AND state = 'done'",
            job.scrape_id,
        )

    queue.put = put_anew
