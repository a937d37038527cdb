"""Those who are there are told the session of whoever comes in place of the person."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="realtime",
    breaks=("GL-01",),
    kind=Kind.PARTIAL,
    story="Whoever has come is listed as who they are, and told live as somebody whom nobody knows.",
    subtle=Subtlety.CHANNEL,
    noticed=("who has come, and where they are",),
)


@defect.applies_to("platforms.globe.realtime.changes")
def tell_the_session(changes: Any) -> None:
    note = changes.Changing.note

    async def note_session(self: Any, type_: str, data: Any, origin: Any = None) -> Any:
        if type_ == "user_joined":
            session = data["session"]
            data = {"session": {**session, "person": {**session["person"], "id": session["id"]}}}
        return await note(self, type_, data, origin)

    changes.Changing.note = note_session
