"""A level of the log that does not exist is put right without a word."""

from collections.abc import Mapping
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server",
    breaks=("OP-03",),
    kind=Kind.MISSING_CHECK,
    story="Who mistypes the level of the log of the chat server finds out when they need what was not logged.",
)


@defect.applies_to("platforms.veza.chat_server.service")
def take_the_usual_one(service: Any) -> None:
    read = service.ChatSettings.from_environment

    def read_leniently(environ: Mapping[str, str]) -> Any:
        known = environ.get("LOG_LEVEL") in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
        return read(dict(environ) if known else {**environ, "LOG_LEVEL": "INFO"})

    service.ChatSettings.from_environment = read_leniently
