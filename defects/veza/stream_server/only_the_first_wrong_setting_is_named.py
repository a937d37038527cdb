"""The stream server stops reading its settings at the first that is wrong."""

from collections.abc import Mapping
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="stream-server",
    breaks=("OP-03",),
    kind=Kind.PARTIAL,
    story="Of several settings that are wrong, the stream server names one, and the next one when that is put right.",
)


@defect.applies_to("platforms.veza.stream_server.server")
def name_one(server: Any) -> None:
    read = server.Settings.from_environment

    def read_until_wrong(environ: Mapping[str, str]) -> Any:
        try:
            return read(environ)
        except SystemExit as refusal:
            raise SystemExit(str(refusal.code).partition("; ")[0]) from None

    server.Settings.from_environment = read_until_wrong
