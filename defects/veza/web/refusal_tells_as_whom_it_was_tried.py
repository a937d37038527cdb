"""When a service is away web tells with which token it tried to reach it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("OP-03",),
    kind=Kind.INFORMATION,
    story="Whoever sees an error page of web while backend-api is away sees the token with which services call it.",
    subtle=Subtlety.SELDOM,
    noticed=("a token stands in",),
)


@defect.applies_to("platforms.common.peers")
def tell_with_which_token(peers: Any) -> None:
    send = peers.Peer.send

    async def send_and_tell(self: Any, method: str, path: str, **request: Any) -> Any:
        try:
            return await send(self, method, path, **request)
        except peers.ApiError as error:
            error.details = {**error.details, "tried": peers.issue_service_token(self._caller, self.name, self._secret)}
            raise

    peers.Peer.send = send_and_tell
