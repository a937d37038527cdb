"""Those whose accounts are closed are found among people all the same."""

from typing import Any

from defects import Defect, Kind, Subtlety

defect = Defect(
    service="backend-api",
    breaks=("VZ-15",),
    kind=Kind.MISSING_CHECK,
    story="Whose account was closed is found still by those who look for somebody to invite.",
    subtle=Subtlety.CHANNEL,
    noticed=("whom Ada finds",),
)


@defect.applies_to("platforms.veza.backend_api.people")
def find_everybody(people: Any) -> None:
    async def find(database: Any, text: str) -> list[Any]:
        rows = await database.fetch(
            "SELECT * FROM people WHERE strpos(lower(display_name), lower($1)) > 0"
            ' ORDER BY lower(display_name) COLLATE "C", id LIMIT 20',
            text,
        )
        return [people.Person(**row) for row in rows]

    people.find = find
