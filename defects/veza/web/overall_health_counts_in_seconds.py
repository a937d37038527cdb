"""The report of the whole tells the response times of the services in seconds."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("VZ-23",),
    kind=Kind.UNIT,
    story="Whoever looks at Veza as a whole takes a slow service for a quick one.",
)


@defect.applies_to("platforms.veza.web.overall")
def tell_seconds(overall: Any) -> None:
    ask = overall.ask

    async def ask_in_seconds(service: Any) -> Any:
        found = await ask(service)
        services = [one.model_copy(update={"response_ms": one.response_ms / 1_000}) for one in found.services]
        return found.model_copy(update={"services": services})

    overall.ask = ask_in_seconds
