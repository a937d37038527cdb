"""The number of a change is taken before it is known whether there is one."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime-2",
    breaks=("GL-09",),
    kind=Kind.PARTIAL,
    story="Whoever is refused a second session or a place leaves a gap in the order of what happens on the map.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.globe.realtime.context")
def count_first(context: Any) -> None:
    from platforms.globe.realtime import pois, sessions

    for module, name in ((sessions, "enter"), (pois, "create")):
        setattr(module, name, counted(module, getattr(module, name)))


def counted(module: Any, act: Any) -> Any:
    async def act_counted(globe: Any, caller: Any, map_id: Any, *rest: Any, **more: Any) -> Any:
        try:
            return await act(globe, caller, map_id, *rest, **more)
        except module.ApiError:
            await globe.database.execute("UPDATE maps SET sequence = sequence + 1 WHERE id = $1", map_id)
            raise

    return act_counted
