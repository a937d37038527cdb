"""The report of the whole tells the same uptime of every service."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-23",),
    kind=Kind.WRONG_DEFAULT,
    story="The health of the whole says of each service that it is up for an hour, whatever the service says.",
)


@defect.applies_to("platforms.veza.web.overall")
def invent(overall: Any) -> None:
    ask = overall._ask

    async def ask_and_invent(peer: Any) -> Any:
        told = await ask(peer)
        return told if told.uptime_seconds is None else told.model_copy(update={"uptime_seconds": 3600.0})

    overall._ask = ask_and_invent
