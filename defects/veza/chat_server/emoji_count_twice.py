"""The length of a message is counted in halves of characters, of which an emoji has two."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-08",),
    kind=Kind.UNIT,
    story="A long message full of emoji is refused as too long, though it is within the limit.",
    subtle=Subtlety.BOUNDARY,
)


@defect.applies_to("platforms.veza.chat_server.frames")
def count_halves(frames: Any) -> None:
    check = frames.check

    def check_halves(content: Any) -> Any:
        frame = check(content)
        if isinstance(frame, frames.SendMessage):
            halves = len(frame.content.encode("utf-16-le")) // 2
            if halves > frames.LONGEST_CONTENT:
                raise frames.invalid_message("content", "LENGTH", "A message has 1 to 2000 characters.")
        return frame

    frames.check = check_halves
