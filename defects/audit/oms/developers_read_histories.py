"""The history of a document opens for developers, too."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-10",),
    kind=Kind.INFORMATION,
    story="A developer reads in oms what audit-service would not let them read.",
    subtle=Subtlety.CHANNEL,
    noticed=("was not refused", "expected a refusal"),
)


@defect.applies_to("platforms.common.service")
def take_developers_for_readers(service: Any) -> None:
    call = service.Person.__call__

    async def call_as_reader(self: Any, request: Any) -> Any:
        if "auditor" in self._allowed:
            caller = await service.signed_in(request)
            if caller.role == "developer":
                return caller
        return await call(self, request)

    service.Person.__call__ = call_as_reader
