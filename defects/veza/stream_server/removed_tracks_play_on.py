"""The files of a track that is removed are left where they are."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("VZ-05",),
    kind=Kind.NOT_FREED,
    story="What an artist has removed can be heard still by all who were given an address of it.",
    noticed=("the answer at the address",),
)


@defect.applies_to("platforms.veza.stream_server.tracks")
def leave_the_files(tracks: Any) -> None:
    async def remove_rows(server: Any, track_id: Any) -> None:
        async with server.events.change() as change:
            await change.connection.execute("SELECT FROM tracks WHERE id = $1 FOR UPDATE", track_id)
            stopped = await tracks.listening.stop_those(change, "s.track_id = $2", {}, track_id)
            await change.connection.execute("DELETE FROM tracks WHERE id = $1", track_id)
        tracks.listening.announce_stopped(server, stopped)
        await server.processing.abandon(track_id)

    tracks.remove = remove_rows
