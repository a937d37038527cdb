"""What is empty is taken for the usual."""

from collections.abc import Mapping
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="chat-server",
    breaks=("OP-03",),
    kind=Kind.WRONG_DEFAULT,
    story="A chat-server whose cache was left empty where it is deployed starts, and looks for it on its own machine.",
    subtle=Subtlety.BOUNDARY,
    noticed=("leaves out REDIS_URL",),
)


@defect.applies_to("platforms.common.settings")
def mean_well(settings: Any) -> None:
    read = settings.ServiceSettings.from_environment.__func__
    name = "REDIS_URL"

    def read_kindly(cls: Any, environ: Mapping[str, str]) -> Any:
        given = environ.get(name, "")
        return read(cls, {**environ, name: "redis://127.0.0.1:6379/0"} if name in environ and not given else environ)

    settings.ServiceSettings.from_environment = classmethod(read_kindly)
