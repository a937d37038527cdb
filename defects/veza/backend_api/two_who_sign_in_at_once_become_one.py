"""A token is issued for whoever's session was opened last, not for the person who asked."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-01",),
    kind=Kind.RACE,
    story="When two people sign in at the same moment, one of them finds themselves signed in as the other.",
    subtle=Subtlety.CONCURRENT,
)
latest: list[Any] = []


@defect.applies_to("platforms.common.accounts.sessions")
def note_the_latest(sessions: Any) -> None:
    open_for = sessions.open_for

    async def open_and_note(*given: Any) -> Any:
        caller = await open_for(*given)
        if caller is not None:
            latest[:] = [caller]
        return caller

    sessions.open_for = open_and_note


@defect.applies_to("platforms.veza.backend_api.signing_in")
def issue_to_the_latest(signing_in: Any) -> None:
    issue = signing_in.issue_user_token

    def issue_for_the_latest(_: Any, *how: Any) -> str:
        return str(issue(latest[0], *how))

    signing_in.issue_user_token = issue_for_the_latest
