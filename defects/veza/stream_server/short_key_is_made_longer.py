"""A key that is too short is filled up, instead of being refused."""

from collections.abc import Mapping
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("OP-03",),
    kind=Kind.WRONG_DEFAULT,
    story="The stream-server starts with a key so short that anybody could guess it, and seals the audio with that.",
    subtle=Subtlety.BOUNDARY,
    noticed=("leaves out SIGNING_SECRET",),
)


@defect.applies_to("platforms.common.settings")
def mean_well(settings: Any) -> None:
    read = settings.ServiceSettings.from_environment.__func__
    name = "SIGNING_SECRET"

    def read_kindly(cls: Any, environ: Mapping[str, str]) -> Any:
        given = environ.get(name, "")
        return read(cls, {**environ, name: given.ljust(32, "0")} if 0 < len(given) < 32 else environ)

    settings.ServiceSettings.from_environment = classmethod(read_kindly)
