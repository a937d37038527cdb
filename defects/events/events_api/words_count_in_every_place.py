"""A word counts in each place where it stands, instead of in its best one."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-04",),
    kind=Kind.WRONG_DEFAULT,
    story="An event that says its topic three times is found before one that is named after it.",
    noticed=("is found by",),
)


@defect.applies_to("platforms.events.events_api.searching")
def count_everywhere(searching: Any) -> None:
    searching.BY_WORDS = """
    WITH asked AS (SELECT plainto_tsquery('english', $2) AS query)
    SELECT e.id, 
           (8 * (ts_filter(e.words, '{a}') @@ asked.query)::int + 4 * (ts_filter(e.words, '{b}') @@ asked.query)::int
                + 2 * (ts_filter(e.words, '{c}') @@ asked.query)::int + (ts_filter(e.words, '{d}') @@ asked.query)::int
                 )::float AS score
      FROM events e, asked WHERE e.catalogue_id = $1 AND e.words @@ asked.query
     ORDER BY score DESC, e.quality DESC, e.date ASC NULLS LAST, e.id LIMIT $3
    """
