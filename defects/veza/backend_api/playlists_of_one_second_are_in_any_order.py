"""Playlists are in order by the second in which they were made, and by chance within it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-11",),
    kind=Kind.DISORDERED,
    story="Whoever makes several playlists in a hurry finds them in another order than they were made in.",
    subtle=Subtlety.SELDOM,
    noticed=("the list of",),
)


@defect.applies_to("platforms.veza.backend_api.playlists")
def order_by_the_second(playlists: Any) -> None:
    newest = playlists.newest

    async def by_the_second(database: Any, caller: Any, scope: str) -> list[Any]:
        found = await newest(database, caller, scope)
        return sorted(found, key=lambda one: (one.created_at.replace(microsecond=0), one.id), reverse=True)

    playlists.newest = by_the_second
