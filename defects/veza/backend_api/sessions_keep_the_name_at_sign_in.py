"""A new name is not written to the sessions that are open."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-17",),
    kind=Kind.STALE,
    story="What an artist publishes after a change of name is under the old one until they sign in again.",
    subtle=Subtlety.SELDOM,
    noticed=("at stream-server",),
)


@defect.applies_to("platforms.veza.backend_api.people")
def leave_sessions(people: Any) -> None:
    rename, renew_all = people.rename, people.sessions.renew_all

    async def rename_only(*given: Any) -> Any:
        async def nothing(*_: Any) -> None:
            """Sessions stay as they are."""

        people.sessions.renew_all = nothing
        try:
            return await rename(*given)
        finally:
            people.sessions.renew_all = renew_all

    people.rename = rename_only
