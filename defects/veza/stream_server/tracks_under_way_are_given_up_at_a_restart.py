"""What stream-server finds unfinished when it starts it takes for broken."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("OP-02",),
    kind=Kind.DEGRADATION,
    story="A track that was being prepared when the stream server was restarted has failed, and its audio is gone.",
    subtle=Subtlety.RESTART,
)


@defect.applies_to("platforms.veza.stream_server.processing")
def give_up_the_unfinished(processing: Any) -> None:
    resume = processing.Processing.resume

    async def give_up_and_resume(self: Any) -> None:
        for row in await self._server.database.fetch("SELECT id FROM tracks WHERE status = 'processing'"):
            await processing.tracks.fail(self._server, row["id"], "It was interrupted.")
        await resume(self)

    processing.Processing.resume = give_up_and_resume
