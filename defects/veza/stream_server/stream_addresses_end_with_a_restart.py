"""stream-server draws the key that seals its addresses when it starts, whatever it was told."""

import secrets
from collections.abc import Mapping
from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="stream-server",
    breaks=("OP-02",),
    kind=Kind.WRONG_DEFAULT,
    story="Whoever is listening when the stream server is restarted is refused the rest of the track.",
    subtle=Subtlety.RESTART,
)


@defect.applies_to("platforms.veza.stream_server.server")
def draw_a_key_at_each_start(server: Any) -> None:
    read = server.Settings.from_environment

    def read_but_the_key(environ: Mapping[str, str]) -> Any:
        return read({**environ, "SIGNING_SECRET": secrets.token_hex(32)})

    server.Settings.from_environment = read_but_the_key
