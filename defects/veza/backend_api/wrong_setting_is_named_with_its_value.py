"""What is wrong with a setting is said with what it was set to."""

import re
from collections.abc import Mapping
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("OP-03",),
    kind=Kind.INFORMATION,
    story="A slip in the address of the database puts its password into the log of whoever starts the service.",
)


@defect.applies_to("platforms.veza.backend_api.context")
def show_values(context: Any) -> None:
    read = context.BackendSettings.from_environment

    def read_aloud(environ: Mapping[str, str]) -> Any:
        try:
            return read(environ)
        except SystemExit as refusal:
            told = re.sub(r"\b([A-Z_]{4,}):", lambda name: f"{name[0]} {environ.get(name[1])!r}", str(refusal.code))
            raise SystemExit(told) from None

    context.BackendSettings.from_environment = read_aloud
