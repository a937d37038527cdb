"""What a person may want to listen to next, and why."""

from __future__ import annotations

from uuid import UUID

from platforms.veza.stream_server.metadata import COLUMNS, Track, track_of
from platforms.veza.stream_server.server import StreamServer


class Recommendation(Track):
    reason: str
    """A sentence: “More by Arno”, “Because you listened to “Night Bus””, “New on Veza”."""


_QUERY = f"""
WITH listened AS (
    SELECT t.id, t.title, t.artist_id, t.genre, count(*) AS times, max(s.started_at) AS last
    FROM streams s JOIN tracks t ON t.id = s.track_id
    WHERE s.listener_id = $1 GROUP BY t.id
), artists AS (
    SELECT artist_id, sum(times) AS times FROM listened GROUP BY artist_id
), genres AS (
    SELECT lower(genre) AS genre, sum(times) AS times,
           (array_agg(title ORDER BY times DESC, last DESC))[1] AS favourite
    FROM listened GROUP BY lower(genre)
)
SELECT {COLUMNS},
       CASE WHEN a.artist_id IS NOT NULL THEN 'More by ' || t.artist_name
            WHEN g.genre IS NOT NULL THEN 'Because you listened to “' || g.favourite || '”'
            ELSE 'New on Veza' END AS reason
FROM tracks t
LEFT JOIN artists a ON a.artist_id = t.artist_id
LEFT JOIN genres g ON g.genre = lower(t.genre)
WHERE t.status = 'ready'
  AND t.id NOT IN (SELECT id FROM listened)
  AND (a.artist_id IS NOT NULL OR g.genre IS NOT NULL OR NOT EXISTS (SELECT FROM listened))
ORDER BY a.times DESC NULLS LAST, g.times DESC NULLS LAST, t.created_at DESC, t.id
LIMIT $2
"""


async def for_listener(server: StreamServer, listener_id: str, limit: int) -> list[Recommendation]:
    """Not yet listened to, by artists (first) and of genres that the person listened to, most listened first.

    Whoever has listened to nothing gets the newest.
    """
    rows = await server.database.fetch(_QUERY, UUID(listener_id), limit)
    return [Recommendation(**track_of(row).model_dump(), reason=row["reason"]) for row in rows]
