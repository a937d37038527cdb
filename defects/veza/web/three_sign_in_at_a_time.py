"""Three people are let in at the same moment; whoever comes fourth is asked to come again."""

from typing import Any

from defects import Defect, Kind, Subtlety

AT_ONCE = 3

defect = Defect(
    service="web",
    breaks=("VZ-20",),
    kind=Kind.BOUNDARY,
    story="Of four people who sign in at the same moment, one is refused.",
    subtle=Subtlety.CONCURRENT,
)


@defect.applies_to("platforms.veza.web.routes")
def let_three_in(routes: Any) -> None:
    from platforms.common.errors import unavailable

    persist = routes.persist
    under_way = 0

    async def persist_for_three(patience: Any, call: Any, **given: Any) -> Any:
        nonlocal under_way
        if patience is not routes.SIGN_IN:
            return await persist(patience, call, **given)
        if under_way >= AT_ONCE:
            raise unavailable("Signing in")
        under_way += 1
        try:
            return await persist(patience, call, **given)
        finally:
            under_way -= 1

    routes.persist = persist_for_three
