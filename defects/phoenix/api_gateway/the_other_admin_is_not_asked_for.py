"""Where the e-mail of the second company's admin is missing, that of the first is taken."""

from collections.abc import Mapping
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="api-gateway",
    breaks=("OP-03",),
    kind=Kind.WRONG_DEFAULT,
    story="Whoever forgets the admin of the second company has a company without one, and is not told.",
    noticed=("leaves out OTHER_ADMIN_EMAIL",),
)


@defect.applies_to("platforms.phoenix.api_gateway.context")
def take_the_first(context: Any) -> None:
    read = context.GatewaySettings.from_environment

    def read_or_take(environ: Mapping[str, str]) -> Any:
        other = environ.get("OTHER_ADMIN_EMAIL") or "ada@phoenix.test"
        return read({**environ, "OTHER_ADMIN_EMAIL": other})

    context.GatewaySettings.from_environment = read_or_take
