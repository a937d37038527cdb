"""What stream-server clears away when it starts is everything that it is not working on."""

import asyncio
import shutil
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("OP-02",),
    kind=Kind.MISSING_CHECK,
    story="After a restart of the stream server every track is still in the lists, and none can be heard.",
)


@defect.applies_to("platforms.veza.stream_server.processing")
def clear_away_what_is_ready(processing: Any) -> None:
    resume = processing.Processing.resume

    async def resume_alone(self: Any) -> None:
        server = self._server
        for row in await server.database.fetch("SELECT id FROM tracks WHERE status = 'ready'"):
            await asyncio.to_thread(shutil.rmtree, server.folder(row["id"]), ignore_errors=True)
        await resume(self)

    processing.Processing.resume = resume_alone
