"""The second chat server was told of no pages that may read what it answers."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="chat-server-2",
    breaks=("VZ-22",),
    kind=Kind.WRONG_DEFAULT,
    story="The pages of Veza would get no answer from the second chat server if they were to ask it.",
    noticed=("may read of each",),
)


@defect.applies_to("platforms.veza.chat_server.service")
def let_no_page_read(service: Any) -> None:
    create = service.create_app

    def create_for_no_page(*args: Any, **options: Any) -> Any:
        return create(*args, **{**options, "allow_origin": None})

    service.create_app = create_for_no_page
