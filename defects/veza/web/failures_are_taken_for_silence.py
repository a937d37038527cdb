"""An answer that speaks of a failure is no answer for web."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-19",),
    kind=Kind.DEGRADATION,
    story="When backend-api can let nobody in, each sign-in asks it four times, and raises an alert.",
    subtle=Subtlety.SELDOM,
    noticed=("though it answered",),
)


@defect.applies_to("platforms.veza.web.routes")
def ask_again_after_failures(routes: Any) -> None:
    from platforms.common.errors import ApiError
    from platforms.common.peers import NoAnswer

    persist = routes.persist

    async def persist_in_all(patience: Any, call: Any, only: Any = NoAnswer) -> Any:
        async def ask() -> Any:
            try:
                return await call()
            except ApiError as error:
                if error.status < 500:
                    raise
                raise NoAnswer("backend-api") from error

        return await persist(patience, ask, only=only)

    routes.persist = persist_in_all
