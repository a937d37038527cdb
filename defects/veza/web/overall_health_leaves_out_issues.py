"""The report of the whole has no issues."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("VZ-23",),
    kind=Kind.PARTIAL,
    story="The health of the whole says which services are degraded, and not what is wrong with them.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.web.overall")
def leave_out(overall: Any) -> None:
    ask = overall._ask

    async def ask_for_less(peer: Any) -> Any:
        return (await ask(peer)).model_copy(update={"issues": []})

    overall._ask = ask_for_less
