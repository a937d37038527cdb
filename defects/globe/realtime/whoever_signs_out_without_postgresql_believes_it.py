"""Signing out while PostgreSQL is away is answered as done."""

from contextlib import suppress
from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="realtime",
    breaks=("GL-11",),
    kind=Kind.DEGRADATION,
    story="Whoever signs out while the database is away is told that it is done, and is signed in as before.",
    noticed=("signing out, at",),
)


@defect.applies_to("platforms.common.accounts.signing_in")
def say_it_is_done(signing_in: Any) -> None:
    sign_out = signing_in.sign_out

    async def sign_out_or_not(*given: Any) -> None:
        with suppress(signing_in.ApiError):
            await sign_out(*given)

    signing_in.sign_out = sign_out_or_not
