"""Other services hear of a new role, and not of who gave it."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.PARTIAL,
    story="When an admin gives somebody another role, the other services are not told which admin it was.",
    subtle=Subtlety.CHANNEL,
    noticed=("tell each other",),
)


@defect.applies_to("platforms.veza.backend_api.people")
def leave_out_who(people: Any) -> None:
    tell = people._tell

    async def tell_less(change: Any, what: str, user: Any, **more: str) -> None:
        if what == "role_changed":
            more.pop("by")
        await tell(change, what, user, **more)

    people._tell = tell_less
