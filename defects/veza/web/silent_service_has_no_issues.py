"""The report of the whole has the issues that services tell of themselves; who is silent tells none."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-23",),
    kind=Kind.PARTIAL,
    story="The health of the whole calls a service that does not answer unhealthy, and does not say why.",
    subtle=Subtlety.CHANNEL,
    noticed=("which is away",),
)


@defect.applies_to("platforms.veza.web.overall")
def say_nothing_of_silence(overall: Any) -> None:
    ask = overall._ask

    async def ask_without_why(peer: Any) -> Any:
        told = await ask(peer)
        return told if told.uptime_seconds is not None else told.model_copy(update={"issues": []})

    overall._ask = ask_without_why
