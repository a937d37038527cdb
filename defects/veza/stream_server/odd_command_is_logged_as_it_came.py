"""What is not understood on a live connection to the music is logged as it came."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("OP-03",),
    kind=Kind.INFORMATION,
    story="Whoever pastes their password into the wrong field of a player has it in the log of stream-server.",
    subtle=Subtlety.CHANNEL,
    noticed=("stands in the log of stream-server",),
)


@defect.applies_to("platforms.veza.stream_server.commands")
def log_it(commands: Any) -> None:
    answer = commands.answer

    async def answer_and_log(server: Any, connection: Any, text: str | None) -> dict[str, Any]:
        told: dict[str, Any] = await answer(server, connection, text)
        if not told["success"]:
            commands.log.warning("not understood: %s", text)
        return told

    commands.answer = answer_and_log
