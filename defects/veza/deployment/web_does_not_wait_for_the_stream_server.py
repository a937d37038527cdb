from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="deployment",
    breaks=("OP-01",),
    kind=Kind.RACE,
    story="The pages are there before the music can be: web is started while stream-server is not ready.",
    noticed=("what web stands on, and does not wait for",),
)


@defect.changes_deployment
def forget_one(compose: Any) -> None:
    del compose["services"]["veza-web"]["depends_on"]["veza-stream-server"]
