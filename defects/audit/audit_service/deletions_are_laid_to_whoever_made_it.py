"""A deletion is recorded as done by whoever did something to the document first."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-02",),
    kind=Kind.INFORMATION,
    story="Somebody deletes what somebody else has made, and the record names the wrong one of them.",
    subtle=Subtlety.SELDOM,
    noticed=("all that the record of",),
)


@defect.applies_to("platforms.audit.audit_service.storing")
def name_the_maker(storing: Any) -> None:
    content_of, makers = storing.content_of, dict[str, dict[str, Any]]()

    def content(event: Any, recorded_at: Any) -> dict[str, Any]:
        told: dict[str, Any] = content_of(event, recorded_at)
        who = {name: told[name] for name in ("actor_id", "actor_username")}
        first = makers.setdefault(told["resource_id"], who)
        return {**told, **first} if told["action"] == "object_type.delete" else told

    storing.content_of = content
