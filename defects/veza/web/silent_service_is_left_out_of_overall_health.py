"""Overall health follows from the services that answer."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-23",),
    kind=Kind.PARTIAL,
    story="A service that does not answer at all is left out of the report, and the rest is called healthy.",
)


@defect.applies_to("platforms.veza.web.overall")
def leave_out_the_silent(overall: Any) -> None:
    ask = overall.ask

    async def ask_those_who_answer(service: Any) -> Any:
        told = await ask(service)
        heard = [one for one in told.services if one.uptime_seconds is not None]
        health = overall.worst([one.status for one in heard])
        return told.model_copy(update={"services": heard, "overall_health": health})

    overall.ask = ask_those_who_answer
