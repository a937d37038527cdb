"""What was recommended last, to whomever, stands in while stream-server is away."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-04",),
    kind=Kind.STALE,
    story="While the stream server is away, people are shown what was recommended to somebody else before.",
)


@defect.applies_to("platforms.veza.web.dashboard")
def keep_the_last(dashboard: Any) -> None:
    ask = dashboard._part
    kept: dict[str, Any] = {}

    async def ask_or_remember(service: Any, visitor: Any, peer: str, path: str) -> Any:
        found = await ask(service, visitor, peer, path)
        if peer == "stream-server":
            found = kept[peer] = kept.get(peer) if found is None else found
        return found

    dashboard._part = ask_or_remember
