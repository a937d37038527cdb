"""The new name of an artist is written on those tracks only that are ready."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-18",),
    kind=Kind.RACE,
    story="A track that was being prepared when its artist took another name keeps the old one where it is played.",
    subtle=Subtlety.CONCURRENT,
    noticed=("the artist of",),
)


@defect.applies_to("platforms.veza.stream_server.metadata")
def rename_what_is_ready(metadata: Any) -> None:
    async def rename_artist(server: Any, artist_id: str, name: str) -> None:
        await server.database.execute(
            "UPDATE tracks SET artist_name = $2 WHERE artist_id = $1 AND status = 'ready'", artist_id, name
        )

    metadata.rename_artist = rename_artist
