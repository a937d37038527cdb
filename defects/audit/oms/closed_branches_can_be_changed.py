"""Only what is made anew asks whether its branch is closed."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="oms",
    breaks=("AU-01",),
    kind=Kind.MISSING_CHECK,
    story="On a branch that was closed for good documents go on being changed and deleted.",
    subtle=Subtlety.SELDOM,
    noticed=("expected a refusal",),
)


@defect.applies_to("platforms.audit.oms.documents")
def change_what_is_closed(documents: Any) -> None:
    whole = documents._CHANGE.replace("state = 'ACTIVE'", "state <> ''")
    assert whole != documents._CHANGE
    documents._CHANGE = whole
