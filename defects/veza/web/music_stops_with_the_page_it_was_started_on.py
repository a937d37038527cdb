"""The dashboard silences the player when it is left."""

from typing import Any

from defects import Defect, Kind
from defects.scripts import send_changed

TIDY = "signal.addEventListener('abort', () => clearTimeout(timer));"
TIDY_TOO_MUCH = "signal.addEventListener('abort', () => (clearTimeout(timer), player.stop()));"

defect = Defect(
    service="web",
    breaks=("VZ-12",),
    kind=Kind.DEGRADATION,
    story="Whoever starts a track on the dashboard and goes on to a conversation stops hearing it.",
)


@defect.applies_to("platforms.veza.web.pages")
def take_the_player_along(pages: Any) -> None:
    send_changed(pages, "pages/dashboard.js", (TIDY, TIDY_TOO_MUCH))
