"""A sign-in is tried again when nobody is there, not when nobody answers."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-19",),
    kind=Kind.DEGRADATION,
    story="Whoever signs in while backend-api is silent is told to come back later after the first try.",
    subtle=Subtlety.SELDOM,
    noticed=("brings no answer",),
)


@defect.applies_to("platforms.veza.web.routes")
def try_only_who_is_gone(routes: Any) -> None:
    from platforms.common.peers import NobodyThere

    persist = routes.persist

    async def persist_if_gone(patience: Any, call: Any, only: Any = None) -> Any:
        return await persist(patience, call, only=NobodyThere)

    routes.persist = persist_if_gone
