"""The origin of a page has to begin as that of our own."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="audit-service",
    breaks=("AU-10",),
    kind=Kind.MISSING_CHECK,
    story="A page at audit.example.elsewhere.test has the browser of an auditor act for it.",
    subtle=Subtlety.BOUNDARY,
    noticed=("asked for by a page from",),
)


@defect.applies_to("platforms.common.cookies")
def take_what_begins_alike(cookies: Any) -> None:
    token_of = cookies.token_of

    def token(connection: Any, name: str, origin: str) -> Any:
        said = connection.headers.get("origin", "")
        return token_of(connection, name, said if said.startswith(origin) else origin)

    cookies.token_of = token
