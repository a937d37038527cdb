"""Whatever Python takes for a number is one."""

from collections.abc import Mapping
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="web",
    breaks=("OP-03",),
    kind=Kind.WRONG_DEFAULT,
    story="A web that is told to wait for ever for the health of others starts, and does not say that this is no time.",
    subtle=Subtlety.BOUNDARY,
    noticed=("leaves out DEPENDENCY_TIMEOUT_SECONDS",),
)


@defect.applies_to("platforms.common.settings")
def mean_well(settings: Any) -> None:
    read = settings.ServiceSettings.from_environment.__func__
    name = "DEPENDENCY_TIMEOUT_SECONDS"

    def read_kindly(cls: Any, environ: Mapping[str, str]) -> Any:
        given = environ.get(name, "")
        return read(cls, {**environ, name: "0.6"} if given in ("inf", "nan") else environ)

    settings.ServiceSettings.from_environment = classmethod(read_kindly)
