"""chat-server takes artists for moderators."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("VZ-16",),
    kind=Kind.MISSING_CHECK,
    story="An artist can remove what others said and keep them from writing.",
    subtle=Subtlety.ROLE,
)


@defect.applies_to("platforms.veza.chat_server.service")
def let_artists_in(service: Any) -> None:
    build = service.build

    def build_for_artists(settings: Any) -> Any:
        app = build(settings)
        check = service.routes.Moderator.__metadata__[0].dependency
        app.dependency_overrides[check] = service.routes.roles("artist", "moderator", "admin")
        return app

    service.build = build_for_artists
