"""The header that tells when to try again says one second, however long the wait is."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-02",),
    kind=Kind.FALSE_HEADER,
    story="Whoever has failed too often is told to come back in a second, and is then refused again.",
    subtle=Subtlety.CHANNEL,
)


@defect.applies_to("platforms.veza.backend_api.signing_in")
def tell_one_second(signing_in: Any) -> None:
    sign_in = signing_in.sign_in

    async def sign_in_soon_again(*given: Any) -> Any:
        try:
            return await sign_in(*given)
        except signing_in.ApiError as refusal:
            if refusal.status == 429:
                refusal.headers["Retry-After"] = "1"
            raise

    signing_in.sign_in = sign_in_soon_again
