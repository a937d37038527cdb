"""Whoever asks how the work goes on while processor is away is told that there is none."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="events-api",
    breaks=("EV-02",),
    kind=Kind.DEGRADATION,
    story="An organiser whose pages wait is told that nothing is waiting.",
    noticed=("expected a refusal",),
)


@defect.applies_to("platforms.common.peers")
def say_nothing(peers: Any) -> None:
    data = peers.Peer.data

    async def calm(self: Any, method: str, path: str, **options: Any) -> Any:
        try:
            return await data(self, method, path, **options)
        except peers.ApiError:
            if not path.endswith("/processing"):
                raise
            return {"waiting": 0, "running": 0, "done": 0, "failed": 0, "breakers": []}

    peers.Peer.data = calm
