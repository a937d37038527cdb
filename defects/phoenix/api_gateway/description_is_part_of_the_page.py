"""The description goes into the page as markup."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="api-gateway",
    breaks=("PH-12",),
    kind=Kind.MISSING_CHECK,
    story="What somebody writes into a description becomes part of the page of everybody who reads it.",
    subtle=Subtlety.BOUNDARY,
    noticed=(
        "to the letter",
        "has made of the text",
    ),
)


@defect.applies_to("platforms.phoenix.api_gateway.service")
def as_markup(service: Any) -> None:
    send_changed(
        service,
        "experiment.js",
        (
            'element("p", { class: "quiet" }, first.description)',
            'Object.assign(element("p", { class: "quiet" }), { innerHTML: first.description })',
        ),
    )
