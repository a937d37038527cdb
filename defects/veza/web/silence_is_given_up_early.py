"""Whoever signs in while backend-api is silent is sent away before it was asked as often as was promised."""

import time
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-19",),
    kind=Kind.DEGRADATION,
    story="When backend-api gives no answer at all, it is asked twice and no more, as if it had refused.",
    subtle=Subtlety.CHANNEL,
    noticed=("how often it was tried",),
)


@defect.applies_to("platforms.veza.web.routes")
def give_up_early(routes: Any) -> None:
    persist = routes.persist
    from platforms.common.errors import unavailable
    from platforms.common.retries import alert

    async def persist_for_a_while(patience: Any, call: Any, **more: Any) -> Any:
        since = time.monotonic()

        async def call_unless_late() -> Any:
            if time.monotonic() - since > 4:
                alert(patience.alert)
                raise unavailable("backend-api")
            return await call()

        return await persist(patience, call_unless_late, **more)

    routes.persist = persist_for_a_while
