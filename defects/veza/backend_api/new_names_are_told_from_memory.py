"""That somebody is called otherwise is told a little after it is stored, by a process that may be gone by then."""

import asyncio
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-17",),
    kind=Kind.LOST,
    story="When backend-api dies right after a change of name, the other services never hear of it.",
    subtle=Subtlety.RESTART,
    noticed=("is called otherwise than",),
)


@defect.applies_to("platforms.veza.backend_api.people")
def tell_later(people: Any) -> None:
    rename, tell = people.rename, people._tell
    later: set[Any] = set()

    async def rename_and_tell_later(service: Any, caller: Any, display_name: str) -> Any:
        user = await rename(service, caller, display_name)

        async def tell_of_it() -> None:
            await asyncio.sleep(0.4)
            async with service.events.change() as change:
                await tell(change, "renamed", user)

        task = asyncio.create_task(tell_of_it())
        later.add(task)
        task.add_done_callback(later.discard)
        return user

    async def tell_but_names(change: Any, what: str, user: Any, **more: str) -> None:
        if what != "renamed":
            await tell(change, what, user, **more)

    people.rename, people._tell = rename_and_tell_later, tell_but_names
