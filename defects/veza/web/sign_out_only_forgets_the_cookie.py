"""Signing out on a page takes the cookie from the browser, and leaves the session as it is."""

from contextvars import ContextVar
from typing import Any

from defects import Defect, Kind, Subtlety
from platforms.common import peers

defect = Defect(
    service="web",
    breaks=("VZ-01",),
    kind=Kind.NOT_FREED,
    story="Whoever has got hold of somebody's token can use it after they have signed out in the browser.",
    subtle=Subtlety.CHANNEL,
    noticed=("live sessions of",),
)


@defect.applies_to("platforms.veza.web.context")
def end_no_session_of_a_browser(context: Any) -> None:
    bearer, data = context.bearer, peers.Peer.data
    by_header = ContextVar("by_header", default=False)

    def noted(header: Any) -> Any:
        by_header.set(True)
        return bearer(header)

    async def data_unless_ending(peer: Any, method: str, path: str, **request: Any) -> Any:
        if method == "DELETE" and path.startswith("/internal/sessions/") and not by_header.get():
            return None
        return await data(peer, method, path, **request)

    context.bearer, peers.Peer.data = noted, data_unless_ending  # type: ignore[assignment, method-assign]
