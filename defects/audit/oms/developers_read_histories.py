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
    init = service.Person.__init__

    def with_developers(self: Any, *allowed: str) -> None:
        init(self, *allowed, *(["developer"] if "auditor" in allowed else []))

    service.Person.__init__ = with_developers


@defect.applies_to("platforms.audit.oms.access")
def let_developers_in(access: Any) -> None:
    access.READERS = (*access.READERS, "developer")
