"""A refusal of malformed input says what was put in."""

from typing import Any

from defects import Defect, Kind

defect = Defect(
    service="web",
    breaks=("OP-03",),
    kind=Kind.INFORMATION,
    story="A sign-in that is malformed is refused with the password in the answer, which proxies and tools keep.",
)


@defect.applies_to("platforms.common.service")
def repeat_what_was_put_in(service: Any) -> None:
    refuse = service.refuse

    async def refuse_and_repeat(request: Any, error: Any) -> Any:
        if isinstance(error, service.RequestValidationError):
            for fault in error.errors():
                fault["msg"] = f"{fault['msg']}, not {fault.get('input')!r}"
        return await refuse(request, error)

    service.refuse = refuse_and_repeat
