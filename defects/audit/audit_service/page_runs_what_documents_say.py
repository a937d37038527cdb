"""What a document says is put into the page as markup."""

from typing import Any

from defects import Defect, Kind, Subtlety
from defects.scripts import send_changed

defect = Defect(
    service="audit-service",
    breaks=("AU-03",),
    kind=Kind.MISSING_CHECK,
    story="A document that says something in markup changes what the auditor reads in the browser.",
    subtle=Subtlety.CHANNEL,
    noticed=("said before and after", "has become markup"),
)


@defect.applies_to("platforms.audit.audit_service.service")
def believe_markup(service: Any) -> None:
    cell = 'element("pre", { class: "values" }, name in side ? shown(side[name]) : "–")'
    text = f'Object.assign({cell}, {{ innerHTML: name in side ? shown(side[name]) : "–" }})'
    send_changed(service, "record.js", (cell, text))
