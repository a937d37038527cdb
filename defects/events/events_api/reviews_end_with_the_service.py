"""What was to be reviewed is taken for decided when events-api starts."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="events-api",
    breaks=("OP-02",),
    kind=Kind.LOST_UPDATE,
    story="After events-api was restarted nobody is asked any more whether two speakers are one.",
    subtle=Subtlety.RESTART,
    noticed=("not everything stayed",),
)


@defect.applies_to("platforms.common.accounts.people")
def decide_all(people: Any) -> None:
    start = people.make_first_admin

    async def start_and_decide(accounts: Any, *given: Any, **more: Any) -> None:
        await start(accounts, *given, **more)
        await accounts.database.execute("UPDATE reviews SET same = false WHERE same IS NULL")

    people.make_first_admin = start_and_decide
