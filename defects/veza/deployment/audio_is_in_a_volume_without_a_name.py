from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="deployment",
    breaks=("OP-02",),
    kind=Kind.LOST,
    story="The audio is in a volume without a name: it outlasts every restart, and goes with the container.",
    subtle=Subtlety.RESTART,
    noticed=("the audio that Lina gets is all of",),
)


@defect.changes_deployment
def forget_the_name(compose: Any) -> None:
    volumes = compose["services"]["veza-stream-server"]["volumes"]
    (media,) = [one for one in volumes if one["target"] == "/media"]
    del media["source"]
