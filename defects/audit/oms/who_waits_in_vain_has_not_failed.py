"""Only what audit-service refuses or closes counts as a failure, not that it never answers."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-13",),
    kind=Kind.DEGRADATION,
    story="While audit-service hangs, whoever asks for a history waits for it in vain, however often that was so.",
    subtle=Subtlety.CHANNEL,
    noticed=("the code after",),
)


@defect.applies_to("platforms.audit.oms.history")
def count_no_waiting(history: Any) -> None:
    from platforms.common.peers import NoAnswer, NobodyThere

    failed = history._failed

    def failed_at_once(error: Exception) -> bool:
        waited = isinstance(error, NoAnswer) and not isinstance(error, NobodyThere)
        return not waited and bool(failed(error))

    history._failed = failed_at_once
