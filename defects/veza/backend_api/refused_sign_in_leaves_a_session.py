"""A session is left open when the password turns out to be wrong."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="backend-api",
    breaks=("VZ-02",),
    kind=Kind.NOT_FREED,
    story="Every refused sign-in with a known e-mail leaves a session of that person behind that nobody ends.",
)


@defect.applies_to("platforms.veza.backend_api.signing_in")
def open_too_early(signing_in: Any) -> None:
    sign_in = signing_in.sign_in

    async def sign_in_leaving_a_session(service: Any, email: str, password: str, address: str, *more: Any) -> Any:
        try:
            return await sign_in(service, email, password, address, *more)
        except signing_in.ApiError as refusal:
            known = await signing_in.people.password_of(service.database, email)
            if refusal.status == 401 and known:
                lifetime = service.settings.session_seconds
                async with service.events.change() as change:
                    await signing_in.sessions.open_for(change, known[0], lifetime)
            raise

    signing_in.sign_in = sign_in_leaving_a_session
