"""At a start only tracks of which something was made already are taken up again."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-13",),
    kind=Kind.BOUNDARY,
    story="A track that was handed in just before stream-server was restarted stays at 0 % for good.",
    subtle=Subtlety.RESTART,
)


@defect.applies_to("platforms.veza.stream_server.processing")
def overlook_the_untouched(processing: Any) -> None:
    resume = processing.Processing.resume

    async def resume_what_was_begun(self: Any) -> None:
        begin = self.begin
        rows = await self._server.database.fetch("SELECT id FROM tracks WHERE progress > 0")
        begun = {row["id"] for row in rows}
        self.begin = lambda track_id: begin(track_id) if track_id in begun else None
        try:
            await resume(self)
        finally:
            self.begin = begin

    processing.Processing.resume = resume_what_was_begun
