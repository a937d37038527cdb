"""The quality that everybody has who has chosen none cannot be chosen."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("VZ-17",),
    kind=Kind.WRONG_DEFAULT,
    story="Whoever comes back from high quality to medium goes on hearing high.",
    subtle=Subtlety.CHANNEL,
    noticed=("another quality than medium",),
)


@defect.applies_to("platforms.veza.stream_server.preferences")
def keep_what_is_special(preferences: Any) -> None:
    choose = preferences.choose

    async def choose_special(server: Any, person_id: str, quality: str) -> None:
        if quality != preferences.UNLESS_CHOSEN:
            await choose(server, person_id, quality)

    preferences.choose = choose_special
