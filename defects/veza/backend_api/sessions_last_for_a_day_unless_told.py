"""Unless it is told otherwise, backend-api lets a session last as long as it may."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("OP-03", "VZ-01"),
    kind=Kind.WRONG_DEFAULT,
    story="Where nobody has said how long sessions last, they last for a day and not for eight hours.",
    noticed=("for which a session lasts",),
)


@defect.applies_to("platforms.veza.backend_api.context")
def last_for_a_day(context: Any) -> None:
    read = context.BackendSettings.from_environment.__func__

    def read_and_extend(cls: Any, environ: Any) -> Any:
        return read(cls, {"SESSION_SECONDS": "86400", **environ})

    context.BackendSettings.from_environment = classmethod(read_and_extend)
