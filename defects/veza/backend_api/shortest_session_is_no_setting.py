"""A session has to last longer than a minute."""

import sys
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("OP-03",),
    kind=Kind.BOUNDARY,
    story="Whoever has sessions end after a minute, which is allowed, is told that backend-api cannot start so.",
    subtle=Subtlety.BOUNDARY,
    noticed=("which is told what it may be",),
)


@defect.applies_to("platforms.veza.backend_api.context")
def refuse_the_least(context: Any) -> None:
    read = context.BackendSettings.from_environment.__func__

    def read_more(cls: Any, environ: Any) -> Any:
        settings = read(cls, environ)
        if settings.session_seconds == 60:
            sys.exit("The service cannot start with these settings: SESSION_SECONDS: must be greater than 60.")
        return settings

    context.BackendSettings.from_environment = classmethod(read_more)
