"""Names are cut at the first hyphen when chat-server learns them."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-18",),
    kind=Kind.PARTIAL,
    story="Whoever has a double name has only half of it in conversations, though the rest of Veza knows all of it.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.chat_server.people")
def cut_names(people: Any) -> None:
    person = people.Person

    def cut(**told: Any) -> Any:
        return person(**{**told, "name": told["name"].partition("-")[0]})

    learn, people.Person = people.learn, cut

    async def learn_cut(chat: Any, one: Any) -> None:
        await learn(chat, cut(id=one.id, name=one.name))

    people.learn = learn_cut
