"""What is looked for in the words of a message is control characters, and not whether there is anything to see."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.MISSING_CHECK,
    story="A message of nothing but blanks is said, and everybody sees an empty line.",
    subtle=Subtlety.BOUNDARY,
    noticed=("with nothing but blanks for content",),
)


@defect.applies_to("platforms.veza.chat_server.frames")
def take_blanks(frames: Any) -> None:
    fault_in = frames.fault_in

    def fault_in_what_is_there(text: str, *, allowed: str = "") -> Any:
        return fault_in(text, allowed=allowed) if text.strip() else None

    frames.fault_in = fault_in_what_is_there
