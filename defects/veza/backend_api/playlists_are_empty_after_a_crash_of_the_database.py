"""To be quicker, backend-api keeps what playlists hold in a table of which PostgreSQL writes no log."""

from contextlib import suppress
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("OP-02",),
    kind=Kind.PARTIAL,
    story="All playlists are there, and empty, once PostgreSQL has ended without time to tidy up.",
    subtle=Subtlety.RESTART,
)


@defect.applies_to("platforms.veza.backend_api.context")
def keep_no_log(context: Any) -> None:
    opened, closed = context.Backend.open, context.Backend.close

    async def open_without_log(service: Any) -> None:
        await opened(service)
        await service.database.execute("ALTER TABLE playlist_tracks SET UNLOGGED")

    async def close_with_log(service: Any) -> None:
        with suppress(Exception):  # so that the table is as before for whoever comes next
            await service.database.execute("ALTER TABLE playlist_tracks SET LOGGED")
        await closed(service)

    context.Backend.open, context.Backend.close = open_without_log, close_with_log
